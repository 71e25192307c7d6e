/* tuple, list, slice, and the singletons. */
#include "harness.h"

/* A tuple or list (by `make`) of the ints 0 to count - 1. */
static PyObject *ints_in(PyObject *(*make)(Py_ssize_t),
                         int (*set)(PyObject *, Py_ssize_t, PyObject *), Py_ssize_t count) {
  PyObject *container = make(count);
  for (Py_ssize_t i = 0; i < count; i++) {
    assert_int_equal(set(container, i, PyLong_FromSsize_t(i)), 0);
  }
  return container;
}

static PyObject *tuple_of_ints(Py_ssize_t count) {
  return ints_in(PyTuple_New, PyTuple_SetItem, count);
}

static PyObject *list_of_ints(Py_ssize_t count) {
  return ints_in(PyList_New, PyList_SetItem, count);
}

static void containers_are_shown(void **state) {
  for (Py_ssize_t count = 0; count <= 3; count++) {
    observe(text("tuple of %zd", count), "%s", outcome(tuple_of_ints(count)));
    observe(text("list of %zd", count), "%s", outcome(list_of_ints(count)));
  }
  PyObject *string = PyUnicode_FromString("it's");
  PyObject *list = list_of_ints(2);
  observe("nested", "%s", outcome(PyTuple_Pack(3, string, list, Py_None)));
  PyObject *tuple = PyTuple_Pack(1, string);
  observe("str of a tuple", "%s", str_of(tuple));
  Py_DECREF(tuple);
  assert_int_equal(PyList_Append(list, list), 0);
  observe("list in itself", "%s", repr_of(list));
  PyList_SetItem(list, 2, Py_NewRef(Py_None));
  Py_DECREF(list);
  Py_DECREF(string);
}

static void items_are_borrowed_and_bounds_checked(void **state) {
  PyObject *tuple = tuple_of_ints(3), *list = list_of_ints(3);
  for (Py_ssize_t i = -1; i <= 3; i++) {
    observe(text("tuple item %zd", i), "%s", borrowed_outcome(PyTuple_GetItem(tuple, i)));
    observe(text("list item %zd", i), "%s", borrowed_outcome(PyList_GetItem(list, i)));
  }
  assert_int_equal(PyTuple_Size(tuple), 3);
  assert_int_equal(PyTuple_GET_SIZE(tuple), 3);
  assert_int_equal(PyList_Size(list), 3);
  assert_int_equal(PyList_GET_SIZE(list), 3);
  assert_ptr_equal(PyTuple_GET_ITEM(tuple, 2), PyTuple_GetItem(tuple, 2));
  assert_ptr_equal(PyList_GET_ITEM(list, 2), PyList_GetItem(list, 2));
  Py_DECREF(list);
  Py_DECREF(tuple);
}

static void setting_an_item_takes_the_reference(void **state) {
  PyObject *item = PyBytes_FromString("item");
  PyObject *tuple = PyTuple_New(1), *list = PyList_New(1);
  assert_int_equal(PyTuple_SetItem(tuple, 0, Py_NewRef(item)), 0);
  assert_int_equal(PyList_SetItem(list, 0, Py_NewRef(item)), 0);
  assert_int_equal(Py_REFCNT(item), 3);
  assert_int_equal(PyList_SetItem(list, 0, Py_NewRef(Py_None)), 0);
  assert_int_equal(Py_REFCNT(item), 2);
  assert_int_equal(PyTuple_SetItem(tuple, 5, Py_NewRef(item)), -1);
  observe("set tuple item 5", "%s", take_error());
  assert_int_equal(PyList_SetItem(list, -1, Py_NewRef(item)), -1);
  observe("set list item -1", "%s", take_error());
  assert_int_equal(Py_REFCNT(item), 2);
  Py_DECREF(list);
  Py_DECREF(tuple);
  assert_int_equal(Py_REFCNT(item), 1);
  Py_DECREF(item);
}

static void a_shared_tuple_is_not_changed(void **state) {
  PyObject *tuple = tuple_of_ints(2);
  PyObject *other = Py_NewRef(tuple);
  PyObject *item = PyBytes_FromString("item");
  assert_int_equal(PyTuple_SetItem(tuple, 0, Py_NewRef(item)), -1);
  observe("set item of a shared tuple", "%s", take_error());
  assert_int_equal(Py_REFCNT(item), 1);
  Py_DECREF(item);
  Py_DECREF(other);
  Py_DECREF(tuple);
}

