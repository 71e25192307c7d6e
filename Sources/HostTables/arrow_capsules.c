/* Arrow arrays in Python: two capsules, which own a struct each, and release it unless a consumer
 * has moved it out. */
#include "HostTables.h"

#include <pymemoryview/arrow.h>
#include <stdlib.h>

#define HOST_API extern __attribute__((weak))

HOST_API PyObject *PyCapsule_New(void *, const char *, void (*)(PyObject *));
HOST_API void *PyCapsule_GetPointer(PyObject *, const char *);
HOST_API PyObject *PyTuple_Pack(Py_ssize_t, ...);
HOST_API int PyArg_ParseTuple(PyObject *, const char *, ...);
HOST_API int PyArg_ParseTupleAndKeywords(PyObject *, PyObject *, const char *, char **, ...);

static const char array_name[] = "arrow_array", schema_name[] = "arrow_schema";

static void free_array(PyObject *capsule) {
  struct ArrowArray *array = PyCapsule_GetPointer(capsule, array_name);
  if (array->release != NULL) array->release(array);
  free(array);
}

static void free_schema(PyObject *capsule) {
  struct ArrowSchema *schema = PyCapsule_GetPointer(capsule, schema_name);
  if (schema->release != NULL) schema->release(schema);
  free(schema);
}

/* Make a capsule with an empty struct, which has no `release`. */
static PyObject *capsule(size_t size, const char *name, void (*destroy)(PyObject *)) {
  void *contents = calloc(1, size);
  if (contents == NULL) return PyErr_NoMemory();
  PyObject *made = PyCapsule_New(contents, name, destroy);
  if (made == NULL) free(contents);
  return made;
}

/* Fill in the structs of two capsules and make a pair of them. */
static PyObject *fill(PyObject *view, PyObject *schema, PyObject *array) {
  int status = PyMV_ToArrow(view, PyCapsule_GetPointer(array, array_name),
                            PyCapsule_GetPointer(schema, schema_name));
  return status < 0 ? NULL : PyTuple_Pack(2, schema, array);
}

static PyObject *to_arrow(PyObject *view, PyObject *args, PyObject *kwds) {
  static char name[] = "requested_schema";
  static char *names[] = {name, NULL};
  PyObject *requested;
  if (!PyArg_ParseTupleAndKeywords(args, kwds, "|O:__arrow_c_array__", names, &requested))
    return NULL;
  PyObject *schema = capsule(sizeof(struct ArrowSchema), schema_name, free_schema);
  if (schema == NULL) return NULL;
  PyObject *array = capsule(sizeof(struct ArrowArray), array_name, free_array);
  PyObject *both = array != NULL ? fill(view, schema, array) : NULL;
  Py_DecRef(schema);
  Py_DecRef(array);
  return both;
}

PyObject *pymv_c_from_arrow(PyObject *module, PyObject *args) {
  PyObject *schema, *array;
  (void)module;
  if (!PyArg_ParseTuple(args, "OO:from_arrow", &schema, &array)) return NULL;
  struct ArrowSchema *type = PyCapsule_GetPointer(schema, schema_name);
  struct ArrowArray *items = type != NULL ? PyCapsule_GetPointer(array, array_name) : NULL;
  return items != NULL ? PyMV_FromArrow(items, type) : NULL;
}

static PyMethodDef methods[] = {
    {"__arrow_c_array__", (PyCFunction)(void (*)(void))to_arrow, METH_VARARGS | METH_KEYWORDS,
     "__arrow_c_array__($self, /, requested_schema=None)\n--\n\n"
     "Make capsules with an Arrow array of the items, without a copy, and with its type.\n\n"
     "requested_schema is ignored: the type is always that of the items."},
    {NULL, NULL, 0, NULL},
};

PyMethodDef *pymv_c_arrow_methods(void) {
  return methods;
}
