#include "MemoryViewTables.h"

/* Views that were cast need a format that outlives them all. */
static const char *const native_formats[] = {
    "@?", "@c", "@b", "@B", "@h", "@H", "@i", "@I", "@l",  "@L",
    "@q", "@Q", "@n", "@N", "@e", "@f", "@d", "@P", "@Zf", "@Zd",
};

const char *pymv_c_native_format(const char *format) {
  int has_prefix = format[0] == '@';
  for (size_t i = 0; i < Py_ARRAY_LENGTH(native_formats); i++) {
    const char *native = native_formats[i];
    if (native[1] != format[has_prefix]) continue;
    if (strcmp(native + 1, format + has_prefix) == 0) return has_prefix ? native : native + 1;
  }
  return NULL;
}

unsigned char pymv_c_noted_items[128];
