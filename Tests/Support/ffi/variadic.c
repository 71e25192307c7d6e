/* The variadic functions of the API, called through libffi with the number of arguments of their
 * format. */
#include "api.h"

#include <ctype.h>
#include <ffi.h>
#include <stdarg.h>

#include "library.h"

enum { MOST_ARGUMENTS = 24 };

typedef struct {
  unsigned count;
  ffi_type *types[MOST_ARGUMENTS];
  void *addresses[MOST_ARGUMENTS];
  union {
    int narrow;
    int64_t wide;
    double real;
    void *pointer;
  } values[MOST_ARGUMENTS];
} Arguments;

static void add(Arguments *arguments, ffi_type *type) {
  unsigned at = arguments->count++;
  if (at == MOST_ARGUMENTS) abort();
  arguments->types[at] = type;
  arguments->addresses[at] = &arguments->values[at];
}

static void add_pointer(Arguments *arguments, const void *pointer) {
  add(arguments, &ffi_type_pointer);
  arguments->values[arguments->count - 1].pointer = (void *)pointer;
}

static void take_pointer(Arguments *arguments, va_list *from) {
  add_pointer(arguments, va_arg(*from, void *));
}

static void take_int(Arguments *arguments, va_list *from) {
  add(arguments, &ffi_type_sint);
  arguments->values[arguments->count - 1].narrow = va_arg(*from, int);
}

static void take_wide(Arguments *arguments, va_list *from) {
  add(arguments, &ffi_type_sint64);
  arguments->values[arguments->count - 1].wide = va_arg(*from, int64_t);
}

static void take_double(Arguments *arguments, va_list *from) {
  add(arguments, &ffi_type_double);
  arguments->values[arguments->count - 1].real = va_arg(*from, double);
}

/* Reads a format as PyUnicode_FromFormat does. */
static void take_formatted(Arguments *arguments, const char *format, va_list *from) {
  while ((format = strchr(format, '%')) != NULL) {
    format += 1 + strspn(format + 1, "-0123456789.");
    bool is_wide = strchr("lzjt", *format) != NULL;
    format += strspn(format, "lzjt");
    if (*format == '\0') return;
    char letter = *format++;
    if (letter == 'V') take_pointer(arguments, from);
    if (strchr("spAUSRTNV", letter) != NULL) {
      take_pointer(arguments, from);
    } else if (strchr("cdiouxX", letter) != NULL) {
      is_wide ? take_wide(arguments, from) : take_int(arguments, from);
    }
  }
}

/* Reads a format as Py_BuildValue does. */
static void take_built(Arguments *arguments, const char *format, va_list *from) {
  for (; format != NULL && *format != '\0'; format++) {
    if (*format == '#' || strchr("lkLKn", *format) != NULL) {
      take_wide(arguments, from);
    } else if (*format == '&' || strchr("szyuUOSND", *format) != NULL) {
      take_pointer(arguments, from);
    } else if (strchr("df", *format) != NULL) {
      take_double(arguments, from);
    } else if (isalpha((unsigned char)*format)) {
      take_int(arguments, from);
    }
  }
}

static void take_pointers(Arguments *arguments, Py_ssize_t count, va_list *from) {
  while (count-- > 0) take_pointer(arguments, from);
}

static void take_until_null(Arguments *arguments, va_list *from) {
  do take_pointer(arguments, from);
  while (arguments->values[arguments->count - 1].pointer != NULL);
}

/* All of these functions return an object. @param fixed number of named parameters. */
static PyObject *call(const char *name, Arguments *arguments, unsigned fixed) {
  ffi_cif interface;
  PyObject *result = NULL;
  if (ffi_prep_cif_var(&interface, FFI_DEFAULT_ABI, fixed, arguments->count, &ffi_type_pointer,
                       arguments->types) != FFI_OK) {
    abort();
  }
  ffi_call(&interface, library_function(name), &result, arguments->addresses);
  return result;
}

/* Takes the arguments after the parameter `last`. */
#define TAKE(last, take) \
  do { \
    va_list from; \
    va_start(from, last); \
    take; \
    va_end(from); \
  } while (0)

PyObject *PyErr_Format(PyObject *type, const char *format, ...) {
  Arguments arguments = {0};
  add_pointer(&arguments, type), add_pointer(&arguments, format);
  TAKE(format, take_formatted(&arguments, format, &from));
  return call("PyErr_Format", &arguments, 2);
}

PyObject *PyUnicode_FromFormat(const char *format, ...) {
  Arguments arguments = {0};
  add_pointer(&arguments, format);
  TAKE(format, take_formatted(&arguments, format, &from));
  return call("PyUnicode_FromFormat", &arguments, 1);
}

PyObject *Py_BuildValue(const char *format, ...) {
  Arguments arguments = {0};
  add_pointer(&arguments, format);
  TAKE(format, take_built(&arguments, format, &from));
  return call("Py_BuildValue", &arguments, 1);
}

PyObject *PyObject_CallFunction(PyObject *callable, const char *format, ...) {
  Arguments arguments = {0};
  add_pointer(&arguments, callable), add_pointer(&arguments, format);
  TAKE(format, take_built(&arguments, format, &from));
  return call("PyObject_CallFunction", &arguments, 2);
}

PyObject *PyObject_CallMethod(PyObject *op, const char *name, const char *format, ...) {
  Arguments arguments = {0};
  add_pointer(&arguments, op), add_pointer(&arguments, name), add_pointer(&arguments, format);
  TAKE(format, take_built(&arguments, format, &from));
  return call("PyObject_CallMethod", &arguments, 3);
}

PyObject *PyObject_CallFunctionObjArgs(PyObject *callable, ...) {
  Arguments arguments = {0};
  add_pointer(&arguments, callable);
  TAKE(callable, take_until_null(&arguments, &from));
  return call("PyObject_CallFunctionObjArgs", &arguments, 1);
}

PyObject *PyObject_CallMethodObjArgs(PyObject *op, PyObject *name, ...) {
  Arguments arguments = {0};
  add_pointer(&arguments, op), add_pointer(&arguments, name);
  TAKE(name, take_until_null(&arguments, &from));
  return call("PyObject_CallMethodObjArgs", &arguments, 2);
}

PyObject *PyTuple_Pack(Py_ssize_t count, ...) {
  Arguments arguments = {0};
  add(&arguments, &ffi_type_sint64);
  arguments.values[0].wide = count;
  TAKE(count, take_pointers(&arguments, count, &from));
  return call("PyTuple_Pack", &arguments, 1);
}
