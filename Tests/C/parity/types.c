/* Static types that a program defines. */
#include "harness.h"

typedef struct {
  PyObject_HEAD
  long value;
} Box;

typedef struct {
  PyObject_VAR_HEAD
  int items[1];
} Row;

static int deallocations;

static void box_dealloc(PyObject *op) {
  deallocations++;
  Py_TYPE(op)->tp_free(op);
}

static PyObject *box_repr(PyObject *op) {
  return PyUnicode_FromFormat("<box of %ld>", ((Box *)op)->value);
}

static PyTypeObject Box_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "tests.Box",
    .tp_basicsize = sizeof(Box),
    .tp_dealloc = box_dealloc,
    .tp_repr = box_repr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .tp_free = PyObject_Free,
    .tp_alloc = PyType_GenericAlloc,
    .tp_new = PyType_GenericNew,
};

static PyTypeObject DerivedBox_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "tests.DerivedBox",
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_base = &Box_Type,
};

static PyTypeObject Row_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "Row",
    .tp_basicsize = offsetof(Row, items),
    .tp_itemsize = sizeof(int),
    .tp_dealloc = box_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_free = PyObject_Free,
};

static PyTypeObject Derived_Exporter_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "tests.DerivedExporter",
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_base = &Exporter_Type,
};

static int refuse_everything(PyObject *op, Py_buffer *view, int flags) {
  PyErr_SetString(PyExc_BufferError, "never");
  view->obj = NULL;
  return -1;
}

static PyBufferProcs refusing_procs = {refuse_everything, NULL};
static PyTypeObject Refusing_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "tests.Refusing",
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_base = &Exporter_Type,
    .tp_as_buffer = &refusing_procs,
};

static void a_type_is_made_ready_once(void **state) {
  assert_int_equal(PyType_Ready(&Box_Type), 0);
  assert_int_equal(PyType_Ready(&Box_Type), 0);
  assert_ptr_equal(Py_TYPE(&Box_Type), &PyType_Type);
  assert_ptr_equal(Box_Type.tp_base, &PyBaseObject_Type);
  assert_true(PyType_HasFeature(&Box_Type, Py_TPFLAGS_READY));
  assert_true(PyType_GetFlags(&Box_Type) & Py_TPFLAGS_BASETYPE);
  assert_true(PyType_Check((PyObject *)&Box_Type));
  observe("own type", "%s", repr_of((PyObject *)&Box_Type));
}

static void slots_are_inherited(void **state) {
  assert_int_equal(PyType_Ready(&DerivedBox_Type), 0);
  assert_int_equal(DerivedBox_Type.tp_basicsize, sizeof(Box));
  assert_ptr_equal(DerivedBox_Type.tp_dealloc, box_dealloc);
  assert_ptr_equal(DerivedBox_Type.tp_repr, box_repr);
  assert_ptr_equal(DerivedBox_Type.tp_free, PyObject_Free);
  assert_ptr_equal(DerivedBox_Type.tp_alloc, PyType_GenericAlloc);
  assert_true(PyType_IsSubtype(&DerivedBox_Type, &Box_Type));
  assert_true(PyType_IsSubtype(&DerivedBox_Type, &PyBaseObject_Type));
  assert_false(PyType_IsSubtype(&Box_Type, &DerivedBox_Type));
  assert_false(PyType_IsSubtype(&DerivedBox_Type, &PyLong_Type));
  Box *box = PyObject_New(Box, &DerivedBox_Type);
  box->value = 5;
  assert_true(PyObject_TypeCheck(box, &Box_Type));
  assert_false(Py_IS_TYPE(box, &Box_Type));
  observe("derived repr", "%s", repr_of((PyObject *)box));
  observe("derived str", "%s", str_of((PyObject *)box));
  deallocations = 0;
  Py_DECREF(box);
  assert_int_equal(deallocations, 1);
}

static void an_object_without_repr_shows_type_and_address(void **state) {
  assert_int_equal(PyType_Ready(&Row_Type), 0);
  Row *row = PyObject_NewVar(Row, &Row_Type, 3);
  assert_int_equal(Py_SIZE(row), 3);
  assert_int_equal(Py_REFCNT(row), 1);
  observe("default repr", "%s", repr_of((PyObject *)row));
  observe("default str", "%s", str_of((PyObject *)row));
  Py_DECREF(row);
  Exporter *exporter = exporter_new(layout_named("b"), true);
  observe("default repr with module", "%s", repr_of((PyObject *)exporter));
  Py_DECREF(exporter);
}

static void objects_are_made_by_tp_new(void **state) {
  PyObject *box = Box_Type.tp_new(&Box_Type, NULL, NULL);
  assert_non_null(box);
  assert_int_equal(((Box *)box)->value, 0);
  assert_int_equal(Py_REFCNT(box), 1);
  Py_DECREF(box);
  PyObject *zeroed = PyType_GenericAlloc(&Row_Type, 4);
  assert_int_equal(Py_SIZE(zeroed), 4);
  assert_int_equal(((Row *)zeroed)->items[3], 0);
  Py_DECREF(zeroed);
}

static void memory_of_ones_own_becomes_an_object(void **state) {
  Box *box = PyObject_Malloc(sizeof(Box));
  assert_ptr_equal(PyObject_Init((PyObject *)box, &Box_Type), box);
  assert_int_equal(Py_REFCNT(box), 1);
  assert_ptr_equal(Py_TYPE(box), &Box_Type);
  Py_DECREF(box);
  Row *row = PyObject_Malloc(sizeof(Row) + 8);
  assert_ptr_equal(PyObject_InitVar((PyVarObject *)row, &Row_Type, 2), row);
  assert_int_equal(Py_SIZE(row), 2);
  Py_DECREF(row);
}

