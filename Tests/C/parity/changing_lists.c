/* Objects that change the list or bytearray they are used with. */
#include "harness.h"

/* --- An object whose slots change something before they return --- */

typedef struct {
  PyObject_HEAD
  PyObject *changed;
  void (*change)(PyObject *changed);
} Changer;

static void change(PyObject *op) {
  Changer *changer = (Changer *)op;
  changer->change(changer->changed);
}

static PyObject *changer_index(PyObject *op) {
  change(op);
  return PyLong_FromLong(65);
}

static PyObject *changer_repr(PyObject *op) {
  change(op);
  return PyUnicode_FromString("changer");
}

static PyObject *changer_compare(PyObject *op, PyObject *other, int operation) {
  change(op);
  return PyBool_FromLong(operation == Py_EQ && other == Py_True);
}

static PyObject *seven_and_eight(PyObject *op) {
  PyObject *items = Py_BuildValue("(ii)", 7, 8);
  PyObject *iterator = PyObject_GetIter(items);
  Py_DECREF(items);
  return iterator;
}

static PyObject *changer_iter(PyObject *op) {
  change(op);
  return seven_and_eight(op);
}

static PyNumberMethods changer_as_number = {.nb_index = changer_index};

static PyTypeObject Changer_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "Changer",
    .tp_basicsize = sizeof(Changer),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_as_number = &changer_as_number,
    .tp_repr = changer_repr,
    .tp_richcompare = changer_compare,
};

static PyTypeObject ChangingIterable_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ChangingIterable",
    .tp_basicsize = sizeof(Changer),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_iter = changer_iter,
};

static PyObject *changer_of(PyTypeObject *type, PyObject *changed, void (*change)(PyObject *)) {
  Changer *changer = PyObject_New(Changer, type);
  changer->changed = changed;
  changer->change = change;
  return (PyObject *)changer;
}

/* --- Changes --- */

static void grow_list(PyObject *list) {
  for (int i = 0; i < 3 && PyList_GET_SIZE(list) < 9; i++) {
    PyObject *item = PyLong_FromLong(68 + i);
    PyList_Append(list, item);
    Py_DECREF(item);
  }
}

static void clear(PyObject *sequence) {
  PySequence_DelSlice(sequence, 0, 9);
}

static void shorten(PyObject *sequence) {
  PySequence_DelSlice(sequence, 2, 9);
}

static void grow_bytearray(PyObject *array) {
  PyByteArray_Resize(array, 9);
  memset(PyByteArray_AS_STRING(array) + 3, 'x', 6);
}

static const struct {
  const char *name;
  void (*list)(PyObject *list);
  void (*array)(PyObject *array);
} changes[] = {
    {"grow", grow_list, grow_bytearray},
    {"clear", clear, clear},
    {"shorten", shorten, shorten},
};

/* A list of ints, and in the second place an object that changes it. */
static PyObject *changing_list(void (*change)(PyObject *)) {
  PyObject *list = PyList_New(4);
  for (int i = 0; i < 4; i++) PyList_SetItem(list, i, PyLong_FromLong(i + 65));
  PyList_SetItem(list, 1, changer_of(&Changer_Type, list, change));
  return list;
}

/* --- Uses --- */

static PyObject *bytes_of_iterator(PyObject *list) {
  PyObject *iterator = PyObject_GetIter(list);
  PyObject *bytes = PyBytes_FromObject(iterator);
  Py_DECREF(iterator);
  return bytes;
}

static PyObject *array_of_iterator(PyObject *list) {
  PyObject *iterator = PyObject_GetIter(list);
  PyObject *array = PyByteArray_FromObject(iterator);
  Py_DECREF(iterator);
  return array;
}

static PyObject *contains(PyObject *list) {
  return PyLong_FromLong(PySequence_Contains(list, Py_None));
}

static PyObject *counted(PyObject *list) {
  return PyLong_FromSsize_t(PySequence_Count(list, Py_True));
}

