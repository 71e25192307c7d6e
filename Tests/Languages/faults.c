/* A libpymv.so with a fault, which every example must notice: the functions here shadow those of
 * the library that it is linked with. PYMV_FAULT in the environment names the fault. */
#define _GNU_SOURCE
#include <pymv.h>

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int has(const char *fault) {
  const char *text = getenv("PYMV_FAULT");
  return text != NULL && strcmp(text, fault) == 0;
}

/* The function of the library. */
#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

typedef struct {
  PyMV_DestroyFunc destroy;
  void *ctx;
} Owner;

static void destroy_twice(void *ptr, void *ctx) {
  Owner *owner = ctx;
  owner->destroy(ptr, owner->ctx);
  owner->destroy(ptr, owner->ctx);
  free(owner);
}

static void destroy_never(void *ptr, void *ctx) {
  (void)ptr, (void)ctx;
}

/* Whether a call in another thread than the first must do nothing. */
static int is_lost(void) {
  return has("other thread") && gettid() != getpid();
}

PyObject *PyMV_FromArray(void *data, const char *format, ptrdiff_t itemsize, int ndim,
                         const ptrdiff_t *shape, const ptrdiff_t *strides,
                         const ptrdiff_t *suboffsets, int readonly, PyMV_DestroyFunc destroy,
                         void *ctx) {
  if (is_lost()) return NULL;
  if (has("writable")) readonly = 0;
  if (has("never") && destroy != NULL) destroy = destroy_never;
  if (has("early") && destroy != NULL) {
    destroy(data, ctx);
    destroy = NULL;
  }
  if (has("twice") && destroy != NULL) {
    Owner *owner = malloc(sizeof *owner);
    if (owner == NULL) return NULL;
    *owner = (Owner){destroy, ctx};
    destroy = destroy_twice;
    ctx = owner;
  }
  return NEXT(PyMV_FromArray)(data, format, itemsize, ndim, shape, strides, suboffsets, readonly,
                              destroy, ctx);
}

PyObject *PyMV_AsReadOnly(PyObject *view) {
  return has("writable") ? PyMV_FromObject(view) : NEXT(PyMV_AsReadOnly)(view);
}

PyObject *PyMV_Slice(PyObject *view, int axis, ptrdiff_t start, ptrdiff_t stop, ptrdiff_t step) {
  if (has("slice")) start = stop = PTRDIFF_MIN, step = 2;
  return NEXT(PyMV_Slice)(view, axis, start, stop, step);
}

PyObject *PyMV_Transpose(PyObject *view, const int *axes) {
  const int same[] = {0, 1};
  return NEXT(PyMV_Transpose)(view, has("transpose") ? same : axes);
}

PyObject *PyMV_GetField(PyObject *view, const char *name) {
  return NEXT(PyMV_GetField)(view, has("field") ? "id" : name);
}

int PyMV_ReadInto(PyObject *view, void *buf, ptrdiff_t len, int order) {
  return NEXT(PyMV_ReadInto)(view, buf, len, has("copy") ? 'F' : order);
}

/* An index into no more than two axes that wraps around. */
static const ptrdiff_t *wrapped(const ptrdiff_t *index, ptrdiff_t room[2]) {
  if (!has("index")) return index;
  room[0] = index[0] % 2, room[1] = index[1] % 2;
  return room;
}

void *PyMV_ItemPointer(PyObject *view, const ptrdiff_t *index, int for_writing) {
  ptrdiff_t room[2];
  return NEXT(PyMV_ItemPointer)(view, wrapped(index, room), for_writing);
}

int PyMV_GetDouble(PyObject *view, const ptrdiff_t *index, double *value) {
  ptrdiff_t room[2];
  return NEXT(PyMV_GetDouble)(view, wrapped(index, room), value);
}

const char *PyMV_TakeError(const char **kind) {
  const char *text = NEXT(PyMV_TakeError)(kind);
  if (text != NULL && kind != NULL && has("kind")) *kind = "SystemError";
  return text != NULL && has("text") ? "" : text;
}

void PyMV_DecRef(PyObject *op) {
  if (has("leak") || is_lost()) PyMV_IncRef(op);
  NEXT(PyMV_DecRef)(op);
}