static void packing_takes_new_references(void **state) {
  PyObject *item = PyBytes_FromString("item");
  PyObject *tuple = PyTuple_Pack(2, item, item);
  assert_int_equal(Py_REFCNT(item), 3);
  assert_int_equal(PyTuple_Size(tuple), 2);
  Py_DECREF(tuple);
  assert_int_equal(Py_REFCNT(item), 1);
  observe("pack nothing", "%s", outcome(PyTuple_Pack(0)));
  Py_DECREF(item);
}

static void tuples_are_sliced(void **state) {
  PyObject *tuple = tuple_of_ints(5);
  const Py_ssize_t bounds[][2] = {{0, 5}, {1, 3}, {-2, 2}, {3, 99}, {4, 2}, {5, 5}, {-9, -1}};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(bounds); i++) {
    observe(text("tuple[%zd:%zd]", bounds[i][0], bounds[i][1]), "%s",
            outcome(PyTuple_GetSlice(tuple, bounds[i][0], bounds[i][1])));
  }
  Py_DECREF(tuple);
}

static void lists_grow(void **state) {
  PyObject *list = PyList_New(0);
  PyObject *item = PyBytes_FromString("item");
  for (int i = 0; i < 100; i++) {
    assert_int_equal(PyList_Append(list, item), 0);
  }
  assert_int_equal(PyList_Size(list), 100);
  assert_int_equal(Py_REFCNT(item), 101);
  Py_DECREF(list);
  assert_int_equal(Py_REFCNT(item), 1);
  Py_DECREF(item);
}

static void lists_are_inserted_into(void **state) {
  const Py_ssize_t places[] = {0, 1, 3, 99, -1, -3, -99};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(places); i++) {
    PyObject *list = list_of_ints(3);
    assert_int_equal(PyList_Insert(list, places[i], Py_None), 0);
    observe(text("insert at %zd", places[i]), "%s", repr_of(list));
    Py_DECREF(list);
  }
}

static void a_list_becomes_a_tuple(void **state) {
  PyObject *list = list_of_ints(3);
  observe("list as tuple", "%s", outcome(PyList_AsTuple(list)));
  Py_DECREF(list);
  PyObject *none = PyList_New(0);
  observe("empty list as tuple", "%s", outcome(PyList_AsTuple(none)));
  Py_DECREF(none);
}

static void wrong_containers_are_refused(void **state) {
  PyObject *integer = PyLong_FromLong(1);
  observe("tuple size of int", "%s", number(PyTuple_Size(integer)));
  observe("tuple item of int", "%s", borrowed_outcome(PyTuple_GetItem(integer, 0)));
  observe("tuple set item of int", "%s", number(PyTuple_SetItem(integer, 0, Py_NewRef(Py_None))));
  observe("tuple slice of int", "%s", outcome(PyTuple_GetSlice(integer, 0, 1)));
  observe("list size of int", "%s", number(PyList_Size(integer)));
  observe("list item of int", "%s", borrowed_outcome(PyList_GetItem(integer, 0)));
  observe("list set item of int", "%s", number(PyList_SetItem(integer, 0, Py_NewRef(Py_None))));
  observe("append to int", "%s", number(PyList_Append(integer, Py_None)));
  observe("insert into int", "%s", number(PyList_Insert(integer, 0, Py_None)));
  observe("int as tuple", "%s", outcome(PyList_AsTuple(integer)));
  observe("tuple of negative size", "%s", outcome(PyTuple_New(-1)));
  observe("list of negative size", "%s", outcome(PyList_New(-1)));
  PyObject *list = PyList_New(0);
  observe("append NULL", "%s", number(PyList_Append(list, NULL)));
  observe("insert NULL", "%s", number(PyList_Insert(list, 0, NULL)));
  Py_DECREF(list);
  Py_DECREF(integer);
}

static void containers_are_told_apart(void **state) {
  PyObject *tuple = PyTuple_New(0), *list = PyList_New(0), *slice = PySlice_New(0, 0, 0);
  assert_true(PyTuple_Check(tuple) && PyTuple_CheckExact(tuple) && !PyTuple_Check(list));
  assert_true(PyList_Check(list) && PyList_CheckExact(list) && !PyList_Check(tuple));
  assert_true(PySlice_Check(slice) && !PySlice_Check(list));
  Py_DECREF(slice);
  Py_DECREF(list);
  Py_DECREF(tuple);
}

/* A new reference to an int, or to None for 0. */
static PyObject *bound(long value) {
  return value == 0 ? Py_NewRef(Py_None) : PyLong_FromLong(value);
}

