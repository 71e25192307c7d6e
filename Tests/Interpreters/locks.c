/* Two interpreters with their own GILs that make and inspect owners of memory at the same time. The
 * type of these is this library's, so both interpreters use one type object.
 *
 * usage: locks SECONDS
 */
#include <Python.h>

#include <PyMemoryView.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double seconds;
static pthread_barrier_t both;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static PyObject *make_view(void) {
  static char memory[] = "abcdef";
  return PyMV_FromMemoryOwned(memory, 6, PyBUF_READ, NULL, NULL, NULL);
}

/* Take and drop references to the type, as each `type(view.obj)` does. */
static int use_owner(void) {
  PyObject *view = make_view();
  if (view == NULL) return -1;
  PyObject *owner = PyMV_GET_BASE(view);
  for (int i = 0; i < 1000; i++) {
    PyObject *type = PyObject_Type(owner);
    Py_DECREF(type);
  }
  PyObject *text = PyObject_Repr(owner);
  Py_XDECREF(text);
  Py_DECREF(view);
  return text == NULL ? -1 : 0;
}

static void *work(void *interpreter) {
  PyThreadState *state = PyThreadState_New(interpreter);
  PyEval_RestoreThread(state);
  int status = 0;
  Py_BEGIN_ALLOW_THREADS pthread_barrier_wait(&both);
  Py_END_ALLOW_THREADS double end = now() + seconds;
  while (status == 0 && now() < end) status = use_owner();
  PyThreadState_Clear(state);
  PyThreadState_DeleteCurrent();
  return status == 0 ? NULL : interpreter;
}

static PyThreadState *new_interpreter(PyThreadState *main) {
  PyInterpreterConfig config = {
      .check_multi_interp_extensions = 1, .allow_threads = 1, .gil = PyInterpreterConfig_OWN_GIL};
  PyThreadState *made = NULL;
  PyStatus status = Py_NewInterpreterFromConfig(&made, &config);
  if (PyStatus_Exception(status)) Py_ExitStatusException(status);
  PyThreadState_Swap(main);
  return made;
}

/* Whether the interpreter does not count references to the type. If two count them without a common
 * GIL, some get lost, and the type is deallocated. */
static int is_immortal(void) {
  PyObject *view = make_view();
  if (view == NULL) return 0;
  PyObject *type = PyObject_Type(PyMV_GET_BASE(view));
  Py_ssize_t before = Py_REFCNT(type);
  Py_INCREF(type);
  int is_same = Py_REFCNT(type) == before;
  Py_DECREF(type);
  Py_DECREF(type);
  Py_DECREF(view);
  return is_same;
}

int main(int argc, char **argv) {
  seconds = argc == 2 ? atof(argv[1]) : 1;
  Py_InitializeEx(0);
  if (!is_immortal()) return puts("references to a static type are counted"), 1;
  PyThreadState *main = PyThreadState_Get();
  PyThreadState *made[2];
  pthread_t threads[2];
  pthread_barrier_init(&both, NULL, 2);
  for (int i = 0; i < 2; i++) made[i] = new_interpreter(main);
  for (int i = 0; i < 2; i++)
    pthread_create(&threads[i], NULL, work, PyThreadState_GetInterpreter(made[i]));
  int failed = 0;
  Py_BEGIN_ALLOW_THREADS for (int i = 0; i < 2; i++) {
    void *result;
    pthread_join(threads[i], &result);
    failed |= result != NULL;
  }
  Py_END_ALLOW_THREADS for (int i = 0; i < 2; i++) {
    PyThreadState_Swap(made[i]);
    Py_EndInterpreter(made[i]);
    PyThreadState_Swap(main);
  }
  return Py_FinalizeEx() != 0 || failed;
}
