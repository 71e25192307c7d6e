/* str, from and to UTF-8. */
#include "harness.h"

static void strings_are_made_from_utf8(void **state) {
  const char *strings[] = {"",
                           "plain",
                           "it's",
                           "say \"x\"",
                           "it's \"x\"",
                           "back\\slash",
                           "tab\tnewline\nreturn\r",
                           "\x01\x1f\x7f",
                           "\xc3\xa9",
                           "\xe2\x82\xac",
                           "\xf0\x9f\x98\x80",
                           "\xc2\x80\xc2\xa0",
                           "a\xcc\x81",
                           "\xe2\x80\xa8",
                           "\xef\xbf\xbd",
                           "\xc2\xad",
                           "\xd0\x96\xe4\xb8\xad",
                           "\xf4\x8f\xbf\xbf"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(strings); i++) {
    PyObject *string = PyUnicode_FromString(strings[i]);
    assert_non_null(string);
    const char *claim = text("str %s", bytes_text(strings[i], (Py_ssize_t)strlen(strings[i])));
    observe(claim, "%s %s length %zd", repr_of(string), str_of(string),
            PyUnicode_GetLength(string));
    assert_string_equal(PyUnicode_AsUTF8(string), strings[i]);
    Py_DECREF(string);
  }
}

static void invalid_utf8_is_refused(void **state) {
  const char *strings[] = {"\x80",
                           "a\xff",
                           "\xc3",
                           "\xc3(",
                           "\xe2\x82",
                           "\xe2(\xa1",
                           "\xf0\x9f\x98",
                           "\xf5\x80\x80\x80",
                           "\xc0\x80",
                           "\xe0\x80\x80",
                           "\xed\xa0\x80",
                           "\xf0\x80\x80\x80",
                           "\xf4\x90\x80\x80",
                           "ok\xe2\x82z",
                           "\xc1\xbf"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(strings); i++) {
    Py_ssize_t size = (Py_ssize_t)strlen(strings[i]);
    observe(text("invalid %s", bytes_text(strings[i], size)), "%s",
            outcome(PyUnicode_FromString(strings[i])));
    observe(text("invalid with size %s", bytes_text(strings[i], size)), "%s",
            outcome(PyUnicode_FromStringAndSize(strings[i], size)));
  }
}

static void sizes_are_respected(void **state) {
  observe("str of size", "%s", outcome(PyUnicode_FromStringAndSize("a\0b", 3)));
  observe("str of size 0", "%s", outcome(PyUnicode_FromStringAndSize("abc", 0)));
  observe("str of negative size", "%s", outcome(PyUnicode_FromStringAndSize("abc", -1)));
  PyObject *string = PyUnicode_FromStringAndSize("a\0\xc3\xa9", 4);
  Py_ssize_t size = -1;
  const char *utf8 = PyUnicode_AsUTF8AndSize(string, &size);
  assert_int_equal(size, 4);
  assert_memory_equal(utf8, "a\0\xc3\xa9", 5);
  assert_ptr_equal(PyUnicode_AsUTF8AndSize(string, NULL), utf8);
  assert_int_equal(PyUnicode_GetLength(string), 3);
  Py_DECREF(string);
}

static void bytes_are_decoded(void **state) {
  observe("decode UTF-8", "%s", outcome(PyUnicode_DecodeUTF8("\xc3\xa9x", 3, NULL)));
  observe("decode UTF-8 strict", "%s", outcome(PyUnicode_DecodeUTF8("x\xff", 2, "strict")));
  observe("decode ASCII", "%s", outcome(PyUnicode_DecodeASCII("abc", 3, NULL)));
  observe("decode ASCII high", "%s", outcome(PyUnicode_DecodeASCII("ab\x80", 3, NULL)));
  observe("decode ASCII strict", "%s", outcome(PyUnicode_DecodeASCII("\xff", 1, "strict")));
  observe("decode ASCII empty", "%s", outcome(PyUnicode_DecodeASCII("", 0, NULL)));
}

static void strings_are_encoded(void **state) {
  PyObject *ascii = PyUnicode_FromString("abc");
  PyObject *other = PyUnicode_FromString("x\xc3\xa9\xe2\x82\xac");
  observe("encode ascii as UTF-8", "%s", outcome(PyUnicode_AsUTF8String(ascii)));
  observe("encode other as UTF-8", "%s", outcome(PyUnicode_AsUTF8String(other)));
  observe("encode ascii as ASCII", "%s", outcome(PyUnicode_AsASCIIString(ascii)));
  observe("encode other as ASCII", "%s", outcome(PyUnicode_AsASCIIString(other)));
  Py_DECREF(other);
  Py_DECREF(ascii);
}

