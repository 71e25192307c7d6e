#include "MemoryViewTables.h"

/* In an interpreter's process PyMemoryView_Type is the interpreter's type, whose managed buffers
 * are of a type that has no exported name. */

static PyTypeObject *host_managed_buffer_type(void) {
  PyObject *bytes = PyBytes_FromStringAndSize(NULL, 0);
  if (bytes == NULL) return NULL;
  PyObject *view = PyObject_CallFunctionObjArgs((PyObject *)&PyMemoryView_Type, bytes, NULL);
  Py_DecRef(bytes);
  if (view == NULL) return NULL;
  PyTypeObject *type = Py_TYPE(((PyMemoryViewObject *)view)->mbuf);
  Py_DecRef(view);
  return type;
}

PyTypeObject *pymv_c_managed_buffer_type(void) {
  static PyTypeObject *type;
  if (type == NULL) {
    type = pymv_c_is_hosted() ? host_managed_buffer_type() : &pymv_c_ManagedBuffer_Type;
  }
  return type;
}
