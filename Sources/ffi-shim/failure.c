#include "failure.h"

#include "calls.h"
#include "objects.h"

struct failure failure_take(void) {
  struct failure failure = {"", ""};
  PyObject *type, *value, *traceback;
  call_PyErr_Fetch(&type, &value, &traceback);
  if (type == NULL) return failure;
  const char *name = ((PyTypeObject *)type)->tp_name, *dot = strrchr(name, '.');
  snprintf(failure.type, sizeof failure.type, "%s", dot != NULL ? dot + 1 : name);
  PyObject *message = value != NULL ? call_PyObject_Str(value) : NULL;
  object_text(message, failure.message, sizeof failure.message);
  call_Py_DecRef(type);
  call_Py_DecRef(value);
  call_Py_DecRef(traceback);
  return failure;
}
