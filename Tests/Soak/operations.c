#include "operations.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

PyObject *_Atomic places[PLACES];
_Atomic long memories_given, memories_destroyed;

/* Count the outcome of a call and clear its exception. */
static void note(Worker *worker, bool success) {
  bool raised = PyErr_Occurred() != NULL;
  if (success == raised) worker->wrong++;
  *(success ? &worker->done : &worker->refused) += 1;
  if (raised) PyErr_Clear();
}

/* The same for a new reference. @return it. */
static PyObject *noted(Worker *worker, PyObject *result) {
  note(worker, result != NULL);
  return result;
}

static void drop(Worker *worker, PyObject *result) {
  noted(worker, result);
  Py_XDECREF(result);
}

/* --- Operations on a view --- */

static void call_method(Worker *worker, PyObject *view) {
  static const char *const names[] = {"tobytes",     "tolist",       "hex",     "toreadonly",
                                      "__enter__",   "__reversed__", "release", "__len__",
                                      "no_such_one", "__repr__"};
  drop(worker, PyObject_CallMethod(view, ONE_OF(worker, names), NULL));
}

static void get_attribute(Worker *worker, PyObject *view) {
  static const char *const names[] = {"obj",      "nbytes",     "itemsize",     "format",
                                      "ndim",     "shape",      "strides",      "suboffsets",
                                      "readonly", "contiguous", "c_contiguous", "none"};
  drop(worker, PyObject_GetAttrString(view, ONE_OF(worker, names)));
}

static void cast_view(Worker *worker, PyObject *view) {
  static const char *const formats[] = {"B", "b", "c", "H", "@i", "q", "d", "e", "?", "zz", "P"};
  PyObject *cast = PyObject_CallMethod(view, "cast", "s", ONE_OF(worker, formats));
  if (noted(worker, cast) == NULL) return;
  call_method(worker, cast);
  drop(worker, PyObject_CallMethod(cast, "cast", "s(ii)", "B", 2, (int)below(worker, 9)));
  Py_DECREF(cast);
}

static void get_items(Worker *worker, PyObject *view) {
  PyObject *key = random_key(worker);
  PyObject *item = noted(worker, PyObject_GetItem(view, key));
  Py_DECREF(key);
  if (item != NULL && PyMemoryView_Check(item)) call_method(worker, item);
  Py_XDECREF(item);
}

static void set_items(Worker *worker, PyObject *view) {
  PyObject *key = random_key(worker), *value = random_value(worker);
  note(worker, PyObject_SetItem(view, key, value) == 0);
  Py_DECREF(key), Py_DECREF(value);
}

static void compare(Worker *worker, PyObject *view) {
  PyObject *other = random_exporter(worker);
  drop(worker, PyObject_RichCompare(view, other, below(worker, 2) ? Py_EQ : Py_LT));
  drop(worker, PyObject_RichCompare(view, view, Py_EQ));
  Py_DECREF(other);
}

static void iterate(Worker *worker, PyObject *view) {
  PyObject *iterator = noted(worker, PyObject_GetIter(view));
  for (unsigned i = below(worker, 20); iterator != NULL && i > 0; i--) {
    PyObject *item = PyIter_Next(iterator);
    if (item == NULL) {
      PyErr_Clear();
      break;
    }
    Py_DECREF(item);
  }
  Py_XDECREF(iterator);
}

static void hash_and_search(Worker *worker, PyObject *view) {
  PyObject *value = random_value(worker);
  note(worker, PyObject_Hash(view) != -1);
  note(worker, PySequence_Contains(view, value) >= 0);
  drop(worker, PyObject_CallMethod(view, "index", "O", value));
  Py_DECREF(value);
}

static void request(Worker *worker, PyObject *view) {
  static const int requests[] = {PyBUF_SIMPLE,       PyBUF_CONTIG,    PyBUF_STRIDED,
                                 PyBUF_FULL,         PyBUF_FULL_RO,   PyBUF_RECORDS_RO,
                                 PyBUF_F_CONTIGUOUS, PyBUF_CONTIG_RO, PyBUF_ANY_CONTIGUOUS};
  Py_buffer buffer;
  bool answered = PyObject_GetBuffer(view, &buffer, ONE_OF(worker, requests)) == 0;
  note(worker, answered);
  if (!answered) return;
  drop(worker, PyObject_CallMethod(view, "release", NULL));
  PyBuffer_Release(&buffer);
}

static void pack_and_unpack(Worker *worker, PyObject *view) {
  Py_buffer buffer;
  bool answered = PyObject_GetBuffer(view, &buffer, PyBUF_FULL_RO) == 0;
  note(worker, answered);
  if (!answered) return;
  char copy[4096];
  char order = "CFA"[below(worker, 3)];
  if (buffer.len <= (Py_ssize_t)sizeof copy) {
    note(worker, PyBuffer_ToContiguous(copy, &buffer, buffer.len, order) == 0);
    bool writable = !buffer.readonly && buffer.obj != worker->shared;
    if (writable) note(worker, PyBuffer_FromContiguous(&buffer, copy, buffer.len, order) == 0);
  }
  PyBuffer_Release(&buffer);
}

