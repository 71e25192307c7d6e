/* Foreign code that runs during an operation releases the view or drops the last reference. */
#include "harness.h"

static void an_index_releases_the_view(void **state) {
  given("b = bytearray(b'abcdef'); m = memoryview(b)");
  expect("m[Index(\"m.release(); 1\")]",
         "ValueError: operation forbidden on released memoryview object");
  expect("b", "bytearray(b'abcdef')");
  given("b = bytearray(b'abcdef'); m = memoryview(b)");
  expect("m[Index(\"m.release(); resize(b, 1000); 1\")]",
         "ValueError: operation forbidden on released memoryview object");
  given("b = bytearray(b'abcdef'); m = memoryview(b)");
  expect("m[Index(\"m.release(); resize(b, 0); 5\"),]",
         "ValueError: operation forbidden on released memoryview object");
  given("b = bytearray(b'abcdef'); m = memoryview(b)");
  expect("m[Index(\"m.release(); 1\")] = 88",
         "ValueError: operation forbidden on released memoryview object");
  expect("b", "bytearray(b'abcdef')");
  given("b = bytearray(b'abcdef'); m = memoryview(b)");
  expect("m[Index(\"m.release(); resize(b, 0); 1\"),] = 88",
         "ValueError: operation forbidden on released memoryview object");
  expect("b", "bytearray(b'')");
  given("m = memoryview(nd('B', (2, 3)))");
  expect("m[0, Index(\"m.release(); 1\")]",
         "ValueError: operation forbidden on released memoryview object");
  given("m = memoryview(nd('B', (2, 3)))");
  expect("m[Index(\"m.release(); 1\"), Index(\"0\")]",
         "ValueError: operation forbidden on released memoryview object");
  given("m = memoryview(nd('B', (2, 3)))");
  expect("m[1, Index(\"m.release(); 1\")] = 7",
         "ValueError: operation forbidden on released memoryview object");
  given("m = memoryview(nd('B', (2, 3)))");
  expect("m[Index(\"m.release(); 9\"), Index(\"error(RuntimeError, 'no')\")]",
         "IndexError: index out of bounds on dimension 1");
}

static void a_bound_of_a_slice_releases_the_view(void **state) {
  given("b = bytearray(b'abcdef'); m = memoryview(b)");
  expect("s = m[Index(\"m.release(); 1\"):]; s.tobytes()", "b'bcdef'");
  expect("resize(b, 10)", "BufferError: Existing exports of data: object cannot be re-sized");
  expect("s = None; resize(b, 10)", "None");
  given("b = bytearray(b'abcdef'); m = memoryview(b)");
  expect("m[:Index(\"m.release(); 2\"):2].tolist()", "[97]");
  given("b = bytearray(b'abcdef'); m = memoryview(b)");
  expect("m[Index(\"m.release(); 1\"):] = b'bcdef'",
         "ValueError: operation forbidden on released memoryview object");
  expect("b", "bytearray(b'abcdef')");
  given("b = bytearray(b'abcdef'); m = memoryview(b)");
  expect("m[:Index(\"m.release(); resize(b, 0); 2\")] = b'xy'",
         "ValueError: operation forbidden on released memoryview object");
  given("b = bytearray(b'abcdef'); m = memoryview(b)");
  expect("m[::Index(\"m.release(); 1\")] = m[:]",
         "ValueError: operation forbidden on released memoryview object");
}

static void an_index_drops_the_only_reference(void **state) {
  given("m = memoryview(bytearray(b'abcdef'))");
  expect("m[Index(\"del m; 1\")]", "98");
  given("m = memoryview(bytearray(b'abcdef'))");
  expect("m[Index(\"del m; 1\")] = Index(\"7\")", "None");
  given("m = memoryview(bytearray(b'abcdef'))");
  expect("m[Index(\"del m; 1\"):].tobytes()", "b'bcdef'");
}

