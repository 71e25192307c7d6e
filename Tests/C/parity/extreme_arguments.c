/* The least and the greatest numbers, as indices, bounds, steps, sizes, extents and strides. */
#include "harness.h"

static const Py_ssize_t extremes[] = {PY_SSIZE_T_MIN,     PY_SSIZE_T_MIN + 1, -1, 0, 1,
                                      PY_SSIZE_T_MAX - 1, PY_SSIZE_T_MAX};
enum { count_of_extremes = sizeof extremes / sizeof extremes[0] };

/* A number as text, such as MAX-1. */
static const char *named(Py_ssize_t number) {
  if (number > PY_SSIZE_T_MAX / 2) return text("MAX-%zd", PY_SSIZE_T_MAX - number);
  if (number < PY_SSIZE_T_MIN / 2) return text("MIN+%zd", number - PY_SSIZE_T_MIN);
  return text("%zd", number);
}

static void bounds_are_clipped(void **state) {
  const Py_ssize_t lengths[] = {0, 5, PY_SSIZE_T_MAX};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(lengths) * count_of_extremes * count_of_extremes; i++) {
    Py_ssize_t length = lengths[i % 3];
    Py_ssize_t start = extremes[i / 3 % count_of_extremes];
    Py_ssize_t stop = extremes[i / 3 / count_of_extremes];
    /* The least step that PySlice_Unpack returns is the second of the extremes. */
    for (size_t k = 1; k < count_of_extremes; k++) {
      if (extremes[k] == 0) continue;
      Py_ssize_t bounds[] = {start, stop};
      const char *claim =
          text("%s:%s:%s of %s", named(start), named(stop), named(extremes[k]), named(length));
      Py_ssize_t count = PySlice_AdjustIndices(length, &bounds[0], &bounds[1], extremes[k]);
      observe(claim, "%zd to %zd, %zd items", bounds[0], bounds[1], count);
    }
  }
}

static void slices_are_unpacked(void **state) {
  const char *numbers[] = {"-9223372036854775809", "-9223372036854775808", "-9223372036854775807",
                           "9223372036854775807", "9223372036854775808"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(numbers); i++) {
    PyObject *bound = PyLong_FromString(numbers[i], NULL, 10);
    PyObject *slice = PySlice_New(bound, bound, bound);
    Py_ssize_t start, stop, step;
    assert_int_equal(PySlice_Unpack(slice, &start, &stop, &step), 0);
    observe(text("unpacking %s", numbers[i]), "%zd %zd %zd", start, stop, step);
    Py_DECREF(slice);
    Py_DECREF(bound);
  }
}

static PyObject *new_sequence(int kind) {
  PyObject *bytes = PyBytes_FromString("abcde");
  PyObject *sequence = kind == 0   ? Py_NewRef(bytes)
                       : kind == 1 ? PyByteArray_FromObject(bytes)
                       : kind == 2 ? PySequence_List(bytes)
                       : kind == 3 ? PySequence_Tuple(bytes)
                       : kind == 4 ? PyUnicode_FromString("abcde")
                                   : PyMemoryView_FromObject(bytes);
  Py_DECREF(bytes);
  return sequence;
}

static void items_are_found_or_not(void **state) {
  for (int kind = 0; kind < 6; kind++) {
    PyObject *sequence = new_sequence(kind);
    const char *name = Py_TYPE(sequence)->tp_name;
    for (size_t i = 0; i < count_of_extremes; i++) {
      Py_ssize_t index = extremes[i];
      observe(text("%s item %s", name, named(index)), "%s",
              outcome(PySequence_GetItem(sequence, index)));
      PyObject *key = PyLong_FromSsize_t(index);
      observe(text("%s[%s]", name, named(index)), "%s", outcome(PyObject_GetItem(sequence, key)));
      observe(text("%s[%s] = 1", name, named(index)), "%s %s",
              number(PyObject_SetItem(sequence, key, Py_True)), repr_of(sequence));
      observe(text("del %s item %s", name, named(index)), "%s %s",
              number(PySequence_DelItem(sequence, index)), repr_of(sequence));
      Py_DECREF(key);
    }
    Py_DECREF(sequence);
  }
  PyObject *list = PyList_New(0), *tuple = PyTuple_New(0);
  for (size_t i = 0; i < count_of_extremes; i++) {
    Py_ssize_t index = extremes[i];
    observe(text("tuple get %s", named(index)), "%s",
            borrowed_outcome(PyTuple_GetItem(tuple, index)));
    observe(text("list get %s", named(index)), "%s", borrowed_outcome(PyList_GetItem(list, index)));
    observe(text("list set %s", named(index)), "%s",
            number(PyList_SetItem(list, index, Py_NewRef(Py_None))));
    observe(text("list insert %s", named(index)), "%s %s",
            number(PyList_Insert(list, index, Py_None)), repr_of(list));
  }
  Py_DECREF(tuple);
  Py_DECREF(list);
}