static void make_contiguous(Worker *worker, PyObject *view) {
  int access = below(worker, 3) ? PyBUF_READ : PyBUF_WRITE;
  PyObject *copy = PyMemoryView_GetContiguous(view, access, "CFA"[below(worker, 3)]);
  if (noted(worker, copy) != NULL) call_method(worker, copy);
  Py_XDECREF(copy);
}

static void copy_data(Worker *worker, PyObject *view) {
  PyObject *other = random_exporter(worker);
  note(worker, PyObject_CopyData(other, view) == 0);
  Py_DECREF(other);
}

/* Leave the view for another thread, and drop what was left there. */
static void exchange(Worker *worker, PyObject *view) {
  PyObject *left = atomic_exchange(&ONE_OF(worker, places), Py_NewRef(view));
  if (left == NULL) return;
  call_method(worker, left);
  Py_DECREF(left);
}

typedef void Operation(Worker *worker, PyObject *view);

static Operation *const operations[] = {
    call_method,     get_attribute, cast_view,       get_items,       set_items, compare,  iterate,
    hash_and_search, request,       pack_and_unpack, make_contiguous, copy_data, exchange,
};

/* --- Sources of views --- */

static void destroy(void *ptr, void *ctx) {
  memset(ptr, 0xdb, 16);
  free(ptr);
  memories_destroyed++;
}

static PyObject *view_of_owned_memory(Worker *worker) {
  char *memory = calloc(1, 16);
  PyObject *owner = below(worker, 2) ? worker->shared : NULL;
  PyObject *view = PyMV_FromMemoryOwned(memory, 16, PyBUF_WRITE, owner, destroy, NULL);
  if (view != NULL) memories_given++;
  return view;
}

static PyObject *view_of_owned_buffer(Worker *worker) {
  PyObject *exporter = random_exporter(worker);
  Py_buffer buffer;
  PyObject *view = NULL;
  if (PyObject_GetBuffer(exporter, &buffer, PyBUF_FULL_RO) == 0) {
    view = PyMV_FromBufferOwned(&buffer);
    PyBuffer_Release(&buffer);
  }
  Py_DECREF(exporter);
  return view;
}

/* Views of borrowed memory must not outlive the function, so none is left for another thread. */
static void use_borrowed_memory(Worker *worker) {
  double items[6] = {1, 2, 3, 4, 5, 6};
  Py_ssize_t shape[] = {3, 2}, strides[] = {8, 24};
  Py_buffer buffer = {.buf = items, .len = sizeof items, .itemsize = 8, .ndim = 2, .format = "d"};
  buffer.shape = shape, buffer.strides = strides;
  PyObject *view = below(worker, 2) ? PyMV_FromBufferBorrowed(&buffer)
                                    : PyMemoryView_FromMemory((char *)items, 48, PyBUF_WRITE);
  if (noted(worker, view) == NULL) return;
  for (int i = 0; i < 4; i++) {
    Operation *operation = ONE_OF(worker, operations);
    if (operation != exchange) operation(worker, view);
  }
  Py_DECREF(view);
}

static PyObject *view_of_object(Worker *worker) {
  PyObject *exporter = random_exporter(worker);
  PyObject *view = PyMemoryView_FromObject(exporter);
  Py_DECREF(exporter);
  return view;
}

static void use_view(Worker *worker) {
  static PyObject *(*const ways[])(Worker *) = {view_of_object, view_of_object,
                                                view_of_owned_buffer, view_of_owned_memory};
  PyObject *view = noted(worker, ONE_OF(worker, ways)(worker));
  if (view == NULL) return;
  for (unsigned i = below(worker, 8); i > 0; i--) {
    ONE_OF(worker, operations)(worker, view);
  }
  Py_DECREF(view);
}

void work(Worker *worker) {
  for (long round = 0; round < worker->rounds; round++) {
    below(worker, 8) ? use_view(worker) : use_borrowed_memory(worker);
  }
}

void copy_large(Worker *worker) {
  Py_ssize_t size = 16 << 20;
  PyObject *bytes = PyByteArray_FromStringAndSize(NULL, 2 * size);
  PyObject *view = PyMemoryView_FromObject(bytes);
  PyObject *step = PyLong_FromLong(2), *slice = PySlice_New(NULL, NULL, step);
  PyObject *part = PyObject_GetItem(view, slice);
  PyObject *copy = noted(worker, PyObject_CallMethod(part, "tobytes", NULL));
  if (copy == NULL || PyBytes_GET_SIZE(copy) != size) worker->wrong++;
  Py_XDECREF(copy), Py_XDECREF(part), Py_DECREF(slice), Py_DECREF(step);
  Py_XDECREF(view), Py_XDECREF(bytes);
}
