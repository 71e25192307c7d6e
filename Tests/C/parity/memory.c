/* Memory functions, reference counting, garbage-collected allocation, initialisation and
 * finalisation. */
#include "harness.h"

typedef struct {
  void *(*allocate)(size_t);
  void *(*allocate_zeroed)(size_t, size_t);
  void *(*resize)(void *, size_t);
  void (*release)(void *);
} Family;

static const Family families[] = {
    {PyMem_Malloc, PyMem_Calloc, PyMem_Realloc, PyMem_Free},
    {PyMem_RawMalloc, PyMem_RawCalloc, PyMem_RawRealloc, PyMem_RawFree},
    {PyObject_Malloc, PyObject_Calloc, PyObject_Realloc, PyObject_Free},
};

static void blocks_are_allocated_resized_and_freed(void **state) {
  for (size_t i = 0; i < Py_ARRAY_LENGTH(families); i++) {
    char *block = families[i].allocate(10);
    assert_non_null(block);
    memcpy(block, "012345678", 10);
    block = families[i].resize(block, 10000);
    assert_string_equal(block, "012345678");
    block = families[i].resize(block, 5);
    assert_memory_equal(block, "01234", 5);
    families[i].release(block);
    char *zeroed = families[i].allocate_zeroed(100, 7);
    for (int k = 0; k < 700; k++) {
      assert_int_equal(zeroed[k], 0);
    }
    families[i].release(zeroed);
  }
}

static void nothing_is_a_block_too(void **state) {
  for (size_t i = 0; i < Py_ARRAY_LENGTH(families); i++) {
    void *first = families[i].allocate(0), *second = families[i].allocate(0);
    assert_non_null(first);
    assert_non_null(second);
    assert_ptr_not_equal(first, second);
    families[i].release(first);
    families[i].release(second);
    void *zeroed = families[i].allocate_zeroed(0, 8);
    assert_non_null(zeroed);
    families[i].release(zeroed);
    void *resized = families[i].resize(NULL, 8);
    assert_non_null(resized);
    resized = families[i].resize(resized, 0);
    assert_non_null(resized);
    families[i].release(resized);
    families[i].release(NULL);
  }
}

static void too_much_memory_is_refused_without_exception(void **state) {
  volatile size_t large = (size_t)PY_SSIZE_T_MAX + 1;
  for (size_t i = 0; i < Py_ARRAY_LENGTH(families); i++) {
    assert_null(families[i].allocate(large));
    assert_null(families[i].allocate_zeroed(large, 1));
    assert_null(families[i].allocate_zeroed((size_t)1 << 33, (size_t)1 << 33));
    void *block = families[i].allocate(1);
    assert_null(families[i].resize(block, large));
    families[i].release(block);
  }
  int *ints = PyMem_New(int, large);
  assert_null(ints);
  assert_null(PyErr_Occurred());
}

static void typed_blocks_are_allocated(void **state) {
  double *doubles = PyMem_New(double, 20);
  assert_non_null(doubles);
  doubles[19] = 1.5;
  PyMem_Del(doubles);
}

static void references_are_counted(void **state) {
  PyObject *object = PyBytes_FromString("counted");
  assert_int_equal(Py_REFCNT(object), 1);
  Py_INCREF(object);
  Py_XINCREF(object);
  Py_IncRef(object);
  assert_int_equal(Py_REFCNT(object), 4);
  Py_XDECREF(object);
  Py_DecRef(object);
  Py_DECREF(object);
  assert_int_equal(Py_REFCNT(object), 1);
  assert_ptr_equal(Py_NewRef(object), object);
  assert_ptr_equal(Py_XNewRef(object), object);
  assert_int_equal(Py_REFCNT(object), 3);
  PyObject *variable = object;
  Py_CLEAR(variable);
  assert_null(variable);
  Py_CLEAR(variable);
  assert_int_equal(Py_REFCNT(object), 2);
  Py_DECREF(object);
  Py_DECREF(object);
}

static void null_is_not_counted(void **state) {
  PyObject *nothing = NULL;
  Py_XINCREF(nothing);
  Py_XDECREF(nothing);
  Py_IncRef(NULL);
  Py_DecRef(NULL);
  assert_null(Py_XNewRef(nothing));
}