static PyObject *index_of(PyObject *list) {
  Py_ssize_t index = PySequence_Index(list, Py_None);
  return index < 0 ? NULL : PyLong_FromSsize_t(index);
}

static PyObject *less(PyObject *list) {
  PyObject *other = Py_BuildValue("[iOii]", 65, Py_True, 67, 68);
  PyObject *answer = PyObject_RichCompare(list, other, Py_LT);
  Py_DECREF(other);
  return answer;
}

static PyObject *equal(PyObject *list) {
  PyObject *other = Py_BuildValue("[iOii]", 65, Py_True, 67, 68);
  PyObject *answer = PyObject_RichCompare(list, other, Py_EQ);
  Py_DECREF(other);
  return answer;
}

static const struct {
  const char *name;
  PyObject *(*use)(PyObject *list);
} uses[] = {
    {"bytes", PyBytes_FromObject},
    {"bytearray", PyByteArray_FromObject},
    {"bytes of an iterator", bytes_of_iterator},
    {"bytearray of an iterator", array_of_iterator},
    {"repr", PyObject_Repr},
    {"in", contains},
    {"count", counted},
    {"index", index_of},
    {"<", less},
    {"==", equal},
};

static void a_list_is_used_as_it_is_at_the_moment(void **state) {
  for (size_t i = 0; i < Py_ARRAY_LENGTH(uses); i++) {
    for (size_t j = 0; j < Py_ARRAY_LENGTH(changes); j++) {
      PyObject *list = changing_list(changes[j].list);
      const char *claim = text("%s, %s", uses[i].name, changes[j].name);
      observe(claim, "%s", outcome(uses[i].use(list)));
      Py_DECREF(list);
    }
  }
}

static PyObject *slice_from(PyObject *start) {
  PyObject *slice = PySlice_New(start, NULL, NULL);
  Py_DECREF(start);
  return slice;
}

/* Assigns a value that may change the target during the assignment; observes error and target. */
static void assign(const char *claim, PyObject *target, PyObject *slice, PyObject *value) {
  PyObject_SetItem(target, slice, value);
  const char *error = take_error();
  observe(claim, "%s %s", error, repr_of(target));
  Py_DECREF(value);
  Py_DECREF(slice);
  Py_DECREF(target);
}

static PyObject *plain_list(void) {
  return Py_BuildValue("[iii]", 1, 2, 3);
}

static void a_slice_is_taken_after_the_value(void **state) {
  for (size_t i = 0; i < Py_ARRAY_LENGTH(changes); i++) {
    for (long start = -2; start < 3; start++) {
      PyObject *list = plain_list();
      assign(text("list[%ld:], %s", start, changes[i].name), list,
             slice_from(PyLong_FromLong(start)),
             changer_of(&ChangingIterable_Type, list, changes[i].list));
      PyObject *array = PyByteArray_FromStringAndSize("abc", 3);
      assign(text("bytearray[%ld:], %s", start, changes[i].name), array,
             slice_from(PyLong_FromLong(start)),
             Py_BuildValue("(N)", changer_of(&Changer_Type, array, changes[i].array)));
    }
  }
}

static void a_bound_that_changes_the_sequence(void **state) {
  for (size_t i = 0; i < Py_ARRAY_LENGTH(changes); i++) {
    PyObject *list = plain_list();
    assign(text("list[changer:], %s", changes[i].name), list,
           slice_from(changer_of(&Changer_Type, list, changes[i].list)), Py_BuildValue("(i)", 9));
    PyObject *array = PyByteArray_FromStringAndSize("abc", 3);
    assign(text("bytearray[changer:], %s", changes[i].name), array,
           slice_from(changer_of(&Changer_Type, array, changes[i].array)),
           Py_BuildValue("(i)", 65));
  }
}

