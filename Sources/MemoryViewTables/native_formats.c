#include "MemoryViewTables.h"

/* Views made by cast() need a format in static storage. */
static const char *const native_formats[] = {
    "@?", "@c", "@b", "@B", "@h", "@H", "@i", "@I", "@l",  "@L",
    "@q", "@Q", "@n", "@N", "@e", "@f", "@d", "@P", "@Zf", "@Zd",
};

/* Fast path: formats of one character without '@', indexed by the character. */
#define SINGLE(letter) [letter] = {letter, 0}
static const char single_formats['q' + 1][2] = {
    SINGLE('?'), SINGLE('c'), SINGLE('b'), SINGLE('B'), SINGLE('h'), SINGLE('H'),
    SINGLE('i'), SINGLE('I'), SINGLE('l'), SINGLE('L'), SINGLE('q'), SINGLE('Q'),
    SINGLE('n'), SINGLE('N'), SINGLE('e'), SINGLE('f'), SINGLE('d'), SINGLE('P'),
};

const char *pymv_c_native_format(const char *format) {
  unsigned char letter = (unsigned char)format[0];
  if (letter != 0 && format[1] == 0) {
    return letter <= 'q' && single_formats[letter][0] != 0 ? single_formats[letter] : NULL;
  }
  int has_prefix = format[0] == '@';
  for (size_t i = 0; i < Py_ARRAY_LENGTH(native_formats); i++) {
    const char *native = native_formats[i];
    if (strcmp(native + 1, format + has_prefix) == 0) return has_prefix ? native : native + 1;
  }
  return NULL;
}

unsigned char pymv_c_noted_items[128];
