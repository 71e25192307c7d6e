/* Long chains of objects that hold one another are destroyed on a small stack. */
#include "harness.h"

#include <pthread.h>

enum { DEPTH = 30000, STACK = 256 << 10 };

/* --- An object that holds another and exports memory --- */

typedef struct {
  PyObject_HEAD
  PyObject *held;
} Holder;

static _Atomic int holders_alive;
static char memory[8];

static int holder_get(PyObject *op, Py_buffer *view, int flags) {
  return PyBuffer_FillInfo(view, op, memory, sizeof memory, 1, flags);
}

static void holder_dealloc(PyObject *op) {
  Py_XDECREF(((Holder *)op)->held);
  holders_alive--;
  PyObject_Free(op);
}

static PyObject *holder_held(PyObject *op, PyObject *none) {
  return Py_NewRef(((Holder *)op)->held);
}

static PyMethodDef holder_methods[] = {
    {"held", holder_held, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyBufferProcs holder_as_buffer = {.bf_getbuffer = holder_get};

static PyTypeObject Holder_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "Holder",
    .tp_basicsize = sizeof(Holder),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = holder_dealloc,
    .tp_as_buffer = &holder_as_buffer,
    .tp_methods = holder_methods,
};

static PyObject *holder_new(PyObject *held) {
  Holder *holder = PyObject_New(Holder, &Holder_Type);
  holder->held = held;
  holders_alive++;
  return (PyObject *)holder;
}

/* --- One link of each kind of chain: a new object, which steals the reference to another ---
 */

static PyObject *giving_up(PyObject *given, PyObject *made) {
  Py_DECREF(given);
  return made;
}

static PyObject *in_tuple(PyObject *held) {
  PyObject *tuple = PyTuple_New(1);
  PyTuple_SetItem(tuple, 0, held);
  return tuple;
}

static PyObject *in_list(PyObject *held) {
  PyObject *list = PyList_New(1);
  PyList_SetItem(list, 0, held);
  return list;
}

static PyObject *in_exception(PyObject *held) {
  return giving_up(held, PyObject_CallFunctionObjArgs(PyExc_ValueError, held, NULL));
}

static PyObject *in_slice(PyObject *held) {
  return giving_up(held, PySlice_New(NULL, held, NULL));
}

static PyObject *in_iterator(PyObject *held) {
  PyObject *tuple = in_tuple(held);
  return giving_up(tuple, PyObject_GetIter(tuple));
}

static PyObject *in_method(PyObject *held) {
  PyObject *holder = holder_new(held);
  return giving_up(holder, PyObject_GetAttrString(holder, "held"));
}

static PyObject *in_view(PyObject *held) {
  PyObject *holder = holder_new(held);
  return giving_up(holder, PyMemoryView_FromObject(holder));
}

static PyObject *in_owned_memory(PyObject *held) {
  return giving_up(held, PyMV_FromMemoryOwned(memory, sizeof memory, PyBUF_READ, held, NULL, NULL));
}

/* A list with a deallocator of its own. */

static void sublist_dealloc(PyObject *op) {
  holders_alive--;
  PyList_Type.tp_dealloc(op);
}

static PyTypeObject Sublist_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "Sublist",
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = sublist_dealloc,
};

static PyObject *in_sublist(PyObject *held) {
  PyObject *list = PyType_GenericAlloc(&Sublist_Type, 0);
  holders_alive++;
  PyList_Append(list, held);
  return giving_up(held, list);
}

typedef PyObject *(*Link)(PyObject *);

static const Link links[] = {in_tuple,  in_list, in_exception,    in_slice,  in_iterator,
                             in_method, in_view, in_owned_memory, in_sublist};

/* --- Chains --- */

static void on_small_stack(void *(*body)(void *), void *argument) {
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  assert_int_equal(pthread_attr_setstacksize(&attributes, STACK), 0);
  assert_int_equal(pthread_create(&thread, &attributes, body, argument), 0);
  pthread_join(thread, NULL);
  pthread_attr_destroy(&attributes);
}

static void *drop(void *op) {
  Py_DECREF((PyObject *)op);
  return NULL;
}

