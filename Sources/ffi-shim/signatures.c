#include "signatures.h"

#include "library.h"

static const struct {
  const char *name;
  const char *types;
} table[FUNCTION_COUNT] = {
#define TABLE_ROW(name, types) {#name, types},
    LIBRARY_FUNCTIONS(TABLE_ROW) RUNTIME_FUNCTIONS(TABLE_ROW)
#undef TABLE_ROW
};

static struct {
  ffi_cif interface;
  ffi_type *arguments[MAX_PARAMETERS];
  void (*address)(void);
} prepared[FUNCTION_COUNT];

static ffi_type *type_of(char letter) {
  switch (letter) {
  case 'p':
    return &ffi_type_pointer;
  case 'i':
    return &ffi_type_sint;
  case 'c':
    return &ffi_type_schar;
  case 'l':
    return &ffi_type_slong;
  case 'L':
    return &ffi_type_ulong;
  case 'n':
    return &ffi_type_sint64;
  case 'N':
    return &ffi_type_uint64;
  default:
    return &ffi_type_void;
  }
}

bool interface_prepare(ffi_cif *interface, ffi_type **arguments, const char *types) {
  unsigned int count = (unsigned int)strlen(types) - 1;
  for (unsigned int k = 0; k < count; k++) arguments[k] = type_of(types[k + 1]);
  return ffi_prep_cif(interface, FFI_DEFAULT_ABI, count, type_of(types[0]), arguments) == FFI_OK;
}

bool signatures_prepare(void) {
  for (int f = 0; f < FUNCTION_COUNT; f++) {
    prepared[f].address = library_function(table[f].name);
    if (!interface_prepare(&prepared[f].interface, prepared[f].arguments, table[f].types)) {
      return false;
    }
  }
  return true;
}

bool function_exists(enum function function) {
  return prepared[function].address != NULL;
}

const char *function_name(enum function function) {
  return table[function].name;
}

const char *function_types(enum function function) {
  return table[function].types;
}

void function_call(enum function function, union result *result, void **arguments) {
  if (prepared[function].address == NULL) {
    fprintf(stderr, "ffi-shim: %s has no function %s\n", library_path(), table[function].name);
    exit(1);
  }
  ffi_call(&prepared[function].interface, prepared[function].address, result, arguments);
}
