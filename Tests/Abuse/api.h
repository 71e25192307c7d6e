/* The libraries, opened at run time by a program that is not linked to them. */
#ifndef PYMV_ABUSE_API_H
#define PYMV_ABUSE_API_H

#include <PyMemoryView.h>

#include <stdbool.h>

typedef struct {
  void *library;
  PyObject *(*bytes)(const char *text);
  PyObject *(*integer)(long value);
  PyObject *(*text)(const char *utf8, Py_ssize_t size);
  Py_ssize_t (*length)(PyObject *text);
  const char *(*utf8)(PyObject *text);
  PyObject *(*view)(PyObject *exporter);
  PyObject *(*memory)(char *memory, Py_ssize_t size, int flags);
  PyObject *(*call)(PyObject *object, const char *method, const char *format, ...);
  int (*request)(PyObject *exporter, Py_buffer *buffer, int flags);
  void (*give_back)(Py_buffer *buffer);
  void (*raise)(PyObject *type, const char *text);
  PyObject *(*occurred)(void);
  void (*clear)(void);
  void (*drop)(PyObject *object);
  PyObject **value_error;
  int (*set_threads)(int n);
  int (*unpack)(void *to, const Py_buffer *from, Py_ssize_t size, char order);
} Api;

/** Look up the functions. @param library from dlopen; NULL: print why and exit. */
Api api_of(void *library);

/** Load the library in a folder. */
Api load(const char *folder);

/** Create, read and release objects and views. @return whether all calls succeeded. */
bool use(const Api *api);

#endif /* PYMV_ABUSE_API_H */
