/* A process that uses libpymv.so before, while and after a libpython runs in it.
 *
 * usage: coexistence LIBPYMV LIBPYTHON SCRIPT PYMV_SCOPE PYTHON_SCOPE ORDER
 *
 * The scopes are "linked", "global" (dlopen with RTLD_GLOBAL) or "local" (RTLD_LOCAL); ORDER is
 * "pymv" or "python", whichever is loaded first. Linked libraries are loaded at the start.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <pymv.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Casts between object and function pointers, which POSIX allows and ISO C does not mention. */
#define FIND(pointer, library, name) (*(void **)&(pointer) = find(library, name))

static struct {
  PyObject *(*from_array)(void *, const char *, ptrdiff_t, int, const ptrdiff_t *,
                          const ptrdiff_t *, const ptrdiff_t *, int, PyMV_DestroyFunc, void *);
  PyObject *(*slice)(PyObject *, int, ptrdiff_t, ptrdiff_t, ptrdiff_t);
  PyObject *(*index)(PyObject *, int, ptrdiff_t);
  PyObject *(*transpose)(PyObject *, const int *);
  PyObject *(*copy)(PyObject *, int);
  int (*equal)(PyObject *, PyObject *);
  int (*get_double)(PyObject *, const ptrdiff_t *, double *);
  int (*read_into)(PyObject *, void *, ptrdiff_t, int);
  int (*release)(PyObject *);
  void (*drop)(PyObject *);
  const char *(*take_error)(const char **);
} pymv;

static struct {
  void (*initialize)(int);
  int (*run)(const char *);
  int (*finalize)(void);
  void *(*leave)(void);
  void (*retake)(void *);
} python;

static void claim(bool holds, const char *text) {
  if (holds) return;
  fprintf(stderr, "not so: %s\n", text);
  exit(1);
}

static void *find(void *library, const char *name) {
  void *symbol = dlsym(library, name);
  if (symbol == NULL) fprintf(stderr, "%s\n", dlerror());
  claim(symbol != NULL, name);
  return symbol;
}

/* For "linked", RTLD_NOLOAD fails unless the library is loaded already. */
static void *load(const char *path, const char *scope) {
  int flags = strcmp(scope, "linked") == 0   ? RTLD_NOW | RTLD_NOLOAD
              : strcmp(scope, "global") == 0 ? RTLD_NOW | RTLD_GLOBAL
                                             : RTLD_NOW | RTLD_LOCAL;
  void *library = dlopen(path, flags);
  if (library == NULL) fprintf(stderr, "%s: %s\n", path, dlerror());
  claim(library != NULL, "the library can be loaded");
  return library;
}

static void load_pymv(const char *path, const char *scope) {
  void *library = load(path, scope);
  FIND(pymv.from_array, library, "PyMV_FromArray");
  FIND(pymv.slice, library, "PyMV_Slice");
  FIND(pymv.index, library, "PyMV_Index");
  FIND(pymv.transpose, library, "PyMV_Transpose");
  FIND(pymv.copy, library, "PyMV_Copy");
  FIND(pymv.equal, library, "PyMV_Equal");
  FIND(pymv.get_double, library, "PyMV_GetDouble");
  FIND(pymv.read_into, library, "PyMV_ReadInto");
  FIND(pymv.release, library, "PyMV_Release");
  FIND(pymv.drop, library, "PyMV_DecRef");
  FIND(pymv.take_error, library, "PyMV_TakeError");
}

static void load_python(const char *path, const char *scope) {
  void *library = load(path, scope);
  FIND(python.initialize, library, "Py_InitializeEx");
  FIND(python.run, library, "PyRun_SimpleString");
  FIND(python.finalize, library, "Py_FinalizeEx");
  FIND(python.leave, library, "PyEval_SaveThread");
  FIND(python.retake, library, "PyEval_RestoreThread");
}

static void count_destroyed(void *data, void *count) {
  claim(data != NULL, "the memory is passed to the callback");
  ++*(int *)count;
}

static double items[2][3] = {{1, 2, 3}, {4, 5, 6}};