static void slices_are_found_replaced_and_deleted(void **state) {
  for (size_t i = 0; i < count_of_extremes * count_of_extremes; i++) {
    Py_ssize_t start = extremes[i % count_of_extremes], stop = extremes[i / count_of_extremes];
    for (int kind = 0; kind < 6; kind++) {
      PyObject *sequence = new_sequence(kind), *items = new_sequence(0);
      const char *claim = text("%s[%s:%s]", Py_TYPE(sequence)->tp_name, named(start), named(stop));
      PyObject *slice = PySequence_GetSlice(sequence, start, stop);
      observe(claim, "%s", slice == NULL ? take_error() : number(PyObject_Size(slice)));
      Py_XDECREF(slice);
      if (kind == 1 || kind == 2) {
        observe(text("%s = items", claim), "%s %s",
                number(PySequence_SetSlice(sequence, start, stop, items)), repr_of(sequence));
        observe(text("del %s", claim), "%s %s", number(PySequence_DelSlice(sequence, start, stop)),
                repr_of(sequence));
      }
      Py_DECREF(items);
      Py_DECREF(sequence);
    }
  }
}

static void sizes_are_refused(void **state) {
  for (size_t i = 0; i < count_of_extremes; i++) {
    Py_ssize_t size = extremes[i];
    if (size == 0 || size == 1) continue;
    observe(text("bytes of %s", named(size)), "%s", outcome(PyBytes_FromStringAndSize(NULL, size)));
    observe(text("bytearray of %s", named(size)), "%s",
            outcome(PyByteArray_FromStringAndSize(NULL, size)));
    observe(text("list of %s", named(size)), "%s", outcome(PyList_New(size)));
    observe(text("tuple of %s", named(size)), "%s", outcome(PyTuple_New(size)));
    observe(text("str of %s", named(size)), "%s", outcome(PyUnicode_New(size, 127)));
    PyObject *bytes = PyBytes_FromString("abc");
    observe(text("resizing bytes to %s", named(size)), "%s", number(_PyBytes_Resize(&bytes, size)));
    assert_null(bytes);
  }
  PyObject *array = PyByteArray_FromStringAndSize("abc", 3);
  observe("resizing a bytearray to MAX", "%s", number(PyByteArray_Resize(array, PY_SSIZE_T_MAX)));
  Py_DECREF(array);
}

static void an_axis_of_one_item_may_have_any_stride(void **state) {
  static char memory[] = "abcdefgh";
  for (size_t i = 0; i < count_of_extremes; i++) {
    for (int place = 0; place < 3; place++) {
      Py_ssize_t shape[] = {2, 2, 2}, strides[] = {4, 2, 1};
      shape[place] = 1;
      strides[place] = extremes[i];
      Py_buffer buffer = {.buf = memory, .len = 4, .itemsize = 1, .ndim = 3, .format = "B"};
      buffer.shape = shape;
      buffer.strides = strides;
      const char *claim = text("stride %s of axis %d", named(extremes[i]), place);
      char copy[4];
      for (const char *order = "CFA"; *order != 0; order++) {
        assert_int_equal(PyBuffer_ToContiguous(copy, &buffer, 4, *order), 0);
        observe(text("%s, copied to %c", claim, *order), "%s", bytes_text(copy, 4));
        assert_int_equal(PyBuffer_FromContiguous(&buffer, copy, 4, *order), 0);
        observe(text("%s, copied from %c", claim, *order), "%s", bytes_text(memory, 8));
        observe(text("%s, is contiguous %c", claim, *order), "%d",
                PyBuffer_IsContiguous(&buffer, *order));
      }
      script_set("m", PyMemoryView_FromBuffer(&buffer));
      observe(text("%s, items", claim), "%s", script_outcome("m.tolist()"));
      observe(text("%s, bytes", claim), "%s", script_outcome("m.tobytes()"));
      observe(text("%s, digits", claim), "%s", script_outcome("m.hex()"));
      observe(text("%s, equality", claim), "%s", script_outcome("m == m"));
      observe(text("%s, contiguous", claim), "%s", script_outcome("m.contiguous"));
      script_forget();
    }
  }
}

static void views_of_much_memory_are_sliced_and_cast(void **state) {
  for (size_t i = 0; i < count_of_extremes * count_of_extremes; i++) {
    Py_ssize_t start = extremes[i % count_of_extremes], step = extremes[i / count_of_extremes];
    script_set("m", PyMemoryView_FromMemory((char *)&start, PY_SSIZE_T_MAX, PyBUF_READ));
    script_set("i", PyLong_FromSsize_t(start));
    script_set("k", PyLong_FromSsize_t(step));
    const char *claim = text("%s, %s: ", named(start), named(step));
    observe(text("%sslice", claim), "%s", script_outcome("m[i::k].shape"));
    observe(text("%sstrides", claim), "%s", script_outcome("m[i::k].strides"));
    observe(text("%sslice of slice", claim), "%s", script_outcome("m[i::k][k::i].shape"));
    observe(text("%scast", claim), "%s", script_outcome("m.cast('B', (i, k)).shape"));
    script_forget();
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(bounds_are_clipped),
      CASE(slices_are_unpacked),
      CASE(items_are_found_or_not),
      CASE(slices_are_found_replaced_and_deleted),
      CASE(sizes_are_refused),
      CASE(an_axis_of_one_item_may_have_any_stride),
      CASE(views_of_much_memory_are_sliced_and_cast),
  };
  return cmocka_run_group_tests_name("extreme arguments", tests, start_host, stop_host);
}