static void unpack(PyObject *start, PyObject *stop, PyObject *step) {
  PyObject *slice = PySlice_New(start, stop, step);
  const char *shown = repr_of(slice);
  Py_ssize_t values[3] = {77, 77, 77};
  if (PySlice_Unpack(slice, &values[0], &values[1], &values[2]) < 0) {
    observe(text("unpack %s", shown), "%s", take_error());
    Py_DECREF(slice);
    return;
  }
  observe(text("unpack %s", shown), "%s", sizes_text(values, 3));
  for (Py_ssize_t length = 0; length <= 6; length += 3) {
    Py_ssize_t first = values[0], last = values[1];
    Py_ssize_t count = PySlice_AdjustIndices(length, &first, &last, values[2]);
    observe(text("adjust %s to %zd", shown, length), "%zd to %zd: %zd", first, last, count);
  }
  Py_DECREF(slice);
}

static void slices_are_unpacked_and_adjusted(void **state) {
  const long values[][3] = {{0, 0, 0},
                            {1, 4, 0},
                            {-2, 0, 0},
                            {0, -1, 0},
                            {0, 0, -1},
                            {4, 1, -1},
                            {5, -9, -2},
                            {1, 99, 2},
                            {-99, 99, 3},
                            {3, 1, 0},
                            {LONG_MIN, LONG_MAX, LONG_MIN},
                            {LONG_MAX, LONG_MIN, LONG_MAX}};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(values); i++) {
    PyObject *start = bound(values[i][0]), *stop = bound(values[i][1]), *step = bound(values[i][2]);
    unpack(start, stop, step);
    Py_DECREF(start);
    Py_DECREF(stop);
    Py_DECREF(step);
  }
  PyObject *large = PyLong_FromUnsignedLongLong(ULLONG_MAX);
  unpack(large, NULL, NULL);
  unpack(NULL, large, large);
  Py_DECREF(large);
}

static void slices_without_indices_are_refused(void **state) {
  PyObject *zero = PyLong_FromLong(0), *string = PyUnicode_FromString("x");
  PyObject *real = PyFloat_FromDouble(1);
  unpack(NULL, NULL, zero);
  unpack(string, NULL, NULL);
  unpack(NULL, real, NULL);
  unpack(NULL, NULL, string);
  unpack(Py_True, Py_False, Py_True);
  Py_DECREF(real);
  Py_DECREF(string);
  Py_DECREF(zero);
}

static void slices_hold_their_bounds(void **state) {
  PyObject *item = PyBytes_FromString("bound");
  PyObject *slice = PySlice_New(item, NULL, item);
  PySliceObject *object = (PySliceObject *)slice;
  assert_int_equal(Py_REFCNT(item), 3);
  assert_ptr_equal(object->start, item);
  assert_ptr_equal(object->stop, Py_None);
  assert_ptr_equal(object->step, item);
  observe("slice of bytes", "%s", repr_of(slice));
  Py_DECREF(slice);
  assert_int_equal(Py_REFCNT(item), 1);
  Py_DECREF(item);
}

static void singletons_are_shown(void **state) {
  PyObject *singletons[] = {Py_None, Py_True, Py_False, Py_NotImplemented, Py_Ellipsis};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(singletons); i++) {
    observe(text("singleton %zu", i), "%s %s of %s", repr_of(singletons[i]), str_of(singletons[i]),
            repr_of((PyObject *)Py_TYPE(singletons[i])));
  }
  assert_true(Py_IsNone(Py_None));
  assert_false(Py_IsNone(Py_True));
  assert_true(Py_IsTrue(Py_True));
  assert_true(Py_IsFalse(Py_False));
  assert_true(Py_IS_TYPE(Py_Ellipsis, &PyEllipsis_Type));
  observe("repr of NULL", "%s", repr_of(NULL));
  observe("str of NULL", "%s", str_of(NULL));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(containers_are_shown),
      CASE(items_are_borrowed_and_bounds_checked),
      CASE(setting_an_item_takes_the_reference),
      CASE(a_shared_tuple_is_not_changed),
      CASE(packing_takes_new_references),
      CASE(tuples_are_sliced),
      CASE(lists_grow),
      CASE(lists_are_inserted_into),
      CASE(a_list_becomes_a_tuple),
      CASE(wrong_containers_are_refused),
      CASE(containers_are_told_apart),
      CASE(slices_are_unpacked_and_adjusted),
      CASE(slices_without_indices_are_refused),
      CASE(slices_hold_their_bounds),
      CASE(singletons_are_shown),
  };
  return cmocka_run_group_tests_name("containers", tests, start_host, stop_host);
}