static void a_value_releases_the_view(void **state) {
  for (const char *format = "bBhHiIlLqQnN"; *format != '\0'; format++) {
    given(text("b = bytearray(b'%016d'); m = memoryview(b).cast('%c')", 3, *format));
    expect("m[0] = Index(\"m.release(); 65\")",
           "ValueError: operation forbidden on released memoryview object");
    see("b");
    given(text("b = bytearray(b'%016d'); m = memoryview(b).cast('%c')", 3, *format));
    expect("m[0] = Index(\"m.release(); resize(b, 0); 65\")",
           "ValueError: operation forbidden on released memoryview object");
    see("b");
    given(text("b = bytearray(b'%016d'); m = memoryview(b).cast('%c')", 3, *format));
    see("m[0] = Index(\"m.release(); 99999999999\")");
  }
  for (const char *format = "fde"; *format != '\0'; format++) {
    given(text("b = bytearray(b'%016d'); m = memoryview(b).cast('%c')", 3, *format));
    expect("m[0] = Float(\"m.release(); resize(b, 0); 6.5\")",
           "ValueError: operation forbidden on released memoryview object");
    see("b");
  }
  given("b = bytearray(b'abcdef'); m = memoryview(b).cast('?')");
  expect("m[0] = Truth(\"m.release(); resize(b, 0); 1\")",
         "ValueError: operation forbidden on released memoryview object");
  expect("b", "bytearray(b'')");
  given("b = bytearray(b'abcdef'); m = memoryview(b).cast('?')");
  expect("m[0] = Length(\"m.release(); resize(b, 0); 1\")",
         "ValueError: operation forbidden on released memoryview object");
  given("m = memoryview(nd('i', ()))");
  expect("m[()] = Index(\"m.release(); 65\")",
         "ValueError: operation forbidden on released memoryview object");
  given("m = memoryview(nd('h', (2, 2)))");
  expect("m[1, 1] = Index(\"m.release(); 65\")",
         "ValueError: operation forbidden on released memoryview object");
}

static void a_value_raises_after_releasing(void **state) {
  given("m = memoryview(bytearray(b'abcdef'))");
  expect("m[0] = Index(\"m.release(); error(RuntimeError, 'no')\")", "RuntimeError: no");
  given("m = memoryview(bytearray(b'abcdef'))");
  expect("m[0] = Index(\"m.release(); error(TypeError, 'no')\")",
         "TypeError: memoryview: invalid type for format 'B'");
  given("m = memoryview(bytearray(b'abcdef'))");
  expect("m[0] = Index(\"m.release(); error(OverflowError, 'no')\")",
         "ValueError: memoryview: invalid value for format 'B'");
  given("m = memoryview(bytearray(b'abcdef')).cast('?')");
  expect("m[0] = Truth(\"m.release(); error(RuntimeError, 'no')\")", "RuntimeError: no");
}

static void an_exporter_releases_the_view_it_is_assigned_to(void **state) {
  given("b = bytearray(b'abcdef'); m = memoryview(b)");
  expect("m[0:3] = Exporting(b'xyz', get=\"m.release()\")",
         "ValueError: operation forbidden on released memoryview object");
  expect("b", "bytearray(b'abcdef')");
  given("b = bytearray(b'abcdef'); m = memoryview(b)");
  expect("m[0:3] = Exporting(b'xyz', get=\"m.release(); resize(b, 0)\")",
         "ValueError: operation forbidden on released memoryview object");
  expect("b", "bytearray(b'')");
  given("b = bytearray(b'abcdef'); m = memoryview(b)");
  expect("m[0:3] = Exporting(b'xyz', release=\"m.release(); resize(b, 0)\")", "None");
  expect("b", "bytearray(b'')");
  given("b = bytearray(b'abcdef'); m = memoryview(b)");
  expect("m[0:3] = Exporting(b'xyz', get=\"del m\"); b", "bytearray(b'xyzdef')");
}

static void a_view_assigned_to_its_own_slice(void **state) {
  given("b = bytearray(b'abcdef'); m = memoryview(b)");
  expect("m[Index(\"m.release(); 0\"):3] = m[3:]",
         "ValueError: operation forbidden on released memoryview object");
  expect("b", "bytearray(b'abcdef')");
}

static void hooks_that_ask_again(void **state) {
  given("e = Exporting(b'abc', get=\"memoryview(b'other')\"); m = memoryview(e)");
  expect("m.tobytes()", "b'abc'");
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("memoryview(Exporting(b'xyz', get=\"m.release(); resize(b, 9)\")).tobytes(); len(b)", "9");
  given("e = Exporting(b'abc', release=\"m.release()\"); m = memoryview(e)");
  expect("m.release()", "None");
  expect("m.release()", "None");
  given("e = Exporting(b'abc', release=\"m.tobytes()\"); m = memoryview(e)");
  expect("m.release()", "None");
  given("e = Exporting(b'abc', release=\"error(RuntimeError, 'no')\"); m = memoryview(e)");
  expect("m.release()", "None");
}