static void singletons_survive_any_number_of_releases(void **state) {
  PyObject *singletons[] = {Py_None, Py_True, Py_False, Py_NotImplemented, Py_Ellipsis};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(singletons); i++) {
    for (int k = 0; k < 1000; k++) {
      Py_INCREF(singletons[i]);
    }
    for (int k = 0; k < 1000; k++) {
      Py_DECREF(singletons[i]);
    }
    assert_true(Py_REFCNT(singletons[i]) > 0);
  }
}

typedef struct {
  PyObject_HEAD
  PyObject *other;
} Node;

static int nodes_alive;

static int node_traverse(PyObject *op, visitproc visit, void *arg) {
  Py_VISIT(((Node *)op)->other);
  return 0;
}

static int node_clear(PyObject *op) {
  Py_CLEAR(((Node *)op)->other);
  return 0;
}

static void node_dealloc(PyObject *op) {
  PyObject_GC_UnTrack(op);
  node_clear(op);
  nodes_alive--;
  PyObject_GC_Del(op);
}

static PyTypeObject Node_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "tests.Node",
    .tp_basicsize = sizeof(Node),
    .tp_dealloc = node_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = node_traverse,
    .tp_clear = node_clear,
};

static void collected_objects_are_tracked(void **state) {
  assert_int_equal(PyType_Ready(&Node_Type), 0);
  Node *node = PyObject_GC_New(Node, &Node_Type);
  node->other = PyBytes_FromString("held");
  nodes_alive = 1;
  assert_int_equal(Py_REFCNT(node), 1);
  observe("tracked at first", "%d", PyObject_GC_IsTracked((PyObject *)node));
  PyObject_GC_Track(node);
  observe("tracked", "%d", PyObject_GC_IsTracked((PyObject *)node));
  PyObject_GC_UnTrack(node);
  PyObject_GC_UnTrack(node);
  observe("untracked", "%d", PyObject_GC_IsTracked((PyObject *)node));
  PyObject_GC_Track(node);
  Py_DECREF(node);
  assert_int_equal(nodes_alive, 0);
}

static void what_is_tracked(void **state) {
  PyObject *bytes = PyBytes_FromString("x");
  PyObject *objects[] = {PyMemoryView_FromObject(bytes), PyList_New(0), PyTuple_New(1),
                         PyLong_FromLong(1000), PyByteArray_FromStringAndSize("x", 1)};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(objects); i++) {
    observe(text("tracked %s", Py_TYPE(objects[i])->tp_name), "%d",
            PyObject_GC_IsTracked(objects[i]));
  }
  PyTuple_SetItem(objects[2], 0, Py_NewRef(Py_None));
  for (size_t i = 0; i < Py_ARRAY_LENGTH(objects); i++) {
    Py_DECREF(objects[i]);
  }
  Py_DECREF(bytes);
}

static void the_host_is_initialised(void **state) {
  assert_int_equal(Py_IsInitialized(), 1);
  Py_Initialize();
  Py_InitializeEx(0);
  assert_int_equal(Py_IsInitialized(), 1);
}

static void unknown_modules_and_attributes_are_refused(void **state) {
  observe("import", "%s", outcome(PyImport_ImportModule("no_such_module_here")));
  PyObject *integer = PyLong_FromLong(1);
  observe("attribute", "%s", outcome(PyObject_GetAttrString(integer, "no_such_attribute")));
  Py_DECREF(integer);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(blocks_are_allocated_resized_and_freed),
      CASE(nothing_is_a_block_too),
      CASE(too_much_memory_is_refused_without_exception),
      CASE(typed_blocks_are_allocated),
      CASE(references_are_counted),
      CASE(null_is_not_counted),
      CASE(singletons_survive_any_number_of_releases),
      CASE(collected_objects_are_tracked),
      CASE(what_is_tracked),
      CASE(the_host_is_initialised),
      CASE(unknown_modules_and_attributes_are_refused),
  };
  return cmocka_run_group_tests_name("memory", tests, start_host, stop_host);
}
