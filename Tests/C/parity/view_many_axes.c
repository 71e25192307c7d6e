/* Every operation on views with the most axes allowed, and with pointers in memory. */
#include "harness.h"

static const char *const operations[] = {
    "len(m)",
    "m.ndim",
    "m.nbytes",
    "m[:1].shape",
    "m[::-1].strides",
    "m[::-1].tolist()",
    "m[1:].suboffsets",
    "m[::-1] == m",
    "m[::-1][::-1] == m",
    "m == m",
    "m.tobytes()",
    "m.tobytes('F')",
    "m.tobytes('A')",
    "m.hex()",
    "m[::2].tolist()",
    "m[5:].tolist()",
    "m[:].tobytes()",
    "m.toreadonly().tolist()",
    "bytes(m)",
    "list(m)",
    "1 in m",
    "m[0]",
    "m[0] = 0",
    "m[:] = m",
    "m.cast('B').tolist()",
    "hash(m.toreadonly()) == hash(m.tobytes())",
    "contiguous(m, 0x100, 'C').tolist()",
    "contiguous(m, 0x100, 'F').strides",
    "contiguous(m, 0x100, 'A').tolist()",
    "m[()]",
    "m[0, 0]",
    "m[0, 0] = 200; m[0, 0]",
    "m[-1, -1]",
    "m[1, 1, 1]",
    "m[1, 1, 1] = 100; m.tolist()",
    "request(m, 0x11c)",
    "request(m, 0x18)",
    "memoryview(m).tolist()",
    "m.c_contiguous",
    "m.f_contiguous",
    "m[:1] = m[1:2]; m.tolist()",
};

static void every_layout_through_every_operation(void **state) {
  for (int i = 0; i < layout_count; i++) {
    given(text("m = memoryview(nd('%s'))", layouts[i]->name));
    for (size_t k = 0; k < Py_ARRAY_LENGTH(operations); k++) {
      see(operations[k]);
    }
  }
}

/* A text such as "1, 1, 1" with one number at a place. */
static const char *repeated(int count, const char *number, int place, const char *other) {
  static char result[1024];
  result[0] = '\0';
  for (int i = 0; i < count; i++) {
    strcat(strcat(result, i > 0 ? ", " : ""), i == place ? other : number);
  }
  return result;
}

static void one_long_axis_among_64(void **state) {
  for (int place = 0; place < 64; place += 21) {
    given(text("m = memoryview(nd('B', (%s)))", repeated(64, "1", place, "3")));
    see("m.tolist()");
    see("len(m)");
    see("m[::-1].tolist()");
    see(text("m[%s]", repeated(64, "0", place, "2")));
    see(text("m[%s]", repeated(64, "0", place, "3")));
    see(text("m[%s]", repeated(63, "0", place, "2")));
    see(text("m[%s] = 77; m.tobytes()", repeated(64, "-1", place, "-2")));
    see(text("m[%s] = 77", repeated(64, "0", place, "5")));
    see("m.cast('B').tolist()");
    see("m == m[:]");
    see("m == m[::-1]");
    see("m.tobytes('F')");
  }
}

static void more_than_64_axes_are_refused(void **state) {
  given("b = b'a'");
  see(text("memoryview(nd('B', (%s)))[()]", repeated(64, "1", 0, "1")));
  see(text("memoryview(b).cast('B', [%s])[%s]", repeated(64, "1", 0, "1"), "0"));
}

static void axes_of_every_number(void **state) {
  for (int count = 1; count <= 7; count++) {
    given(text("m = memoryview(nd('h', (%s,)))", repeated(count, "2", -1, "")));
    see("m.tolist()");
    see("m.strides");
    see("m[1:].tolist()");
    see(text("m[%s,]", repeated(count, "1", -1, "")));
    see(text("m[%s,]", repeated(count, "1", count - 1, "2")));
    see(text("m[%s,] = 7; m.tobytes()", repeated(count, "-1", count - 1, "0")));
    see("m.tobytes('F')");
    see("m == m[::-1]");
  }
}

static void pointers_are_followed_in_slices_of_slices(void **state) {
  given("m = memoryview(nd('B', (4, 3), b'', indirect=1, offset=7))");
  expect("m.tolist()", "[[0, 1, 2], [7, 8, 9], [14, 15, 16], [21, 22, 23]]");
  expect("m[1:][1:].tolist()", "[[14, 15, 16], [21, 22, 23]]");
  expect("m[::-1][::2].tolist()", "[[21, 22, 23], [7, 8, 9]]");
  expect("m[::-2][1:].tolist()", "[[7, 8, 9]]");
  expect("m[1:][::-1] == m[:0:-1]", "True");
  expect("m[3:0:-1][1, 2]", "16");
  expect("m[3:0:-1][1, 2] = 99; m.tolist()", "[[0, 1, 2], [7, 8, 9], [14, 15, 99], [21, 22, 23]]");
  expect("m[2:2].tolist()", "[]");
  expect("m[::-1].tobytes('F')", "b'\\x15\\x0e\\x07\\x00\\x16\\x0f\\x08\\x01\\x17c\\t\\x02'");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(every_layout_through_every_operation),
      CASE(one_long_axis_among_64),
      CASE(more_than_64_axes_are_refused),
      CASE(axes_of_every_number),
      CASE(pointers_are_followed_in_slices_of_slices),
  };
  return cmocka_run_group_tests_name("view_many_axes", tests, start_host, stop_host);
}
