#include "observe.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POOL_SIZE = 64, TEXT_SIZE = 8192 };

static char *next_text(void) {
  static char pool[POOL_SIZE][TEXT_SIZE];
  static int next;
  next = (next + 1) % POOL_SIZE;
  pool[next][0] = '\0';
  return pool[next];
}

/* Appends to a text of the pool and cuts what does not fit. */
static void append(char *to, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void append(char *to, const char *format, ...) {
  size_t used = strlen(to);
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(to + used, TEXT_SIZE - used, format, arguments);
  va_end(arguments);
}

const char *text(const char *format, ...) {
  char *result = next_text();
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(result, TEXT_SIZE, format, arguments);
  va_end(arguments);
  return result;
}

/* The file of observations, or NULL if none is named. */
static FILE *observations(void) {
  static FILE *file;
  const char *path = getenv("PYMV_OBSERVATIONS");
  if (file != NULL || path == NULL) return file;
  file = fopen(path, "a");
  if (file == NULL) {
    perror(path);
    abort();
  }
  setvbuf(file, NULL, _IOLBF, BUFSIZ);
  return file;
}

void observe(const char *claim, const char *format, ...) {
  FILE *file = observations();
  if (file == NULL) return;
  char line[TEXT_SIZE];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  fprintf(file, "%s => ", claim);
  for (const char *c = line; *c != '\0'; c++) {
    if (*c == '\n') {
      fputs("\\n", file);
    } else {
      fputc(*c, file);
    }
  }
  fputc('\n', file);
}

/* Replaces the digits after every "0x" that is long enough to be an address. */
static void hide_addresses(char *in) {
  char *out = in;
  while (*in != '\0') {
    size_t digits = 0;
    if (in[0] == '0' && in[1] == 'x') {
      while (isxdigit((unsigned char)in[2 + digits])) digits++;
    }
    if (digits >= 6) {
      memcpy(out, "0xADDR", 6);
      out += 6;
      in += 2 + digits;
    } else {
      *out++ = *in++;
    }
  }
  *out = '\0';
}

/* Consumes `string`, a new reference to a str. */
static const char *text_of_str(PyObject *string) {
  if (string == NULL) return take_error();
  char *result = next_text();
  const char *utf8 = PyUnicode_AsUTF8(string);
  if (utf8 == NULL) {
    Py_DECREF(string);
    return take_error();
  }
  append(result, "%s", utf8);
  hide_addresses(result);
  Py_DECREF(string);
  return result;
}

const char *repr_of(PyObject *op) {
  return text_of_str(PyObject_Repr(op));
}

const char *str_of(PyObject *op) {
  return text_of_str(PyObject_Str(op));
}

static const char *short_type_name(PyObject *type) {
  const char *name = ((PyTypeObject *)type)->tp_name;
  const char *dot = strrchr(name, '.');
  return dot != NULL ? dot + 1 : name;
}

const char *take_error(void) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  if (type == NULL) return "no error";
  const char *message = value != NULL ? str_of(value) : "";
  static const char internal[] = "bad argument to internal function";
  const char *internal_part = strstr(message, internal);
  if (internal_part != NULL) message = internal_part;
  const char *separator = message[0] != '\0' ? ": " : "";
  const char *result = text("%s%s%s", short_type_name(type), separator, message);
  Py_XDECREF(type);
  Py_XDECREF(value);
  Py_XDECREF(traceback);
  return result;
}

const char *outcome(PyObject *result) {
  if (result == NULL) return take_error();
  const char *shown = repr_of(result);
  Py_DECREF(result);
  return shown;
}

const char *borrowed_outcome(PyObject *result) {
  return result == NULL ? take_error() : repr_of(result);
}

const char *number(long long result) {
  if (PyErr_Occurred() != NULL) return text("%lld, %s", result, take_error());
  return text("%lld", result);
}

const char *unsigned_number(unsigned long long result) {
  if (PyErr_Occurred() != NULL) return text("%llu, %s", result, take_error());
  return text("%llu", result);
}

const char *string_outcome(const char *result) {
  return result == NULL ? take_error() : text("\"%s\"", result);
}

const char *bytes_text(const void *bytes, Py_ssize_t size) {
  if (bytes == NULL) return "NULL";
  char *result = next_text();
  append(result, "b'");
  for (Py_ssize_t i = 0; i < size; i++) {
    unsigned char byte = ((const unsigned char *)bytes)[i];
    append(result, isprint(byte) && byte != '\\' ? "%c" : "\\x%02x", byte);
  }
  append(result, "'");
  return result;
}

const char *sizes_text(const Py_ssize_t *values, int count) {
  if (values == NULL) return "-";
  char *result = next_text();
  append(result, "(");
  for (int i = 0; i < count; i++) {
    append(result, i > 0 ? ", %zd" : "%zd", values[i]);
  }
  append(result, ")");
  return result;
}

const char *buffer_text(const Py_buffer *view, const void *origin) {
  char *result = next_text();
  append(result, "buf %+td", (const char *)view->buf - (const char *)origin);
  append(result, " len %zd itemsize %zd", view->len, view->itemsize);
  append(result, " %s ndim %d", view->readonly ? "read-only" : "writable", view->ndim);
  append(result, " format %s", view->format != NULL ? view->format : "-");
  append(result, " shape %s", sizes_text(view->shape, view->ndim));
  append(result, " strides %s", sizes_text(view->strides, view->ndim));
  append(result, " suboffsets %s", sizes_text(view->suboffsets, view->ndim));
  return result;
}
