/* libffi's descriptions of C types. */
#ifndef SHIM_FFI_TYPES_H
#define SHIM_FFI_TYPES_H

#include <PyMemoryView.h>
#include <ffi.h>
#include <pymv.h>

/** Py_complex, a structure of two doubles. */
extern ffi_type complex_type;

/** The ffi_type of a C type; types that are not listed are pointers. */
#define TYPE_OF(T) \
  _Generic(*(__typeof__(T) *)0, \
      char: &ffi_type_schar, \
      int: &ffi_type_sint, \
      unsigned int: &ffi_type_uint, \
      long: &ffi_type_slong, \
      unsigned long: &ffi_type_ulong, \
      long long: &ffi_type_sint64, \
      unsigned long long: &ffi_type_uint64, \
      double: &ffi_type_double, \
      Py_complex: &complex_type, \
      default: &ffi_type_pointer)

/** Number of arguments, which is 1 to 10. */
#define COUNT_OF(...) ELEVENTH_OF(__VA_ARGS__, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, )
#define ELEVENTH_OF(a, b, c, d, e, f, g, h, i, j, eleventh, ...) eleventh
#define JOIN(a, b) JOINED(a, b)
#define JOINED(a, b) a##b

/** TYPE_OF of each of 1 to 10 types. */
#define TYPES_OF(...) JOIN(TYPES_OF_, COUNT_OF(__VA_ARGS__))(__VA_ARGS__)
#define TYPES_OF_1(T) TYPE_OF(T)
#define TYPES_OF_2(T, ...) TYPE_OF(T), TYPES_OF_1(__VA_ARGS__)
#define TYPES_OF_3(T, ...) TYPE_OF(T), TYPES_OF_2(__VA_ARGS__)
#define TYPES_OF_4(T, ...) TYPE_OF(T), TYPES_OF_3(__VA_ARGS__)
#define TYPES_OF_5(T, ...) TYPE_OF(T), TYPES_OF_4(__VA_ARGS__)
#define TYPES_OF_6(T, ...) TYPE_OF(T), TYPES_OF_5(__VA_ARGS__)
#define TYPES_OF_7(T, ...) TYPE_OF(T), TYPES_OF_6(__VA_ARGS__)
#define TYPES_OF_8(T, ...) TYPE_OF(T), TYPES_OF_7(__VA_ARGS__)
#define TYPES_OF_9(T, ...) TYPE_OF(T), TYPES_OF_8(__VA_ARGS__)
#define TYPES_OF_10(T, ...) TYPE_OF(T), TYPES_OF_9(__VA_ARGS__)

#endif
