/* Time from dlopen to the first view of some bytes, in a process that has neither library.
 *
 * usage: first_view LIBRARY
 */
#include <PyMemoryView.h>

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void *find(void *library, const char *name) {
  void *symbol = dlsym(library, name);
  if (symbol == NULL) {
    fprintf(stderr, "%s\n", dlerror());
    exit(1);
  }
  return symbol;
}

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  double start = microseconds();
  void *library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    fprintf(stderr, "%s\n", dlerror());
    return 1;
  }
  double loaded = microseconds();
  PyObject *(*view_of)(PyObject *) = find(library, "PyMemoryView_FromObject");
  PyObject *(*bytes_of)(const char *) = find(library, "PyBytes_FromString");
  int (*request)(PyObject *, Py_buffer *, int) = find(library, "PyObject_GetBuffer");
  Py_buffer view;
  if (request(view_of(bytes_of("first view")), &view, PyBUF_FULL_RO) != 0) return 1;
  double viewed = microseconds();
  printf("dlopen %.0f us, first view %.0f us, together %.0f us\n", loaded - start, viewed - loaded,
         viewed - start);
  return view.len == 10 ? 0 : 1;
}
