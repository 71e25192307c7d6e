/* bytes() of strided memory where the object runtime was loaded alone.
 *
 * usage: runtime_alone LIBRARY
 */
#include <PyMemoryView.h>

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static char items[] = "abcdefghijkl";
static char *rows[] = {items, items + 6};
static Py_ssize_t shape[] = {2, 3}, strides[] = {sizeof *rows, -2}, suboffsets[] = {5, -1};

/* Two rows reached through pointers, of every second byte from the last one on. */
static int fill(PyObject *exporter, Py_buffer *view, int request) {
  (void)exporter, (void)request;
  *view = (Py_buffer){.buf = rows, .len = 6, .itemsize = 1, .readonly = 1, .ndim = 2};
  view->shape = shape, view->strides = strides, view->suboffsets = suboffsets;
  return 0;
}

static PyBufferProcs procs = {.bf_getbuffer = fill};
static PyTypeObject type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "exporter",
    .tp_as_buffer = &procs,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};
static PyObject exporter = {.ob_refcnt = 1, .ob_type = &type};

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  void *library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return fprintf(stderr, "%s\n", dlerror()), 1;
  PyObject *(*bytes_of)(PyObject *) = dlsym(library, "PyBytes_FromObject");
  char *(*text_of)(PyObject *) = dlsym(library, "PyBytes_AsString");
  PyObject *bytes = bytes_of(&exporter);
  const char *text = bytes != NULL ? text_of(bytes) : "an exception";
  printf("%s: bytes of strided memory: %s\n", argv[1], text);
  return strcmp(text, "fdbljh") != 0;
}