static PyObject *view_items(int *destroyed) {
  const ptrdiff_t shape[] = {2, 3};
  PyObject *view =
      pymv.from_array(items, "d", 0, 2, shape, NULL, NULL, 0, count_destroyed, destroyed);
  claim(view != NULL, "an array can be viewed");
  return view;
}

/* Derive, copy, compare, fail and release. */
static void use_view(PyObject *view) {
  PyObject *transposed = pymv.transpose(view, NULL), *copy = pymv.copy(transposed, 'C');
  PyObject *part = pymv.slice(copy, 0, -1, PTRDIFF_MIN, -1);
  const ptrdiff_t last[] = {-1, -1};
  double item = 0, read[6] = {0};
  claim(pymv.equal(transposed, copy) == 1, "a copy is equal");
  claim(pymv.get_double(part, last, &item) == 0 && item == 4, "a part has its items");
  claim(pymv.read_into(transposed, read, sizeof read, 'C') == 0 && read[1] == 4, "items are read");
  const char *kind = NULL;
  claim(pymv.index(view, 0, 2) == NULL && pymv.take_error(&kind) != NULL, "an error is raised");
  claim(strcmp(kind, "IndexError") == 0, "the error has its kind");
  claim(pymv.take_error(&kind) == NULL, "the error has been taken");
  claim(pymv.release(part) == 0 && pymv.copy(part, 'C') == NULL, "a released view is refused");
  claim(pymv.take_error(&kind) != NULL && strcmp(kind, "ValueError") == 0, "with a ValueError");
  pymv.drop(part), pymv.drop(copy), pymv.drop(transposed);
}

static void use(void) {
  int destroyed = 0;
  PyObject *view = view_items(&destroyed);
  use_view(view);
  claim(destroyed == 0, "memory is kept while it is viewed");
  pymv.drop(view);
  claim(destroyed == 1, "memory is given back once");
}

static void *use_often(void *argument) {
  for (int i = 0; i < 200; i++) use();
  return argument;
}

/* Threads without an interpreter state; called with the GIL held and released. */
static void use_in_threads(void) {
  pthread_t threads[4];
  for (size_t i = 0; i < 4; i++)
    claim(pthread_create(&threads[i], NULL, use_often, &pymv) == 0, "a thread starts");
  use_often(NULL);
  for (size_t i = 0; i < 4; i++) {
    void *result = NULL;
    pthread_join(threads[i], &result);
    claim(result == &pymv, "a thread ends well");
  }
}

static char *text_of(const char *path) {
  char *text = calloc(1, 65536);
  FILE *file = fopen(path, "r");
  claim(file != NULL && text != NULL && fread(text, 1, 65535, file) > 0, "the script is read");
  fclose(file);
  return text;
}

int main(int count, char **arguments) {
  claim(count == 7, "there are six arguments");
  const char *library = arguments[1], *interpreter = arguments[2];
  const char *pymv_scope = arguments[4], *python_scope = arguments[5];
  bool pymv_first = strcmp(arguments[6], "pymv") == 0;
  char *script = text_of(arguments[3]);
  setenv("PYMV_FLAT_LIBRARY", library, 1);
  setenv("PYMV_PYTHON_SCOPE", python_scope, 1);

  int destroyed = 0;
  PyObject *kept = NULL;
  if (pymv_first) {
    load_pymv(library, pymv_scope);
    use();
    kept = view_items(&destroyed);
  }
  load_python(interpreter, python_scope);
  if (kept != NULL) use_view(kept);
  python.initialize(0);
  claim(python.run(script) == 0, "the script ends well");
  if (!pymv_first) {
    load_pymv(library, pymv_scope);
    kept = view_items(&destroyed);
  }
  use();
  use_view(kept);
  void *thread = python.leave();
  use_in_threads();
  python.retake(thread);
  use_in_threads();
  claim(python.run(script) == 0, "the script ends well once more");
  claim(python.finalize() == 0, "the interpreter ends well");
  use_view(kept);
  pymv.drop(kept);
  claim(destroyed == 1, "memory is given back once");
  use_in_threads();
  free(script);
  return 0;
}
