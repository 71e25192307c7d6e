#include "failure.h"

#include "calls.h"

static void describe(PyObject *value, char *text, size_t size) {
  PyObject *string = value != NULL ? call_PyObject_Str(value) : NULL;
  const char *utf8 = string != NULL ? call_PyUnicode_AsUTF8(string) : NULL;
  if (utf8 == NULL) call_PyErr_Clear();
  snprintf(text, size, "%s", utf8 != NULL ? utf8 : "");
  call_Py_DecRef(string);
}

struct failure failure_take(void) {
  struct failure failure = {"", ""};
  PyObject *type, *value, *traceback;
  call_PyErr_Fetch(&type, &value, &traceback);
  if (type == NULL) return failure;
  const char *name = ((PyTypeObject *)type)->tp_name, *dot = strrchr(name, '.');
  snprintf(failure.type, sizeof failure.type, "%s", dot != NULL ? dot + 1 : name);
  describe(value, failure.message, sizeof failure.message);
  call_Py_DecRef(type);
  call_Py_DecRef(value);
  call_Py_DecRef(traceback);
  return failure;
}
