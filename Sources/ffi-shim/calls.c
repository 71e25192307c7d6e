#include "calls.h"

#include "ffi_types.h"
#include "library.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "a narrow result is read from a wide one");

ffi_type complex_type = {
    .type = FFI_TYPE_STRUCT,
    .elements = (ffi_type *[]){&ffi_type_double, &ffi_type_double, NULL},
};

/** @param arguments addresses of the arguments. @param result NULL for none. */
static void call(struct function *function, void *result, void **arguments) {
  if (function->address == NULL) {
    fprintf(stderr, "%s has no function %s\n", library_path(), function->name);
    exit(1);
  }
  function->is_called = true;
  ffi_call(&function->interface, function->address, result, arguments);
}

/* Parameters a1 to a10 of the types given, counted from the last one, and their addresses. */
#define PARAMETERS(...) JOIN(PARAMETERS_, COUNT_OF(__VA_ARGS__))(__VA_ARGS__)
#define PARAMETERS_1(T) __typeof__(T) a1
#define PARAMETERS_2(T, ...) __typeof__(T) a2, PARAMETERS_1(__VA_ARGS__)
#define PARAMETERS_3(T, ...) __typeof__(T) a3, PARAMETERS_2(__VA_ARGS__)
#define PARAMETERS_4(T, ...) __typeof__(T) a4, PARAMETERS_3(__VA_ARGS__)
#define PARAMETERS_5(T, ...) __typeof__(T) a5, PARAMETERS_4(__VA_ARGS__)
#define PARAMETERS_6(T, ...) __typeof__(T) a6, PARAMETERS_5(__VA_ARGS__)
#define PARAMETERS_7(T, ...) __typeof__(T) a7, PARAMETERS_6(__VA_ARGS__)
#define PARAMETERS_8(T, ...) __typeof__(T) a8, PARAMETERS_7(__VA_ARGS__)
#define PARAMETERS_9(T, ...) __typeof__(T) a9, PARAMETERS_8(__VA_ARGS__)
#define PARAMETERS_10(T, ...) __typeof__(T) a10, PARAMETERS_9(__VA_ARGS__)
#define ADDRESSES(...) \
  (void *[]) { \
    JOIN(ADDRESSES_, COUNT_OF(__VA_ARGS__)) \
  }
#define ADDRESSES_1 &a1
#define ADDRESSES_2 &a2, ADDRESSES_1
#define ADDRESSES_3 &a3, ADDRESSES_2
#define ADDRESSES_4 &a4, ADDRESSES_3
#define ADDRESSES_5 &a5, ADDRESSES_4
#define ADDRESSES_6 &a6, ADDRESSES_5
#define ADDRESSES_7 &a7, ADDRESSES_6
#define ADDRESSES_8 &a8, ADDRESSES_7
#define ADDRESSES_9 &a9, ADDRESSES_8
#define ADDRESSES_10 &a10, ADDRESSES_9

#define ROW_OF(kind, symbol, text, ...) \
  static struct function row_##symbol = { \
      .name = #symbol, \
      .types = text, \
      .result = kind, \
      .parameters = (ffi_type *[]){__VA_ARGS__}, \
      .parameter_count = sizeof((ffi_type *[]){__VA_ARGS__}) / sizeof(ffi_type *) - 1, \
  };

/* libffi widens integers that are narrower than a register. */
#define RESULT(R) \
  union { \
    R value; \
    ffi_arg widened; \
  } result

/* The parentheses around a name keep a macro of that name away. */
#define FUNCTION(R, name, ...) \
  ROW_OF(TYPE_OF(R), name, #R "(" #__VA_ARGS__ ")", TYPES_OF(__VA_ARGS__), NULL) \
  R(CALLED(name))(PARAMETERS(__VA_ARGS__)) { \
    RESULT(R); \
    call(&row_##name, &result, ADDRESSES(__VA_ARGS__)); \
    return result.value; \
  }
#define FUNCTION0(R, name) \
  ROW_OF(TYPE_OF(R), name, #R "(void)", NULL) \
  R(CALLED(name))(void) { \
    RESULT(R); \
    call(&row_##name, &result, NULL); \
    return result.value; \
  }
#define PROCEDURE(name, ...) \
  ROW_OF(&ffi_type_void, name, "void(" #__VA_ARGS__ ")", TYPES_OF(__VA_ARGS__), NULL) \
  void(CALLED(name))(PARAMETERS(__VA_ARGS__)) { \
    call(&row_##name, NULL, ADDRESSES(__VA_ARGS__)); \
  }
#define PROCEDURE0(name) \
  ROW_OF(&ffi_type_void, name, "void(void)", NULL) \
  void(CALLED(name))(void) { \
    call(&row_##name, NULL, NULL); \
  }
#include "signatures.h"

struct function *const functions[FUNCTION_COUNT] = {
#define ROW(name) &row_##name,
#include "signatures.h"
};

bool functions_prepare(void) {
  for (int k = 0; k < FUNCTION_COUNT; k++) {
    struct function *function = functions[k];
    function->address = library_function(function->name);
    if (ffi_prep_cif(&function->interface, FFI_DEFAULT_ABI, function->parameter_count,
                     function->result, function->parameters) != FFI_OK) {
      return false;
    }
  }
  return true;
}