static void the_last_view_dies_in_its_own_method(void **state) {
  given("e = Exporting(b'abc'); m = memoryview(e); e = None");
  expect("m.cast('B', [Index(\"m = None; 3\")])",
         "TypeError: memoryview.cast(): elements of shape must be integers");
  given("m = memoryview(Exporting(b'abc'))");
  expect("m.tolist()", "[97, 98, 99]");
  given("m = memoryview(Exporting(b'abc', release=\"x = 1\"))");
  expect("m = None; x", "1");
}

static void a_comparison_with_an_exporter_that_releases(void **state) {
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("m == Exporting(b'xyz', release=\"m.release(); resize(b, 0)\")", "False");
  expect("b", "bytearray(b'')");
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("m == Exporting(b'abc', release=\"m.release(); resize(b, 0)\")", "True");
}

static void an_equal_object_releases_the_view(void **state) {
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("Equal(\"m.release(); resize(b, 0); False\") in m",
         "ValueError: operation forbidden on released memoryview object");
  expect("b", "bytearray(b'')");
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("Equal(\"m.release(); resize(b, 0); True\") in m", "True");
  given("b = bytearray(b'abc'); m = memoryview(b); i = iter(m)");
  expect("next(i); m.release(); resize(b, 0); next(i)",
         "ValueError: operation forbidden on released memoryview object");
  expect("i = None", "None");
  given("b = bytearray(b'abc'); m = memoryview(b); i = iter(m)");
  expect("next(i); m.release(); resize(b, 9); next(i, 'end')",
         "ValueError: operation forbidden on released memoryview object");
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("m.count(Equal(\"m.release(); resize(b, 0); True\"))",
         "ValueError: operation forbidden on released memoryview object");
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("m.count(Equal(\"m.release(); resize(b, 0); False\"))",
         "ValueError: operation forbidden on released memoryview object");
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("m.index(Equal(\"m.release(); resize(b, 0); True\"))", "0");
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("m.index(Equal(\"m.release(); resize(b, 0); False\"))",
         "ValueError: operation forbidden on released memoryview object");
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("m.index(98, Index(\"m.release(); resize(b, 0); 0\"))",
         "ValueError: operation forbidden on released memoryview object");
  given("b = bytearray(b'c'); m = memoryview(b)");
  expect("m.count(Equal(\"m.release(); resize(b, 0); True\"))", "1");
}

static void arguments_release_the_view(void **state) {
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("m.hex(':', Index(\"m.release(); resize(b, 0); 1\"))",
         "ValueError: operation forbidden on released memoryview object");
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("memoryview._from_flags(m, Index(\"m.release(); 0\"))",
         "ValueError: operation forbidden on released memoryview object");
}

static void held_buffers_stay_good(void **state) {
  given("b = bytearray(b'abcdef'); m = memoryview(b); h = Holder(m)");
  expect("m[0] = Index(\"m.release(); 65\")", "BufferError: memoryview has 1 exported buffer");
  expect("b", "bytearray(b'abcdef')");
  expect("m.tobytes()", "b'abcdef'");
  expect("m[Index(\"m.release(); 0\")]", "BufferError: memoryview has 1 exported buffer");
  expect("m[0:2] = Exporting(b'xy', get=\"m.release()\")",
         "BufferError: memoryview has 1 exported buffer");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(an_index_releases_the_view),
      CASE(a_bound_of_a_slice_releases_the_view),
      CASE(an_index_drops_the_only_reference),
      CASE(a_value_releases_the_view),
      CASE(a_value_raises_after_releasing),
      CASE(an_exporter_releases_the_view_it_is_assigned_to),
      CASE(a_view_assigned_to_its_own_slice),
      CASE(hooks_that_ask_again),
      CASE(the_last_view_dies_in_its_own_method),
      CASE(a_comparison_with_an_exporter_that_releases),
      CASE(an_equal_object_releases_the_view),
      CASE(arguments_release_the_view),
      CASE(held_buffers_stay_good),
  };
#if defined(PYMV_AGAINST_CPYTHON) && PY_VERSION_HEX < 0x030A0000
  /* Versions before 3.10 read and write freed memory in the other cases. */
  cmocka_set_test_filter("hooks_that_ask_again");
#endif
  return cmocka_run_group_tests_name("reentrancy", tests, start_host, stop_host);
}
