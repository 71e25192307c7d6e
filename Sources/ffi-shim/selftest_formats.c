/* PyBuffer_SizeFromFormat. */
#include "selftest.h"

static const struct {
  const char *format;
  Py_ssize_t size;
} sizes[] = {
    {"", 0},
    {"x", 1},
    {"c", 1},
    {"b", 1},
    {"B", 1},
    {"?", 1},
    {"h", 2},
    {"H", 2},
    {"i", 4},
    {"I", 4},
    {"l", 8},
    {"L", 8},
    {"q", 8},
    {"Q", 8},
    {"n", 8},
    {"N", 8},
    {"e", 2},
    {"f", 4},
    {"d", 8},
    {"P", 8},
    {"s", 1},
    {"p", 1},
    {"0s", 0},
    {"3s", 3},
    {"10p", 10},
    {"@i", 4},
    {"=i", 4},
    {"<i", 4},
    {">i", 4},
    {"!i", 4},
    {"=l", 4},
    {"@l", 8},
    {"<hhl", 8},
    {"@hhl", 16},
    {"bi", 8},
    {"ib", 5},
    {"ibx", 6},
    {"3x", 3},
    {"b3xi", 8},
    {"<bq", 9},
    {"bq", 16},
    {"qb", 9},
    {"qb0q", 16},
    {"c0i", 4},
    {" i i", 8},
    {"2h3b", 7},
    {"4i", 16},
    {"<d", 8},
    {"=q", 8},
    {"bh0l", 8},
    {"0i", 0},
    {"hhhhd", 16},
    {"Pb", 9},
    {"10s2xh", 14},
    {"<e", 2},
    {"?d", 16},
    {"<", 0},
    {"i\t\n b", 5},
    {"1000000i", 4000000},
    {"9223372036854775807s", PY_SSIZE_T_MAX},
};

static const struct {
  const char *format, *message;
} errors[] = {
    {"@@i", "bad char in struct format"},
    {"i<", "bad char in struct format"},
    {" <i", "bad char in struct format"},
    {"<n", "bad char in struct format"},
    {"<N", "bad char in struct format"},
    {">P", "bad char in struct format"},
    {"w", "bad char in struct format"},
    {"&", "bad char in struct format"},
    {"T{i:a:}", "bad char in struct format"},
    {"O", "bad char in struct format"},
    {"3 i", "bad char in struct format"},
    {"i,", "bad char in struct format"},
    {"-1i", "bad char in struct format"},
    {"5", "repeat count given without format specifier"},
    {"i5", "repeat count given without format specifier"},
    {"99999999999999999999i", "total struct size too long"},
    {"9223372036854775807q", "total struct size too long"},
    {"9223372036854775807s1s", "total struct size too long"},
};

void selftest_formats(void) {
  for (size_t k = 0; k < Py_ARRAY_LENGTH(sizes); k++) {
    const char *format = sizes[k].format;
    Py_ssize_t size = call_PyBuffer_SizeFromFormat(format);
    claim(size == sizes[k].size && call_PyErr_Occurred() == NULL,
          "SizeFromFormat: %zd bytes for format number %zu", sizes[k].size, k);
    if (size != sizes[k].size) claim_raised("", "", "format '%s' gave %zd", format, size);
  }
  for (size_t k = 0; k < Py_ARRAY_LENGTH(errors); k++) {
    Py_ssize_t size = call_PyBuffer_SizeFromFormat(errors[k].format);
    claim_raised("error", errors[k].message, "SizeFromFormat refuses '%s'", errors[k].format);
    claim(size == -1, "SizeFromFormat gives -1 for '%s'", errors[k].format);
  }
}
