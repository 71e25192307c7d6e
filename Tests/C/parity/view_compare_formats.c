/* == for every pair of formats, on the same bytes and on the same values;
 * and for repeated fields. */
#include "harness.h"

static const char *const formats[] = {
    "?",  "c",  "b",  "B",  "h",  "H",  "i",  "I",  "l",  "L",   "q",   "Q",  "n",
    "N",  "f",  "d",  "P",  "e",  "@B", "@h", "<i", ">h", "=bq", "bq",  "3s", "3p",
    "hh", "<d", ">f", "!Q", "<?", "=c", "<e", "=H", ">n", "2x",  "BxB", "s",  "0s",
};
static Py_ssize_t size_of(const char *format) {
  /* The struct module refuses n in standard modes. */
  if (strcmp(format, ">n") == 0) return 8;
  Py_ssize_t size = PyBuffer_SizeFromFormat(format);
  return size > 0 ? size : 1;
}
static const char *const contents[] = {
    "",
    "\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0"
    "\\0",
};

static void pairs_of_the_same_bytes(void **state) {
  for (size_t i = 0; i < Py_ARRAY_LENGTH(formats); i++) {
    given(
        text("m = memoryview(nd('%s', (2,), b'', itemsize=%zd))", formats[i], size_of(formats[i])));
    for (size_t k = 0; k < Py_ARRAY_LENGTH(formats); k++) {
      see(text("m == nd('%s', (2,), b'', itemsize=%zd)", formats[k], size_of(formats[k])));
    }
  }
}

static void pairs_of_zeros(void **state) {
  for (size_t i = 0; i < Py_ARRAY_LENGTH(formats); i++) {
    given(text("m = memoryview(nd('%s', (2,), b'%s', itemsize=%zd))", formats[i], contents[1],
               size_of(formats[i])));
    for (size_t k = 0; k < Py_ARRAY_LENGTH(formats); k++) {
      see(text("m == nd('%s', (2,), b'%s', itemsize=%zd)", formats[k], contents[1],
               size_of(formats[k])));
    }
  }
}

/* Consecutive values may belong to one field or to several, in either format. */
static const char *const repeated[] = {
    "8b",   "8B", "8?", "4h", ">4h", "hhhh", "2h2H", "2i",   ">2i",  "ii0q",  "bbbb4b",
    "3h2x", "4e", "2f", "8c", "8s",  "8p",   "4s4s", "3c5c", "0i4h", "<4h0s", "1000000000h",
};

static void pairs_of_repeated_fields(void **state) {
  const char *bytes[] = {"\\0\\0\\0\\0\\0\\0\\0\\0", "\\1\\0\\2\\0\\0\\0\\0\\1"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(repeated); i++) {
    for (size_t content = 0; content < 2; content++) {
      given(text("m = memoryview(nd('%s', (), b'%s', itemsize=8))", repeated[i], bytes[content]));
      for (size_t k = 0; k < Py_ARRAY_LENGTH(repeated); k++) {
        see(text("m == nd('%s', (), b'%s', itemsize=8)", repeated[k], bytes[content]));
      }
    }
  }
}

/* The NaN with the least fraction is next to infinity. */
static void halves_in_records_may_be_nan(void **state) {
  expect("memoryview(nd('eb', (1,), b'\\1\\x7c\\1')) == memoryview(nd('eb', (1,), b'\\1\\x7c\\1'))",
         "False");
  expect("memoryview(nd('eb', (1,), b'\\0\\x7c\\1')) == memoryview(nd('eb', (1,), b'\\0\\x7c\\1'))",
         "True");
}

static void the_largest_integers_are_no_floats(void **state) {
  const char *pairs[][3] = {
      {"q", "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x7f", "\\0\\0\\0\\0\\0\\0\\xe0\\x43"},
      {"Q", "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff", "\\0\\0\\0\\0\\0\\0\\xf0\\x43"},
  };
  for (size_t i = 0; i < Py_ARRAY_LENGTH(pairs); i++) {
    const char *most = pairs[i][1], *power = pairs[i][2];
    expect(text("memoryview(nd('%s', (2,), b'%s%s')) == memoryview(nd('d', (2,), b'%s%s'))",
                pairs[i][0], most, most, power, power),
           "False");
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(pairs_of_the_same_bytes),
      CASE(pairs_of_zeros),
      CASE(pairs_of_repeated_fields),
      CASE(halves_in_records_may_be_nan),
      CASE(the_largest_integers_are_no_floats),
  };
  return cmocka_run_group_tests_name("view_compare_formats", tests, start_host, stop_host);
}