static void buffers_are_inherited(void **state) {
  assert_int_equal(PyType_Ready(&Derived_Exporter_Type), 0);
  Exporter *exporter = exporter_new_of_type(&Derived_Exporter_Type, layout_named("F"), true);
  assert_int_equal(PyObject_CheckBuffer((PyObject *)exporter), 1);
  PyObject *memoryview = PyMemoryView_FromObject((PyObject *)exporter);
  assert_non_null(memoryview);
  Py_DECREF(memoryview);
  assert_int_equal(exporter->releases, 1);
  Py_DECREF(exporter);
  assert_int_equal(exporters_alive, 0);
}

static void each_buffer_slot_is_inherited_alone(void **state) {
  assert_int_equal(PyType_Ready(&Refusing_Type), 0);
  assert_ptr_not_equal(refusing_procs.bf_getbuffer, Exporter_Type.tp_as_buffer->bf_getbuffer);
  assert_ptr_equal(refusing_procs.bf_releasebuffer, Exporter_Type.tp_as_buffer->bf_releasebuffer);
  Exporter *exporter = exporter_new_of_type(&Refusing_Type, layout_named("F"), true);
  assert_null(PyMemoryView_FromObject((PyObject *)exporter));
  assert_error("BufferError: never");
  Py_DECREF(exporter);
}

typedef struct {
  PyByteArrayObject bytearray;
  int extra;
} NamedBytes;

static PyTypeObject NamedBytes_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "tests.NamedBytes",
    .tp_basicsize = sizeof(NamedBytes),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_base = &PyByteArray_Type,
};

static void a_built_in_type_may_be_the_base(void **state) {
  assert_int_equal(PyType_Ready(&NamedBytes_Type), 0);
  PyObject *bytes = PyType_GenericAlloc(&NamedBytes_Type, 0);
  assert_true(PyByteArray_Check(bytes));
  assert_false(PyByteArray_CheckExact(bytes));
  assert_int_equal(PyByteArray_Resize(bytes, 4), 0);
  memcpy(PyByteArray_AsString(bytes), "abcd", 4);
  PyObject *memoryview = PyMemoryView_FromObject(bytes);
  assert_memory_equal(PyMemoryView_GET_BUFFER(memoryview)->buf, "abcd", 4);
  assert_int_equal(PyByteArray_Resize(bytes, 40), -1);
  PyErr_Clear();
  Py_DECREF(memoryview);
  Py_DECREF(bytes);
}

static void flags_tell_families_apart(void **state) {
  PyTypeObject *types[] = {&PyLong_Type,
                           &PyBool_Type,
                           &PyFloat_Type,
                           &PyBytes_Type,
                           &PyTuple_Type,
                           &PyByteArray_Type,
                           &PyUnicode_Type,
                           &PyList_Type,
                           &PySlice_Type,
                           &PyType_Type,
                           &PyBaseObject_Type,
                           &PyMemoryView_Type,
                           (PyTypeObject *)PyExc_KeyError};
  const unsigned long families = Py_TPFLAGS_LONG_SUBCLASS | Py_TPFLAGS_LIST_SUBCLASS |
                                 Py_TPFLAGS_TUPLE_SUBCLASS | Py_TPFLAGS_BYTES_SUBCLASS |
                                 Py_TPFLAGS_UNICODE_SUBCLASS | Py_TPFLAGS_BASE_EXC_SUBCLASS |
                                 Py_TPFLAGS_TYPE_SUBCLASS | Py_TPFLAGS_BASETYPE;
  for (size_t i = 0; i < Py_ARRAY_LENGTH(types); i++) {
    observe(text("type %s", types[i]->tp_name), "%s flags %#lx base %s",
            repr_of((PyObject *)types[i]), PyType_GetFlags(types[i]) & families,
            types[i]->tp_base != NULL ? types[i]->tp_base->tp_name : "-");
  }
}

static void a_nameless_type_is_refused(void **state) {
  static PyTypeObject nameless = {
      PyVarObject_HEAD_INIT(NULL, 0).tp_basicsize = sizeof(PyObject),
      .tp_flags = Py_TPFLAGS_DEFAULT,
  };
  assert_int_equal(PyType_Ready(&nameless), -1);
  observe("nameless type", "%s", take_error());
}

static void tuples_of_types_nest_so_deep(void **state) {
  PyObject *types = PyTuple_New(0);
  for (int i = 0; i < 100000; i++) {
    PyObject *outer = PyTuple_Pack(1, types);
    Py_DECREF(types);
    types = outer;
  }
  assert_int_equal(PyObject_IsInstance(types, types), -1);
  assert_error("RecursionError: maximum recursion depth exceeded in __instancecheck__");
  Py_DECREF(types);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(a_type_is_made_ready_once),
      CASE(slots_are_inherited),
      CASE(an_object_without_repr_shows_type_and_address),
      CASE(objects_are_made_by_tp_new),
      CASE(memory_of_ones_own_becomes_an_object),
      CASE(buffers_are_inherited),
      CASE(each_buffer_slot_is_inherited_alone),
      CASE(a_built_in_type_may_be_the_base),
      CASE(flags_tell_families_apart),
      CASE(a_nameless_type_is_refused),
      CASE(tuples_of_types_nest_so_deep),
  };
  return cmocka_run_group_tests_name("types", tests, start_host, stop_host);
}
