#include "api.h"

#include <dlfcn.h>

static void find(void *library, const char *name, void *place) {
  void *symbol = library != NULL ? dlsym(library, name) : NULL;
  if (symbol == NULL) {
    printf("%s\n", dlerror());
    exit(1);
  }
  memcpy(place, &symbol, sizeof symbol);
}

Api api_of(void *library) {
  Api api = {.library = library};
  find(library, "PyBytes_FromString", &api.bytes);
  find(library, "PyLong_FromLong", &api.integer);
  find(library, "PyUnicode_FromStringAndSize", &api.text);
  find(library, "PyUnicode_GetLength", &api.length);
  find(library, "PyUnicode_AsUTF8", &api.utf8);
  find(library, "PyMemoryView_FromObject", &api.view);
  find(library, "PyMemoryView_FromMemory", &api.memory);
  find(library, "PyObject_CallMethod", &api.call);
  find(library, "PyObject_GetBuffer", &api.request);
  find(library, "PyBuffer_Release", &api.give_back);
  find(library, "PyErr_SetString", &api.raise);
  find(library, "PyErr_Occurred", &api.occurred);
  find(library, "PyErr_Clear", &api.clear);
  find(library, "Py_DecRef", &api.drop);
  find(library, "PyExc_ValueError", &api.value_error);
  find(library, "PyMV_SetThreads", &api.set_threads);
  find(library, "PyBuffer_ToContiguous", &api.unpack);
  return api;
}

Api load(const char *folder) {
  char path[4096];
  snprintf(path, sizeof path, "%s/libPyMemoryView.so", folder);
  return api_of(dlopen(path, RTLD_NOW | RTLD_LOCAL));
}

bool use(const Api *api) {
  PyObject *bytes = api->bytes("a view of these"), *view = api->view(bytes);
  PyObject *list = api->call(view, "tolist", NULL), *number = api->integer(123456789);
  Py_buffer buffer;
  bool good = view != NULL && list != NULL && number != NULL;
  good = good && api->request(view, &buffer, PyBUF_FULL_RO) == 0;
  good = good && memcmp(buffer.buf, "a view of these", 15) == 0;
  if (good) api->give_back(&buffer);
  api->raise(*api->value_error, "an exception");
  good = good && api->occurred() != NULL;
  api->clear();
  api->drop(list), api->drop(number), api->drop(view), api->drop(bytes);
  return good;
}
