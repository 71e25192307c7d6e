/* An extension module that is linked to libPyMemoryView.so: one Python function for each C
 * function.
 *
 * It is written for CPython's API; including PyMemoryView.h after Python.h is all it needs. Builds
 * with Py_LIMITED_API=0x030B0000 too.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <PyMemoryView.h>

#include <dlfcn.h>
#include <string.h>

static PyObject *library(PyObject *module, PyObject *none) {
  Dl_info info;
  PyObject *(*function)(PyObject *) = PyMemoryView_FromObject;
  if (!dladdr((void *)function, &info)) return PyErr_Format(PyExc_OSError, "dladdr failed");
  return PyUnicode_FromString(info.dli_fname);
}

static PyObject *is_view(PyObject *module, PyObject *object) {
  return PyBool_FromLong(PyMemoryView_Check(object));
}

static PyObject *is_exporter(PyObject *module, PyObject *object) {
  return PyBool_FromLong(PyObject_CheckBuffer(object));
}

static PyObject *from_object(PyObject *module, PyObject *object) {
  return PyMemoryView_FromObject(object);
}

static PyObject *get_contiguous(PyObject *module, PyObject *args) {
  PyObject *object;
  int access, order;
  if (!PyArg_ParseTuple(args, "OiC", &object, &access, &order)) return NULL;
  return PyMemoryView_GetContiguous(object, access, (char)order);
}

/* The view owns the buffer: nothing is released here. */
static PyObject *from_buffer(PyObject *module, PyObject *args) {
  PyObject *object;
  int flags;
  Py_buffer buffer;
  if (!PyArg_ParseTuple(args, "Oi", &object, &flags)) return NULL;
  if (PyObject_GetBuffer(object, &buffer, flags) < 0) return NULL;
  PyObject *view = PyMemoryView_FromBuffer(&buffer);
  if (view == NULL) PyBuffer_Release(&buffer);
  return view;
}

/* More axes than a view may have: the call fails, and the caller keeps ownership. */
static PyObject *from_buffer_with_axes(PyObject *module, PyObject *args) {
  PyObject *object;
  int ndim;
  Py_buffer buffer;
  if (!PyArg_ParseTuple(args, "Oi", &object, &ndim)) return NULL;
  if (PyObject_GetBuffer(object, &buffer, PyBUF_FULL_RO) < 0) return NULL;
  buffer.ndim = ndim;
  PyObject *view = PyMemoryView_FromBuffer(&buffer);
  if (view == NULL) PyBuffer_Release(&buffer);
  return view;
}

/* CPython's contract: the caller owns the buffer. Calls `use` with the view, then releases the
 * buffer. */
static PyObject *with_borrowed(PyObject *module, PyObject *args) {
  PyObject *object, *use;
  Py_buffer buffer;
  if (!PyArg_ParseTuple(args, "OO", &object, &use)) return NULL;
  if (PyObject_GetBuffer(object, &buffer, PyBUF_FULL_RO) < 0) return NULL;
  PyObject *view = PyMV_FromBufferBorrowed(&buffer);
  PyObject *result = view == NULL ? NULL : PyObject_CallFunctionObjArgs(use, view, NULL);
  Py_XDECREF(view);
  PyBuffer_Release(&buffer);
  return result;
}

/* Counted atomically: there may be no GIL. */
static Py_ssize_t memories_alive;

static void give_up(void *ptr, void *ctx) {
  Py_ssize_t *counter = (Py_ssize_t *)ctx;
  PyMem_Free(ptr);
  __atomic_fetch_sub(counter, 1, __ATOMIC_RELAXED);
}

/* A copy of bytes in memory of its own. */
static PyObject *owned_memory(PyObject *module, PyObject *args) {
  const char *bytes;
  Py_ssize_t size;
  PyObject *owner;
  if (!PyArg_ParseTuple(args, "y#O", &bytes, &size, &owner)) return NULL;
  char *memory = (char *)PyMem_Malloc((size_t)size + 1);
  if (memory == NULL) return PyErr_NoMemory();
  memcpy(memory, bytes, (size_t)size);
  __atomic_fetch_add(&memories_alive, 1, __ATOMIC_RELAXED);
  PyObject *view = PyMV_FromMemoryOwned(memory, size, PyBUF_WRITE, owner, give_up, &memories_alive);
  if (view == NULL) give_up(memory, &memories_alive);
  return view;
}

static PyObject *owned_memories(PyObject *module, PyObject *none) {
  return PyLong_FromSsize_t(__atomic_load_n(&memories_alive, __ATOMIC_RELAXED));
}

static PyObject *base_and_size(PyObject *module, PyObject *view) {
  if (!PyMemoryView_Check(view)) return PyErr_Format(PyExc_TypeError, "a memoryview is wanted");
  PyObject *base = PyMemoryView_GET_BASE(view);
  return Py_BuildValue("On", base == NULL ? Py_None : base, PyMemoryView_GET_BUFFER(view)->len);
}

