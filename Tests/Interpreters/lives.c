/* A program that starts CPython, runs a Python file in it and ends it, several times.
 *
 * usage: lives ROUNDS FILE
 *
 * Prints for each round how many bytes of the heap are in use after it. With LINKED, the program is
 * linked to the library and calls it from C too.
 */
#include <Python.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#ifdef LINKED
#include <PyMemoryView.h>
#include <pymv.h>

static int destroyed;

static void destroy(void *memory, void *context) {
  (void)memory, (void)context;
  destroyed++;
}

/* Set an attribute of the module that the file is run in. Steals the reference. */
static int give(const char *name, PyObject *object) {
  PyObject *main = PyImport_AddModule("__main__");
  int status = main == NULL || object == NULL ? -1 : PyObject_SetAttrString(main, name, object);
  Py_XDECREF(object);
  return status;
}

static int use_from_c(void) {
  static char memory[] = "abcdef";
  if (give("owned", PyMV_FromMemoryOwned(memory, 6, PyBUF_READ, NULL, destroy, NULL)) < 0)
    return -1;
  ptrdiff_t shape[] = {2, 3};
  if (give("array", PyMV_FromArray(memory, "B", 1, 2, shape, NULL, NULL, 1, NULL, NULL)) < 0)
    return -1;
  PyObject *refused = PyMV_FromObject(Py_None);
  const char *kind = NULL;
  if (refused != NULL || PyMV_TakeError(&kind) == NULL || strcmp(kind, "TypeError") != 0) return -1;
  return PyRun_SimpleString("assert owned[::2].tobytes() == b'ace' and array[1, 2] == 102\n"
                            "kind = type(owned.obj)\n"
                            "assert repr(owned.obj) and kind.__mro__[1] is object and dir(kind)\n"
                            "assert not hasattr(owned.obj, 'other') and kind.__doc__\n");
}
#else
static int use_from_c(void) {
  return 0;
}
#endif

static int live(const char *path) {
  FILE *file = fopen(path, "r");
  if (file == NULL) return -1;
  Py_InitializeEx(0);
  int status = use_from_c();
  if (status < 0 && PyErr_Occurred()) PyErr_Print();
  status |= PyRun_SimpleFileEx(file, path, 1);
  return Py_FinalizeEx() | status;
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  int rounds = atoi(argv[1]);
  for (int i = 0; i < rounds; i++) {
    if (live(argv[2]) != 0) return 1;
    printf("%zu\n", (size_t)mallinfo2().uordblks);
    fflush(stdout);
  }
#ifdef LINKED
  if (destroyed != rounds) return 3;
#endif
  return 0;
}