static void what_cannot_be_assigned(void **state) {
  PyObject *values[] = {PyLong_FromLong(1), PyUnicode_FromString("a"), Py_NewRef(Py_None),
                        Py_BuildValue("(i)", 300), Py_BuildValue("(s)", "a")};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(values); i++) {
    const char *value = text("%s", repr_of(values[i]));
    assign(text("list[0:] = %s", value), plain_list(), slice_from(PyLong_FromLong(0)),
           Py_NewRef(values[i]));
    assign(text("bytearray[0:] = %s", value), PyByteArray_FromStringAndSize("abc", 3),
           slice_from(PyLong_FromLong(0)), Py_NewRef(values[i]));
    assign(text("list['a':] = %s", value), plain_list(), slice_from(PyUnicode_FromString("a")),
           Py_NewRef(values[i]));
    assign(text("bytearray['a':] = %s", value), PyByteArray_FromStringAndSize("abc", 3),
           slice_from(PyUnicode_FromString("a")), Py_NewRef(values[i]));
    Py_DECREF(values[i]);
  }
}

/* --- Objects whose items are requested --- */

static PyObject *error_iter(PyObject *op) {
  PyErr_SetString(PyExc_TypeError, "own error");
  return NULL;
}

static Py_ssize_t error_length(PyObject *op) {
  PyErr_SetString(PyExc_ValueError, "own length");
  return -1;
}

static PySequenceMethods error_as_sequence = {.sq_length = error_length};

static PyTypeObject Sublist_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "Sublist",
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_iter = seven_and_eight,
};

static PyTypeObject NoIterator_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "NoIterator",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_iter = error_iter,
};

static PyTypeObject NoItem_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "NoItem",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_iternext = error_iter,
};

static PyTypeObject NoLength_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "NoLength",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_as_sequence = &error_as_sequence,
    .tp_iter = seven_and_eight,
};

static void items_come_from_the_objects_own_iterator(void **state) {
  static const struct {
    const char *name;
    PyObject *(*make)(PyObject *);
  } makers[] = {
      {"bytes", PyBytes_FromObject},
      {"bytearray", PyByteArray_FromObject},
      {"tuple", PySequence_Tuple},
      {"list", PySequence_List},
  };
  PyTypeObject *types[] = {&NoIterator_Type, &NoItem_Type, &NoLength_Type};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(makers); i++) {
    for (size_t j = 0; j < Py_ARRAY_LENGTH(types); j++) {
      PyObject *op = (PyObject *)PyObject_New(PyObject, types[j]);
      observe(text("%s of %s", makers[i].name, types[j]->tp_name), "%s",
              outcome(makers[i].make(op)));
      Py_DECREF(op);
    }
  }
}

static void a_derived_list_has_its_own_iterator(void **state) {
  PyObject *list = PyType_GenericAlloc(&Sublist_Type, 0);
  assert_int_equal(PyList_Append(list, Py_None), 0);
  assert_string_equal(outcome(PySequence_Tuple(list)), "(7, 8)");
  assert_string_equal(outcome(PySequence_List(list)), "[7, 8]");
  assert_string_equal(outcome(PyBytes_FromObject(list)), "b'\\x07\\x08'");
  assert_string_equal(outcome(PyByteArray_FromObject(list)), "bytearray(b'\\x07\\x08')");
  Py_DECREF(list);
}

static int start(void **state) {
  PyTypeObject *types[] = {&Changer_Type,    &ChangingIterable_Type, &Sublist_Type,
                           &NoIterator_Type, &NoItem_Type,           &NoLength_Type};
  if (start_host(state) != 0) return -1;
  Sublist_Type.tp_base = &PyList_Type;
  NoItem_Type.tp_iter = PyObject_SelfIter;
  for (size_t i = 0; i < Py_ARRAY_LENGTH(types); i++) {
    if (PyType_Ready(types[i]) < 0) return -1;
  }
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(a_list_is_used_as_it_is_at_the_moment),    CASE(a_slice_is_taken_after_the_value),
      CASE(a_bound_that_changes_the_sequence),        CASE(what_cannot_be_assigned),
      CASE(items_come_from_the_objects_own_iterator), CASE(a_derived_list_has_its_own_iterator),
  };
  return cmocka_run_group_tests_name("changing lists", tests, start, stop_host);
}