static PyObject *to_contiguous(PyObject *module, PyObject *args) {
  PyObject *object;
  int order;
  Py_ssize_t surplus = 0;
  Py_buffer buffer;
  if (!PyArg_ParseTuple(args, "OC|n", &object, &order, &surplus)) return NULL;
  if (PyObject_GetBuffer(object, &buffer, PyBUF_FULL_RO) < 0) return NULL;
  PyObject *bytes = PyBytes_FromStringAndSize(NULL, buffer.len + surplus);
  if (bytes != NULL && PyBuffer_ToContiguous(PyBytes_AsString(bytes), &buffer, buffer.len + surplus,
                                             (char)order) < 0) {
    Py_CLEAR(bytes);
  }
  PyBuffer_Release(&buffer);
  return bytes;
}

static PyObject *from_contiguous(PyObject *module, PyObject *args) {
  PyObject *object;
  const char *bytes;
  Py_ssize_t size;
  int order;
  Py_buffer buffer;
  if (!PyArg_ParseTuple(args, "Oy#C", &object, &bytes, &size, &order)) return NULL;
  if (PyObject_GetBuffer(object, &buffer, PyBUF_FULL) < 0) return NULL;
  int status = PyBuffer_FromContiguous(&buffer, bytes, size, (char)order);
  PyBuffer_Release(&buffer);
  return status < 0 ? NULL : PyLong_FromLong(status);
}

static PyObject *copy_data(PyObject *module, PyObject *args) {
  PyObject *to, *from;
  if (!PyArg_ParseTuple(args, "OO", &to, &from)) return NULL;
  return PyObject_CopyData(to, from) < 0 ? NULL : PyLong_FromLong(0);
}

static PyObject *size_from_format(PyObject *module, PyObject *args) {
  const char *format;
  if (!PyArg_ParseTuple(args, "s", &format)) return NULL;
  Py_ssize_t size = PyBuffer_SizeFromFormat(format);
  return size < 0 ? NULL : PyLong_FromSsize_t(size);
}

static PyMethodDef methods[] = {
    {"library", library, METH_NOARGS, "File of the function behind PyMemoryView_FromObject."},
    {"is_view", is_view, METH_O, "PyMemoryView_Check"},
    {"is_exporter", is_exporter, METH_O, "PyObject_CheckBuffer"},
    {"from_object", from_object, METH_O, "PyMemoryView_FromObject"},
    {"get_contiguous", get_contiguous, METH_VARARGS, "PyMemoryView_GetContiguous"},
    {"from_buffer", from_buffer, METH_VARARGS, "PyMemoryView_FromBuffer"},
    {"from_buffer_with_axes", from_buffer_with_axes, METH_VARARGS, "PyMemoryView_FromBuffer"},
    {"with_borrowed", with_borrowed, METH_VARARGS, "PyMV_FromBufferBorrowed"},
    {"owned_memory", owned_memory, METH_VARARGS, "PyMV_FromMemoryOwned"},
    {"owned_memories", owned_memories, METH_NOARGS, "Number of memories not yet given up."},
    {"base_and_size", base_and_size, METH_O, "PyMemoryView_GET_BASE, PyMemoryView_GET_BUFFER"},
    {"to_contiguous", to_contiguous, METH_VARARGS, "PyBuffer_ToContiguous"},
    {"from_contiguous", from_contiguous, METH_VARARGS, "PyBuffer_FromContiguous"},
    {"copy_data", copy_data, METH_VARARGS, "PyObject_CopyData"},
    {"size_from_format", size_from_format, METH_VARARGS, "PyBuffer_SizeFromFormat"},
    {NULL, NULL, 0, NULL},
};

static int add_constants(PyObject *module) {
  return PyModule_AddIntConstant(module, "READ", PyBUF_READ) < 0 ||
                 PyModule_AddIntConstant(module, "WRITE", PyBUF_WRITE) < 0 ||
                 PyModule_AddIntConstant(module, "SIMPLE", PyBUF_SIMPLE) < 0 ||
                 PyModule_AddIntConstant(module, "FULL", PyBUF_FULL) < 0 ||
                 PyModule_AddIntConstant(module, "FULL_RO", PyBUF_FULL_RO) < 0
             ? -1
             : 0;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, (void *)add_constants},
#ifdef Py_GIL_DISABLED
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    "linked",
    "Buffer protocol and memoryview of libPyMemoryView.so.",
    0,
    methods,
    slots,
    NULL,
    NULL,
    NULL,
};

PyMODINIT_FUNC PyInit_linked(void) {
  return PyModuleDef_Init(&definition);
}
