#include "HostTables.h"

/* Weak: the library must load in processes without an interpreter. */
#define HOST_API extern __attribute__((weak))

typedef struct PyInterpreterState PyInterpreterState;
typedef struct PyThreadState PyThreadState;

HOST_API const char *Py_GetVersion(void);
HOST_API PyInterpreterState *PyInterpreterState_Get(void);
HOST_API PyInterpreterState *PyInterpreterState_Main(void);
HOST_API PyInterpreterState *PyInterpreterState_Head(void);
HOST_API PyThreadState *PyInterpreterState_ThreadHead(PyInterpreterState *);
HOST_API PyThreadState *PyThreadState_Next(PyThreadState *);
HOST_API PyThreadState *PyEval_SaveThread(void);
HOST_API void PyEval_RestoreThread(PyThreadState *);
HOST_API PyThreadState *PyThreadState_GetUnchecked(void);
HOST_API PyThreadState *_PyThreadState_UncheckedGet(void);
HOST_API PyThreadState *PyGILState_GetThisThreadState(void);
HOST_API PyInterpreterState *PyThreadState_GetInterpreter(PyThreadState *);
HOST_API PyThreadState *PyThreadState_New(PyInterpreterState *);
HOST_API void PyThreadState_Clear(PyThreadState *);
HOST_API void PyThreadState_DeleteCurrent(void);
HOST_API int Py_IsInitialized(void);
HOST_API int Py_IsFinalizing(void);
HOST_API int _Py_IsFinalizing(void);
HOST_API PyObject *PyEval_GetFrame(void);
HOST_API PyObject *PyFrame_GetCode(PyObject *);
HOST_API int PyFrame_GetLineNumber(PyObject *);
HOST_API PyObject *PyDescr_NewMethod(PyTypeObject *, PyMethodDef *);
HOST_API PyObject *PyDescr_NewClassMethod(PyTypeObject *, PyMethodDef *);
HOST_API PyTypeObject PyWrapperDescr_Type;
HOST_API void PyType_Modified(PyTypeObject *);
HOST_API PyObject *PyType_GetDict(PyTypeObject *);
HOST_API void PyObject_ClearWeakRefs(PyObject *);
HOST_API PyObject *PySeqIter_New(PyObject *);
HOST_API void _Py_NewReference(PyObject *);
HOST_API PyObject *PyDict_New(void);
HOST_API PyObject *PyUnicode_InternFromString(const char *);
HOST_API PyObject *PyDict_GetItemWithError(PyObject *, PyObject *);
HOST_API int PyDict_SetItem(PyObject *, PyObject *, PyObject *);
HOST_API int PyDict_DelItem(PyObject *, PyObject *);
HOST_API int PyDict_Next(PyObject *, Py_ssize_t *, PyObject **, PyObject **);
HOST_API Py_ssize_t PyDict_Size(PyObject *);

_Bool pymv_c_has_host(void) {
  return Py_GetVersion != NULL && PyDescr_NewMethod != NULL;
}

_Bool pymv_c_is_main_interpreter(void) {
  return PyInterpreterState_Get() == PyInterpreterState_Main();
}

/* The function came with them, in 3.12. */
_Bool pymv_c_has_locks_of_interpreters(void) {
  return PyType_GetDict != NULL;
}

/* The newest is the first. */
_Bool pymv_c_has_other_interpreters(void) {
  return PyInterpreterState_Head() != PyInterpreterState_Main();
}

_Bool pymv_c_has_other_threads(void) {
  return PyThreadState_Next(PyInterpreterState_ThreadHead(PyInterpreterState_Main())) != NULL;
}

const char *pymv_c_host_version(void) {
  return Py_GetVersion();
}

PyObject *pymv_c_type_dict(PyTypeObject *type) {
  /* There, a static type has a separate dictionary in each interpreter. */
  if (pymv_c_has_locks_of_interpreters()) return PyType_GetDict(type);
  Py_IncRef(type->tp_dict);
  return type->tp_dict;
}

PyObject *pymv_c_dict_new(void) {
  return PyDict_New();
}

PyObject *pymv_c_name(const char *text) {
  return PyUnicode_InternFromString(text);
}

PyObject *pymv_c_dict_get(PyObject *dict, PyObject *name) {
  return PyDict_GetItemWithError(dict, name);
}

int pymv_c_dict_set(PyObject *dict, PyObject *key, PyObject *value) {
  return PyDict_SetItem(dict, key, value);
}

int pymv_c_dict_del(PyObject *dict, PyObject *name) {
  return PyDict_DelItem(dict, name);
}

_Bool pymv_c_dict_next(PyObject *dict, Py_ssize_t *position, PyObject **key, PyObject **value) {
  return PyDict_Next(dict, position, key, value) != 0;
}

Py_ssize_t pymv_c_dict_size(PyObject *dict) {
  return PyDict_Size(dict);
}

PyObject *pymv_c_new_method(PyTypeObject *type, PyMethodDef *method) {
  return method->ml_flags & METH_CLASS ? PyDescr_NewClassMethod(type, method)
                                       : PyDescr_NewMethod(type, method);
}

void pymv_c_type_modified(PyTypeObject *type) {
  PyType_Modified(type);
}

/* Whether the calling thread holds the GIL. PyGILState_Check always returns 1 once a
 * sub-interpreter has existed. */
