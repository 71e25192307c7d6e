/* C types as libffi knows them. */
#ifndef SHIM_FFI_TYPES_H
#define SHIM_FFI_TYPES_H

#include <PyMemoryView.h>
#include <ffi.h>

/** A structure of two doubles. */
extern ffi_type ffi_type_py_complex;

/** The ffi_type of a C type; pointers are what is not listed. */
#define FFI_TYPE(T) \
  _Generic(*(__typeof__(T) *)0, \
      char: &ffi_type_schar, \
      int: &ffi_type_sint, \
      unsigned int: &ffi_type_uint, \
      long: &ffi_type_slong, \
      unsigned long: &ffi_type_ulong, \
      long long: &ffi_type_sint64, \
      unsigned long long: &ffi_type_uint64, \
      double: &ffi_type_double, \
      Py_complex: &ffi_type_py_complex, \
      default: &ffi_type_pointer)

/** Number of arguments, which is 1 to 6. */
#define FFI_COUNT(...) FFI_SEVENTH(__VA_ARGS__, 6, 5, 4, 3, 2, 1, )
#define FFI_SEVENTH(a, b, c, d, e, f, seventh, ...) seventh
#define FFI_JOIN(a, b) FFI_JOINED(a, b)
#define FFI_JOINED(a, b) a##b

/** FFI_TYPE of each of 1 to 6 types. */
#define FFI_TYPES(...) FFI_JOIN(FFI_TYPES_, FFI_COUNT(__VA_ARGS__))(__VA_ARGS__)
#define FFI_TYPES_1(T) FFI_TYPE(T)
#define FFI_TYPES_2(T, ...) FFI_TYPE(T), FFI_TYPES_1(__VA_ARGS__)
#define FFI_TYPES_3(T, ...) FFI_TYPE(T), FFI_TYPES_2(__VA_ARGS__)
#define FFI_TYPES_4(T, ...) FFI_TYPE(T), FFI_TYPES_3(__VA_ARGS__)
#define FFI_TYPES_5(T, ...) FFI_TYPE(T), FFI_TYPES_4(__VA_ARGS__)
#define FFI_TYPES_6(T, ...) FFI_TYPE(T), FFI_TYPES_5(__VA_ARGS__)

#endif
