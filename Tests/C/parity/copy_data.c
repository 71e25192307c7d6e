/* PyObject_CopyData. */
#include "harness.h"

/* Copies between two layouts and observes the destination's bytes and the result. */
static void copy(const char *to, const char *from, bool readonly) {
  Exporter *source = exporter_new(layout_named(from), true);
  Exporter *destination = exporter_new(layout_named(to), readonly);
  memset(destination->data, '.', sizeof destination->data);
  int result = PyObject_CopyData((PyObject *)destination, (PyObject *)source);
  observe(text("copy %s to %s %s", from, readonly ? "read-only" : "writable", to), "%s: %s",
          number(result), bytes_text(destination->data, sizeof destination->data));
  assert_int_equal(source->gets, source->releases);
  assert_int_equal(destination->gets, destination->releases);
  assert_int_equal(Py_REFCNT(source), 1);
  assert_int_equal(Py_REFCNT(destination), 1);
  Py_DECREF(destination);
  Py_DECREF(source);
}

static void items_go_to_their_place_in_another_layout(void **state) {
  const char *cubes[] = {"3dC", "3dF", "3dmixed"};
  const char *squares[] = {"F", "C2", "pil"};
  const char *lines[] = {"b", "rev"};
  const char *wide[] = {"nofmt4", "nofmt4"};
  for (size_t i = 0; i < 3; i++) {
    for (size_t k = 0; k < 3; k++) {
      if (i != 2 && k != 2) copy(cubes[i], cubes[k], false);
      copy(squares[i], squares[k], false);
    }
  }
  for (size_t i = 0; i < 2; i++) {
    for (size_t k = 0; k < 2; k++) {
      copy(lines[i], lines[k], false);
    }
  }
  copy(wide[0], wide[1], false);
  copy("3dmixed", "3dmixed", false);
}

static void scalars_empty_arrays_and_many_axes_are_copied(void **state) {
  copy("0d", "0d", false);
  copy("empty", "empty", false);
  copy("2x0x3", "2x0x3", false);
  copy("64d", "64d", false);
  copy("64d", "64dgaps", false);
  copy("64dgaps", "64d", false);
}

static void a_smaller_source_fills_the_start(void **state) {
  copy("C2", "b", false);
  copy("step2", "h", false);
}

static void a_small_destination_is_refused(void **state) {
  copy("b", "C2", false);
  copy("h", "step2", false);
  copy("empty", "b", false);
}

static void a_read_only_destination_is_refused(void **state) {
  copy("b", "b", true);
  PyObject *bytes = PyBytes_FromString("abc");
  PyObject *bytearray = PyByteArray_FromStringAndSize("xyz", 3);
  assert_int_equal(PyObject_CopyData(bytes, bytearray), -1);
  assert_error("BufferError: Object is not writable.");
  assert_int_equal(PyObject_CopyData(bytearray, bytes), 0);
  assert_memory_equal(PyByteArray_AsString(bytearray), "abc", 3);
  Py_DECREF(bytearray);
  Py_DECREF(bytes);
}

static void both_must_export(void **state) {
  PyObject *integer = PyLong_FromLong(1);
  PyObject *bytearray = PyByteArray_FromStringAndSize("xyz", 3);
  assert_int_equal(PyObject_CopyData(integer, bytearray), -1);
  assert_error("TypeError: both destination and source must be bytes-like objects");
  assert_int_equal(PyObject_CopyData(bytearray, integer), -1);
  assert_error("TypeError: both destination and source must be bytes-like objects");
  assert_int_equal(PyObject_CopyData(integer, integer), -1);
  assert_error("TypeError: both destination and source must be bytes-like objects");
  Py_DECREF(bytearray);
  Py_DECREF(integer);
}

static void a_failing_exporter_fails_the_copy(void **state) {
  Exporter *good = exporter_new(layout_named("b"), false);
  Exporter *bad = exporter_new(layout_named("b"), false);
  bad->conduct = FAIL;
  assert_int_equal(PyObject_CopyData((PyObject *)good, (PyObject *)bad), -1);
  assert_error("ValueError: exporter failed");
  assert_int_equal(PyObject_CopyData((PyObject *)bad, (PyObject *)good), -1);
  assert_error("ValueError: exporter failed");
  assert_int_equal(good->gets, good->releases);
  Py_DECREF(bad);
  Py_DECREF(good);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(items_go_to_their_place_in_another_layout),
      CASE(scalars_empty_arrays_and_many_axes_are_copied),
      CASE(a_smaller_source_fills_the_start),
      CASE(a_small_destination_is_refused),
      CASE(a_read_only_destination_is_refused),
      CASE(both_must_export),
      CASE(a_failing_exporter_fails_the_copy),
  };
  return cmocka_run_group_tests_name("copy_data", tests, start_host, stop_host);
}