static void characters_are_read(void **state) {
  PyObject *string = PyUnicode_FromString("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
  for (Py_ssize_t i = -1; i <= 4; i++) {
    Py_UCS4 character = PyUnicode_ReadChar(string, i);
    observe(text("character %zd", i), "U+%04X, %s", (unsigned)character, take_error());
  }
  Py_DECREF(string);
}

static void strings_compare_with_ascii(void **state) {
  const char *strings[] = {"abc", "abd", "ab", "abcd", "", "\xc3\xa9"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(strings); i++) {
    PyObject *string = PyUnicode_FromString(strings[i]);
    observe(text("'%s' compared with 'abc'", strings[i]), "%d",
            PyUnicode_CompareWithASCIIString(string, "abc"));
    Py_DECREF(string);
  }
  PyObject *with_nul = PyUnicode_FromStringAndSize("abc\0d", 5);
  observe("'abc\\0d' compared with 'abc'", "%d", PyUnicode_CompareWithASCIIString(with_nul, "abc"));
  Py_DECREF(with_nul);
}

static void other_objects_are_no_strings(void **state) {
  PyObject *objects[] = {PyLong_FromLong(1), PyBytes_FromString("x"), Py_NewRef(Py_None)};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(objects); i++) {
    const char *name = Py_TYPE(objects[i])->tp_name;
    assert_false(PyUnicode_Check(objects[i]));
    observe(text("AsUTF8 of %s", name), "%s", string_outcome(PyUnicode_AsUTF8(objects[i])));
    observe(text("AsUTF8String of %s", name), "%s", outcome(PyUnicode_AsUTF8String(objects[i])));
    observe(text("AsASCIIString of %s", name), "%s", outcome(PyUnicode_AsASCIIString(objects[i])));
    observe(text("GetLength of %s", name), "%s", number(PyUnicode_GetLength(objects[i])));
    Py_UCS4 character = PyUnicode_ReadChar(objects[i], 0);
    observe(text("ReadChar of %s", name), "%x, %s", (unsigned)character, take_error());
    Py_DECREF(objects[i]);
  }
}

static void numbers_are_formatted(void **state) {
  observe("format d", "%s", outcome(PyUnicode_FromFormat("%d %i %u", -1, 7, 3000000000u)));
  observe("format ld", "%s", outcome(PyUnicode_FromFormat("%ld %lu", LONG_MIN, ULONG_MAX)));
  observe("format lld", "%s", outcome(PyUnicode_FromFormat("%lld %llu", LLONG_MIN, ULLONG_MAX)));
  observe("format zd", "%s", outcome(PyUnicode_FromFormat("%zd %zu", (Py_ssize_t)-5, (size_t)5)));
  observe("format x", "%s", outcome(PyUnicode_FromFormat("%x", 255)));
  observe("format width", "%s", outcome(PyUnicode_FromFormat("[%5d] [%05d] [%3d]", 42, 42, 12345)));
  observe("format precision", "%s", outcome(PyUnicode_FromFormat("[%.5d]", 42)));
  observe("format p", "%s", outcome(PyUnicode_FromFormat("%p", (void *)(uintptr_t)0x12345678)));
  observe("format c", "%s", outcome(PyUnicode_FromFormat("%c%c", 'A', 0xe9)));
  observe("format percent", "%s", outcome(PyUnicode_FromFormat("100%%")));
}

static void strings_and_objects_are_formatted(void **state) {
  PyObject *string = PyUnicode_FromString("it's \xc3\xa9");
  PyObject *type = (PyObject *)&PyLong_Type;
  observe("format s", "%s", outcome(PyUnicode_FromFormat("<%s>", "text")));
  observe("format s cut", "%s", outcome(PyUnicode_FromFormat("<%.3s>", "text")));
  observe("format s cut wide", "%s", outcome(PyUnicode_FromFormat("<%.200s>", "text")));
  observe("format s width", "%s", outcome(PyUnicode_FromFormat("<%8s>", "text")));
  observe("format s utf8", "%s", outcome(PyUnicode_FromFormat("<%s>", "\xe2\x82\xac")));
  observe("format s invalid", "%s", outcome(PyUnicode_FromFormat("<%s>", "a\xff")));
  observe("format S", "%s", outcome(PyUnicode_FromFormat("<%S>", string)));
  observe("format R", "%s", outcome(PyUnicode_FromFormat("<%R>", string)));
  observe("format A", "%s", outcome(PyUnicode_FromFormat("<%A>", string)));
  observe("format U", "%s", outcome(PyUnicode_FromFormat("<%U>", string)));
  observe("format V", "%s", outcome(PyUnicode_FromFormat("<%V>", NULL, "instead")));
  observe("format R of a type", "%s", outcome(PyUnicode_FromFormat("<%R>", type)));
  observe("format empty", "%s", outcome(PyUnicode_FromFormat("")));
  observe("format plain", "%s", outcome(PyUnicode_FromFormat("plain")));
  Py_DECREF(string);
}

static void ascii_is_written_in_place(void **state) {
  PyObject *string = PyUnicode_New(3, 127);
  memcpy((char *)PyUnicode_AsUTF8(string), "a~c", 3);
  observe("written in place", "%s", outcome(string));
  observe("new of nothing", "%s", outcome(PyUnicode_New(0, 127)));
  observe("new of negative size", "%s", outcome(PyUnicode_New(-1, 127)));
  observe("new of too large a character", "%s", outcome(PyUnicode_New(1, 0x110000)));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(strings_are_made_from_utf8), CASE(invalid_utf8_is_refused),
      CASE(sizes_are_respected),        CASE(bytes_are_decoded),
      CASE(strings_are_encoded),        CASE(characters_are_read),
      CASE(strings_compare_with_ascii), CASE(other_objects_are_no_strings),
      CASE(numbers_are_formatted),      CASE(strings_and_objects_are_formatted),
      CASE(ascii_is_written_in_place),
  };
  return cmocka_run_group_tests_name("strings", tests, start_host, stop_host);
}