static _Bool holds_lock(void) {
  if (PyThreadState_GetUnchecked != NULL) return PyThreadState_GetUnchecked() != NULL;
  PyThreadState *current = _PyThreadState_UncheckedGet();
  if (current == NULL) return 0;
  /* From 3.12 on, `current` belongs to this thread; before, to the thread that holds the GIL.
   * There, a thread in a sub-interpreter is treated as if it did not hold the GIL, which is safe.
   */
  return pymv_c_has_locks_of_interpreters() || current == PyGILState_GetThisThreadState();
}

/* Functions that raise no exceptions may be called without the GIL. */
void *pymv_c_leave_lock(void) {
  return holds_lock() ? PyEval_SaveThread() : NULL;
}

void pymv_c_retake_lock(void *thread) {
  PyEval_RestoreThread(thread);
}

void *pymv_c_interpreter(void) {
  return PyInterpreterState_Get();
}

/* Whether the main interpreter has ended or is about to. Then a thread that takes its GIL may end,
 * or wait for ever. Public since 3.13. */
static _Bool has_ended(void) {
  if (!Py_IsInitialized()) return 1;
  return Py_IsFinalizing != NULL ? Py_IsFinalizing() != 0 : _Py_IsFinalizing() != 0;
}

/* Whether the calling thread holds the GIL in an interpreter. */
static _Bool is_inside(void *interpreter) {
  if (holds_lock()) return PyInterpreterState_Get() == interpreter;
  /* What holds_lock does not know: before 3.12, a thread that entered a sub-interpreter holds the
   * GIL with that one's state. It is taken for this thread's, unless Python does not know the
   * thread. */
  if (pymv_c_has_locks_of_interpreters() || interpreter == PyInterpreterState_Main()) return 0;
  PyThreadState *current = _PyThreadState_UncheckedGet();
  return current != NULL && PyGILState_GetThisThreadState() != NULL &&
         PyThreadState_GetInterpreter(current) == interpreter;
}

/* A thread may have left the GIL and have a state for it, have one of another interpreter, or be
 * unknown to both. A second state of the same interpreter would be an error. */
void pymv_c_call_in(void *interpreter, void (*function)(void *), void *context) {
  if (is_inside(interpreter)) {
    function(context);
    return;
  }
  if (has_ended()) return;
  PyThreadState *left = pymv_c_leave_lock(), *known = PyGILState_GetThisThreadState();
  _Bool is_known = known != NULL && PyThreadState_GetInterpreter(known) == interpreter;
  PyThreadState *used = is_known ? known : PyThreadState_New(interpreter);
  PyEval_RestoreThread(used);
  function(context);
  if (is_known) {
    PyEval_SaveThread();
  } else {
    PyThreadState_Clear(used);
    PyThreadState_DeleteCurrent();
  }
  if (left != NULL) PyEval_RestoreThread(left);
}

PyObject *pymv_c_iterate_by_index(PyObject *op) {
  return PySeqIter_New(op);
}

void pymv_c_renew(PyObject *op) {
  _Py_NewReference(op);
}

void pymv_c_clear_weak_references(PyObject *op) {
  PyObject_ClearWeakRefs(op);
}

_Bool pymv_c_describe_line(char *text, size_t room) {
  if (!Py_IsInitialized() || !holds_lock() || PyErr_Occurred() != NULL) return 0;
  PyObject *frame = PyEval_GetFrame();
  if (frame == NULL) return 0;
  PyObject *code = PyFrame_GetCode(frame);
  PyObject *file = PyObject_GetAttrString(code, "co_filename");
  const char *name = file != NULL ? PyUnicode_AsUTF8AndSize(file, NULL) : NULL;
  if (name != NULL) snprintf(text, room, "%s:%d", name, PyFrame_GetLineNumber(frame));
  PyErr_Clear();
  if (file != NULL) Py_DecRef(file);
  Py_DecRef(code);
  return name != NULL;
}

/* PyWrapperDescrObject, with the same layout in every version. */
typedef struct {
  PyObject_HEAD
  PyTypeObject *d_type;
  PyObject *d_name;
  PyObject *d_qualname;
  void *d_base;
  uintptr_t d_wrapped;
} wrapper_descriptor;

uintptr_t *pymv_c_wrapped_function(PyObject *descriptor) {
  if (Py_TYPE(descriptor) != &PyWrapperDescr_Type) return NULL;
  return &((wrapper_descriptor *)descriptor)->d_wrapped;
}

PyObject *pymv_c_call_vector(PyCFunction function, PyObject *self, PyObject *const *args,
                             Py_ssize_t count, PyObject *names) {
  typedef PyObject *(*vector_function)(PyObject *, PyObject *const *, Py_ssize_t, PyObject *);
  return ((vector_function)(void (*)(void))function)(self, args, count, names);
}

PyObject *pymv_c_call_tuple(PyCFunction function, PyObject *self, PyObject *args, PyObject *kwds) {
  typedef PyObject *(*tuple_function)(PyObject *, PyObject *, PyObject *);
  return ((tuple_function)(void (*)(void))function)(self, args, kwds);
}

void pymv_c_raise_import_error(const char *text, const char *version) {
  PyErr_Format(PyExc_ImportError, text, version);
}