/* Releases a chain with a Holder at its end, and checks that no Holder is left. */
static void give_up_chain(PyObject *chain) {
  assert_non_null(chain);
  assert_true(holders_alive > 0);
  on_small_stack(drop, chain);
  assert_int_equal(holders_alive, 0);
}

static void chains_of_one_kind(void **state) {
  for (size_t kind = 0; kind < Py_ARRAY_LENGTH(links); kind++) {
    PyObject *chain = holder_new(NULL);
    for (int i = 0; i < DEPTH; i++) chain = links[kind](chain);
    give_up_chain(chain);
  }
}

static void a_chain_of_all_kinds(void **state) {
  PyObject *chain = holder_new(NULL);
  for (int i = 0; i < DEPTH; i++) chain = links[(size_t)i % Py_ARRAY_LENGTH(links)](chain);
  give_up_chain(chain);
}

static void a_chain_that_forks(void **state) {
  PyObject *chain = holder_new(NULL);
  for (int i = 0; i < DEPTH; i++) {
    PyObject *forks[] = {in_list(holder_new(NULL)), in_view(in_tuple(holder_new(NULL)))};
    chain = giving_up(chain, PyTuple_Pack(3, forks[0], chain, forks[1]));
    Py_DECREF(forks[0]);
    Py_DECREF(forks[1]);
  }
  give_up_chain(chain);
}

static void *drop_during_exception(void *op) {
  PyErr_SetString(PyExc_KeyError, "on its way");
  Py_DECREF((PyObject *)op);
  return strcmp(take_error(), "KeyError: 'on its way'") == 0 ? NULL : op;
}

static void an_exception_on_its_way_stays(void **state) {
  PyObject *chain = holder_new(NULL);
  for (int i = 0; i < 1000; i++) chain = in_list(in_view(chain));
  assert_null(drop_during_exception(chain));
  assert_int_equal(holders_alive, 0);
}

/* --- A thread that ends during a destruction --- */

static void ender_dealloc(PyObject *op) {
  PyObject_Free(op);
  pthread_exit(NULL);
}

static PyTypeObject Ender_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "Ender",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = ender_dealloc,
};

/* A list of an object that ends the thread, and of a chain, which is released before it. */
static PyObject *deadly_list(Link link) {
  PyObject *chain = holder_new(NULL);
  for (int i = 0; i < 1000; i++) chain = link(chain);
  PyObject *list = PyList_New(2);
  PyList_SetItem(list, 0, (PyObject *)PyObject_New(PyObject, &Ender_Type));
  PyList_SetItem(list, 1, chain);
  return list;
}

/* Frees the list that was being destroyed when the thread ended. */
static void free_remains(PyObject *list) {
  PyMem_Free(((PyListObject *)list)->ob_item);
  PyObject_Free(list);
}

static void what_a_list_left_waiting_is_destroyed(void **state) {
  PyObject *list = deadly_list(in_tuple);
  on_small_stack(drop, list);
  assert_int_equal(holders_alive, 0);
  free_remains(list);
}

static void what_a_view_left_waiting_is_destroyed(void **state) {
  PyObject *list = deadly_list(in_view);
  PyObject *view = in_view(list);
  _PyManagedBufferObject *managed = ((PyMemoryViewObject *)view)->mbuf;
  PyObject *holder = managed->master.obj;
  on_small_stack(drop, view);
  assert_int_equal(holders_alive, 1);
  holders_alive = 0;
  free_remains(list);
  PyObject_Free(holder);
  PyObject_GC_Del(managed);
  PyObject_GC_Del(view);
}

static int start(void **state) {
  if (start_host(state) != 0) return -1;
  Sublist_Type.tp_base = &PyList_Type;
  return PyType_Ready(&Holder_Type) < 0 || PyType_Ready(&Sublist_Type) < 0 ||
                 PyType_Ready(&Ender_Type) < 0
             ? -1
             : 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(chains_of_one_kind),
      CASE(a_chain_of_all_kinds),
      CASE(a_chain_that_forks),
      CASE(an_exception_on_its_way_stays),
      CASE(what_a_list_left_waiting_is_destroyed),
      CASE(what_a_view_left_waiting_is_destroyed),
  };
  return cmocka_run_group_tests_name("deep chains", tests, start, stop_host);
}
