/* PyBuffer_SizeFromFormat. */
#include "harness.h"

static void observe_size(const char *format) {
  Py_ssize_t size = PyBuffer_SizeFromFormat(format);
  observe(text("size %s", bytes_text(format, (Py_ssize_t)strlen(format))), "%s", number(size));
}

static void single_items_have_a_size_in_every_mode(void **state) {
  const char modes[] = {'\0', '@', '=', '<', '>', '!'};
  for (size_t i = 0; i < sizeof modes; i++) {
    for (char code = '!'; code <= '~'; code++) {
      char format[3] = {modes[i], code, '\0'};
      if (modes[i] == '\0' && strchr("@=<>!", code) != NULL) continue;
      observe_size(modes[i] == '\0' ? format + 1 : format);
    }
  }
}

static void repeats_multiply(void **state) {
  const char *formats[] = {"0i",   "1i",    "3i",          "10h", "007b", "3s", "0s",
                           "10p",  "0p",    "4x",          "0x",  "2q3h", "3P", "=5d",
                           "<3sx", ">2i3s", "1000000000i", "3?",  "2e",   "5f"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(formats); i++) {
    observe_size(formats[i]);
  }
}

static void native_items_are_aligned(void **state) {
  const char *formats[] = {"bi",     "bq",     "bd",   "ib",    "qb",    "bhb",  "bhi",  "hhl",
                           "b0i",    "bb0q",   "b0ib", "=bi",   "<bq",   "@bi",  "cxh",  "3sh",
                           "3sq",    "5p2i",   "?d",   "?0d",   "bP",    "bnN",  "eb",   "be",
                           "bx",     "xq",     "b2xi", "bhilq", "qlihb", "<hhl", "3s2x", "=bPx",
                           "<bhilq", "!qlihb", "0q",   "b0x0i"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(formats); i++) {
    observe_size(formats[i]);
  }
}

static void blanks_are_skipped(void **state) {
  const char *formats[] = {"",      " ",   "  i", "i i", " <i",    "< i",    "2 i", "i ",
                           "\ti\n", "\vi", "\fi", "\ri", "i\x1fi", "= 2h b", "@ i"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(formats); i++) {
    observe_size(formats[i]);
  }
}

static void what_is_no_struct_format_is_refused(void **state) {
  const char *formats[] = {"T{i:a:}", "i:a:", "(2,3)i", "Zf",    "Zd",       "^i",       "&i",
                           "X{}",     "i<h",  "i@h",    "<<i",   "3i4",      "12",       "-1i",
                           "+1i",     "i,h",  "1.5i",   "i\x01", "\xc3\xa9", "3\xc3\xa9"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(formats); i++) {
    observe_size(formats[i]);
  }
}

static void sizes_beyond_memory_are_refused(void **state) {
  const char *formats[] = {
      "9223372036854775807b",   "9223372036854775808b",  "9223372036854775807h",
      "9223372036854775807bb",  "4611686018427387904h",  "4611686018427387903h",
      "99999999999999999999x",  "1152921504606846976q",  "1152921504606846975q",
      "9223372036854775807x",   "9223372036854775807xi", "9223372036854775806b0h",
      "9223372036854775807s",   "9223372036854775808s",  "9223372036854775800xq",
      "<9223372036854775807bb", "9223372036854775807b0i"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(formats); i++) {
    observe_size(formats[i]);
  }
}

static void bytes_that_are_no_text_are_refused(void **state) {
  observe_size("\xff");
  observe_size("i\x80");
}

static void random_formats_agree(void **state) {
  static const char alphabet[] = "xcbB?hHiIlLqQnNefdspP0123 @=<>!";
  uint64_t seed = 7;
  for (int round = 0; round < 600; round++) {
    char format[9];
    size_t length = 1 + (size_t)round % 8;
    for (size_t i = 0; i < length; i++) {
      seed = seed * 6364136223846793005u + 1442695040888963407u;
      format[i] = alphabet[(seed >> 33) % (sizeof alphabet - 1)];
    }
    format[length] = '\0';
    observe(text("random %d %s", round, format), "%s", number(PyBuffer_SizeFromFormat(format)));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(single_items_have_a_size_in_every_mode),
      CASE(repeats_multiply),
      CASE(native_items_are_aligned),
      CASE(blanks_are_skipped),
      CASE(what_is_no_struct_format_is_refused),
      CASE(sizes_beyond_memory_are_refused),
      CASE(bytes_that_are_no_text_are_refused),
      CASE(random_formats_agree),
  };
  return cmocka_run_group_tests_name("sizes", tests, start_host, stop_host);
}
