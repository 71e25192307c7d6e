/* Every allocation fails once while items of several fields are read, written and compared. */
#include "flat.h"
#include "scenario.h"

/* Numbers, lists, tuples, byte strings, texts, long doubles and a registered type. */
#define FIELDS "T{i:a:(2,2)h:b:4s:c:3w:d:>Zd:z:@T{?:x:}:t:g:l:[bfloat16]:s:}"
/* Items for which no room on the stack is reserved. */
#define LARGE "T{1500s:a:(300)i:b:5w:c:}"

enum { SIZE = 8192, NAME_LENGTH = 200000 };

/* The items of `source` have values; those of `target` are zeros at first. */
static _Alignas(16) uint32_t source[SIZE / 4], target[SIZE / 4];

/* Too long a text for the cache of parsed formats, with more fields than most have. */
static const char *long_format(void) {
  static char text[NAME_LENGTH + 64];
  if (text[0] == '\0') {
    memcpy(text, "T{i:", 4);
    memset(text + 4, 'n', NAME_LENGTH);
    strcpy(text + 4 + NAME_LENGTH, ":hhhhhhhhhhhhhhhh2w:w:}");
  }
  return text;
}

/* A view of three items. */
static PyObject *view_of(void *items, const char *format) {
  PyMV_Format *parsed = PyMV_FormatParse(format, NULL);
  if (parsed == NULL) return NULL;
  ptrdiff_t size = PyMV_FormatSize(parsed);
  PyMV_FormatFree(parsed);
  return PyMV_FromArray(items, format, size, 1, SHAPE(3), NULL, NULL, 0, NULL, NULL);
}

static PyObject *source_of(const char *format) {
  for (size_t i = 0; i < SIZE / 4; i++) source[i] = 'A';
  memset(target, 0, SIZE);
  return view_of(source, format);
}

static PyObject *target_of(const char *format) {
  return view_of(target, format);
}

/* --- reading --- */

static PyObject *item_of(PyObject *view) {
  if (view == NULL) return NULL;
  PyObject *item = PySequence_GetItem(view, 0);
  Py_DECREF(view);
  return item;
}

static PyObject *read_item(void) {
  return item_of(source_of(FIELDS));
}

static PyObject *read_large_item(void) {
  return item_of(source_of(LARGE));
}

static PyObject *read_long_format(void) {
  return item_of(source_of(long_format()));
}

static PyObject *list_items(void) {
  return items_of(source_of(FIELDS));
}

static PyObject *list_several_values(void) {
  return items_of(source_of("<3h2s>d"));
}

static PyObject *list_long_format(void) {
  return items_of(source_of(long_format()));
}

static PyObject *iterate(void) {
  PyObject *view = source_of(FIELDS);
  if (view == NULL) return NULL;
  PyObject *tuple = PySequence_Tuple(view);
  Py_DECREF(view);
  return tuple;
}

/* --- searching and comparing --- */

static PyObject *count_in(PyObject *view) {
  PyObject *item = view != NULL ? PySequence_GetItem(view, 2) : NULL;
  Py_ssize_t count = item != NULL ? PySequence_Count(view, item) : -1;
  Py_XDECREF(item);
  Py_XDECREF(view);
  return count < 0 ? NULL : PyLong_FromSsize_t(count);
}

static PyObject *count_items(void) {
  return count_in(source_of("T{i:a:(2,2)h:b:4s:c:3w:d:}"));
}

static PyObject *count_in_long_format(void) {
  return count_in(source_of(long_format()));
}

static PyObject *compare(const char *left, const char *right) {
  PyObject *a = source_of(left);
  PyObject *b = a != NULL ? view_of(source, right) : NULL;
  PyObject *result = b != NULL ? PyObject_RichCompare(a, b, Py_EQ) : NULL;
  Py_XDECREF(a);
  Py_XDECREF(b);
  return result;
}

static PyObject *compare_same_format(void) {
  return compare("T{b:a:i:b:}", "T{b:a:i:b:}");
}

static PyObject *compare_other_format(void) {
  return compare("T{b:a:3xi:b:(2)h:c:}", "T{<B:x:3x<I:y:(2)<H:z:}");
}

static PyObject *compare_many_fields(void) {
  return compare("hbhbhbhbhbhbhbhbhbhbhbhbhbhbhbhbhbhbhbhbhb",
                 "HbhbHbhbHbhbHbhbHbhbHbhbHbhbHbhbHbhbHbhbHb");
}

