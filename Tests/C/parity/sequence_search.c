/* PySequence_Contains, _Count and _Index on memoryviews: every format, every kind of value. */
#include "harness.h"

/* 520 bytes in which items of every size repeat. */
static char memory[520];

static void fill(void) {
  for (size_t i = 0; i < sizeof memory; i++) memory[i] = (char)(i % 40 < 24 ? 0 : i % 40);
  double numbers[] = {3, -0.0, 1.5, 65536};
  memcpy(memory + 240, numbers, sizeof numbers);
}

static const char *const values[] = {
    "0",
    "3",
    "-1",
    "256",
    "65536",
    "18446744073709551615",
    "0.0",
    "1.5",
    "3.0",
    "True",
    "False",
    "b'\\x1a'",
    "b''",
    "'a'",
    "None",
    "complex(3.0, 0.0)",
    "m[31]",
    "m[-1]",
    "m[0]",
    "m",
    "Index(\"0\")",
    "Equal(\"True\")",
    "Equal(\"False\")",
    "Equal(\"error(RuntimeError, 'no')\")",
};

static const char *const slices[] = {"[:]", "[::2]", "[::-1]", "[30:31]", "[:0]"};

static void search(const char *claim) {
  PyObject *view = script_variable("s"), *value = script_variable("v");
  observe(text("%s contained", claim), "%s", number(PySequence_Contains(view, value)));
  observe(text("%s counted", claim), "%s", number(PySequence_Count(view, value)));
  observe(text("%s found", claim), "%s", number(PySequence_Index(view, value)));
}

static void every_format_and_value(void **state) {
  (void)state;
  fill();
  for (const char *format = "cbBhHiIlLqQnNfdP?"; *format != 0; format++) {
    for (size_t i = 0; i < Py_ARRAY_LENGTH(slices); i++) {
      for (size_t k = 0; k < Py_ARRAY_LENGTH(values); k++) {
        script_set("w", PyMemoryView_FromMemory(memory, sizeof memory, PyBUF_READ));
        Py_XDECREF(script_run(
            text("m = w.cast('B').cast('%c'); s = m%s; v = %s", *format, slices[i], values[k])));
        search(text("%s in %c%s", values[k], *format, slices[i]));
        script_forget();
      }
    }
  }
}

static void other_layouts(void **state) {
  (void)state;
  const char *views[] = {"nd('h', (2, 2))", "nd('i', ())", "nd('<h', (2,))",
                         "nd('<O', (2,), b'', itemsize=2)", "nd('h', (0,))"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(views); i++) {
    given(text("s = memoryview(%s); v = 1", views[i]));
    search(views[i]);
    script_forget();
  }
  given("s = memoryview(b'abc'); s.release(); v = 97");
  search("released");
}

/* A comparison that releases the view ends the search. */
static void released_in_the_middle(void **state) {
  (void)state;
  given("s = memoryview(b'abc'); v = Equal(\"s.release(); False\")");
  observe("contained", "%s",
          number(PySequence_Contains(script_variable("s"), script_variable("v"))));
  given("s = memoryview(b'abc'); v = Equal(\"s.release(); False\")");
  observe("counted", "%s", number(PySequence_Count(script_variable("s"), script_variable("v"))));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(every_format_and_value),
      CASE(other_layouts),
      CASE(released_in_the_middle),
  };
  return cmocka_run_group_tests_name("sequence_search", tests, start_host, stop_host);
}