static PyObject *compare_long_format(void) {
  return compare(long_format(), long_format());
}

/* --- writing --- */

/* A failure leaves the memory as it was. */
static PyObject *all_or_nothing(int status) {
  bool is_changed = false;
  for (size_t i = 0; i < SIZE / 4; i++) is_changed |= target[i] != 0;
  if (is_changed != (status == 0)) return broken(is_changed ? "written in part" : "not written");
  return done(status, NULL);
}

static PyObject *write_item_of(const char *format) {
  PyObject *from = source_of(format), *to = from != NULL ? target_of(format) : NULL;
  PyObject *value = to != NULL ? PySequence_GetItem(from, 0) : NULL;
  PyObject *key = value != NULL ? PyLong_FromLong(1) : NULL;
  int status = key != NULL ? PyObject_SetItem(to, key, value) : -1;
  Py_XDECREF(key);
  Py_XDECREF(value);
  Py_XDECREF(to);
  Py_XDECREF(from);
  return all_or_nothing(status);
}

static PyObject *write_item(void) {
  return write_item_of(FIELDS);
}

static PyObject *write_several_values(void) {
  return write_item_of("<3h2s>d");
}

static PyObject *write_large_item(void) {
  return write_item_of(LARGE);
}

static PyObject *write_long_format(void) {
  return write_item_of(long_format());
}

static PyObject *copy_between(const char *left, const char *right) {
  PyObject *from = source_of(left), *to = from != NULL ? target_of(right) : NULL;
  int status = to != NULL ? PyMV_CopyItems(to, from) : -1;
  Py_XDECREF(to);
  Py_XDECREF(from);
  return all_or_nothing(status);
}

static PyObject *copy_same_layout(void) {
  return copy_between("T{b:a:i:b:}", "T{<b:a:3x=i:b:}");
}

static PyObject *copy_long_format(void) {
  return copy_between(long_format(), long_format());
}

/* --- fields --- */

static PyObject *field_of(PyObject *view, const char *name) {
  PyObject *field = view != NULL ? PyMV_GetField(view, name) : NULL;
  Py_XDECREF(view);
  return items_of(field);
}

static PyObject *view_field(void) {
  return field_of(source_of(FIELDS), "b");
}

static PyObject *view_field_of_long_format(void) {
  return field_of(source_of(long_format()), "w");
}

static PyObject *parse(void) {
  PyMV_Format *format = PyMV_FormatParse(long_format(), NULL);
  ptrdiff_t count = format != NULL ? PyMV_FormatFieldCount(format) : -1;
  PyMV_FormatFree(format);
  return count < 0 ? NULL : PyLong_FromSsize_t(count);
}

static PyObject *size_from_format(void) {
  Py_ssize_t size = PyBuffer_SizeFromFormat(long_format());
  return size < 0 ? NULL : PyLong_FromSsize_t(size);
}

static const Scenario scenarios[] = {
    {"item", read_item},
    {"large item", read_large_item},
    {"item of a long format", read_long_format},
    {"list of items", list_items},
    {"list of several values", list_several_values},
    {"list of a long format", list_long_format},
    {"iteration", iterate},
    {"count", count_items},
    {"count in a long format", count_in_long_format},
    {"comparison", compare_same_format},
    {"comparison of formats", compare_other_format},
    {"comparison of many fields", compare_many_fields},
    {"comparison of long formats", compare_long_format},
    {"write an item", write_item},
    {"write several values", write_several_values},
    {"write a large item", write_large_item},
    {"write an item of a long format", write_long_format},
    {"copy items", copy_same_layout},
    {"copy items of a long format", copy_long_format},
    {"field", view_field},
    {"field of a long format", view_field_of_long_format},
    {"parse", parse},
    {"size", size_from_format},
};

static void records_survive_it(void **state) {
  scenarios_survive(scenarios, Py_ARRAY_LENGTH(scenarios));
}

/* Without faults. */
static void the_scenarios_succeed(void **state) {
  for (size_t i = 0; i < Py_ARRAY_LENGTH(scenarios); i++) {
    PyObject *result = scenarios[i].body();
    if (result == NULL) fail_msg("%s: %s", scenarios[i].name, take_error());
    if (result == Py_False) fail_msg("%s: not equal", scenarios[i].name);
    Py_DECREF(result);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {CASE(the_scenarios_succeed), CASE(records_survive_it)};
  return cmocka_run_group_tests_name("records", tests, start_host, stop_host);
}
