/* One thread releases a view that other threads use. Each use completes or is refused, and memory
 * that the exporter has freed is never accessed. */
#include "fleeting.h"
#include "harness.h"
#include "threads.h"

#include <unistd.h>

enum { LIVES = 4, USES = 30, LARGE = 16 << 20 };

/* --- Uses: each gives a new reference, or NULL with an exception --- */

static PyObject *call(PyObject *view, const char *name) {
  return PyObject_CallMethod(view, name, NULL);
}

static PyObject *to_bytes(PyObject *view) {
  return call(view, "tobytes");
}

static PyObject *to_hex(PyObject *view) {
  return call(view, "hex");
}

static PyObject *to_list(PyObject *view) {
  return call(view, "tolist");
}

static PyObject *contiguous(PyObject *view) {
  return PyMemoryView_GetContiguous(view, PyBUF_READ, 'F');
}

static PyObject *compare(PyObject *view) {
  PyObject *other = PyBytes_FromString("something else");
  PyObject *result = PyObject_RichCompare(view, other, Py_EQ);
  Py_DECREF(other);
  /* A released view is unequal to everything, without an error. */
  if (result != NULL) Py_XDECREF(PyObject_GetAttrString(view, "ndim"));
  if (PyErr_Occurred()) Py_CLEAR(result);
  return result;
}

static PyObject *read_item(PyObject *view) {
  return PySequence_GetItem(view, 3);
}

static PyObject *read_item_by_key(PyObject *view) {
  PyObject *key = PyLong_FromLong(-2);
  PyObject *item = PyObject_GetItem(view, key);
  Py_DECREF(key);
  return item;
}

static PyObject *iterate(PyObject *view) {
  PyObject *iterator = PyObject_GetIter(view);
  PyObject *item = NULL;
  while (iterator != NULL && (item = PyIter_Next(iterator)) != NULL) {
    Py_DECREF(item);
  }
  if (PyErr_Occurred()) Py_CLEAR(iterator);
  return iterator;
}

static PyObject *search(PyObject *view) {
  PyObject *value = PyLong_FromLong(200);
  int found = PySequence_Contains(view, value);
  Py_DECREF(value);
  return found < 0 ? NULL : PyBool_FromLong(found);
}

static PyObject *search_for_odd_value(PyObject *view) {
  PyObject *value = PyUnicode_FromString("odd");
  PyObject *count = PyObject_CallMethod(view, "count", "O", value);
  Py_DECREF(value);
  return count;
}

static PyObject *slice(PyObject *view) {
  PyObject *start = PyLong_FromLong(1), *bounds = PySlice_New(start, NULL, NULL);
  PyObject *part = PyObject_GetItem(view, bounds);
  PyObject *bytes = part != NULL ? call(part, "tobytes") : NULL;
  Py_XDECREF(part), Py_DECREF(bounds), Py_DECREF(start);
  return bytes;
}

static PyObject *read_only(PyObject *view) {
  PyObject *other = call(view, "toreadonly");
  PyObject *list = other != NULL ? call(other, "tolist") : NULL;
  Py_XDECREF(other);
  return list;
}

static PyObject *copy_out(PyObject *view) {
  PyObject *copy = PyByteArray_FromStringAndSize(NULL, EXPORTER_DATA_SIZE);
  if (PyObject_CopyData(copy, view) < 0) Py_CLEAR(copy);
  return copy;
}

static PyObject *unpack(PyObject *view) {
  char copy[EXPORTER_DATA_SIZE];
  Py_buffer buffer;
  if (PyObject_GetBuffer(view, &buffer, PyBUF_FULL_RO) < 0) return NULL;
  int status = PyBuffer_ToContiguous(copy, &buffer, buffer.len, 'C');
  PyBuffer_Release(&buffer);
  return status < 0 ? NULL : PyBytes_FromStringAndSize(copy, 1);
}

static PyObject *read_attributes(PyObject *view) {
  Py_XDECREF(PyObject_GetAttrString(view, "obj"));
  return PyErr_Occurred() ? NULL : PyObject_GetAttrString(view, "format");
}

static PyObject *hash(PyObject *view) {
  return PyObject_Hash(view) == -1 ? NULL : Py_NewRef(Py_None);
}

/* An error about the format means that the view was not released. */
static PyObject *unless_unsupported(PyObject *result) {
  if (result != NULL || !PyErr_ExceptionMatches(PyExc_NotImplementedError)) return result;
  PyErr_Clear();
  return Py_NewRef(Py_None);
}

static PyObject *to_unsupported_list(PyObject *view) {
  return unless_unsupported(to_list(view));
}

static PyObject *read_unsupported_item(PyObject *view) {
  return unless_unsupported(read_item(view));
}

static PyObject *search_unsupported_items(PyObject *view) {
  return unless_unsupported(search(view));
}

/* Writers: only one thread writes, because data races on the contents are the caller's
 * responsibility. */

static PyObject *assign(PyObject *view, PyObject *key, PyObject *value) {
  int status = PyObject_SetItem(view, key, value);
  Py_DECREF(key), Py_DECREF(value);
  return status < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *write_item(PyObject *view) {
  return assign(view, PyLong_FromLong(4), PyLong_FromLong(9));
}

static PyObject *write_odd_item(PyObject *view) {
  return assign(view, PyLong_FromLong(4), PyBool_FromLong(1));
}

static PyObject *write_slice(PyObject *view) {
  PyObject *items = PyByteArray_FromStringAndSize(NULL, EXPORTER_DATA_SIZE / 2);
  return assign(view, PySlice_New(NULL, NULL, NULL), items);
}

static PyObject *request_only(PyObject *view) {
  Py_buffer buffer;
  if (PyObject_GetBuffer(view, &buffer, PyBUF_FULL_RO) < 0) return NULL;
  PyBuffer_Release(&buffer);
  return Py_NewRef(Py_None);
}

/* --- The threads --- */

typedef PyObject *Use(PyObject *view);

/* The operation of the second thread, and that of the other threads. */
static Use *second_use, *other_use;
static int use_count = USES;

static void release(PyObject *view) {
  PyObject *released = NULL;
  while ((released = call(view, "release")) == NULL) {
    PyErr_Clear();
    usleep(50);
  }
  Py_DECREF(released);
}

/* The view cannot be released while other threads use it, so they stop. */
static void use_until_refused(Work *work) {
  if (work->number == 0) {
    release(work->shared);
    return;
  }
  Use *use = work->number == 1 ? second_use : other_use;
  for (int i = 0; i < use_count; i++) {
    PyObject *result = use(work->shared);
    if (result == NULL) break;
    Py_DECREF(result);
  }
  if (PyErr_Occurred() && !PyErr_ExceptionMatches(PyExc_ValueError)) work->failures++;
  PyErr_Clear();
}

static const Layout line = {.name = "line",
                            .format = "B",
                            .itemsize = 1,
                            .ndim = 1,
                            .shape = {EXPORTER_DATA_SIZE / 2},
                            .strides = {2}};
static const Layout records = {.name = "records",
                               .format = "<3sx",
                               .itemsize = 4,
                               .ndim = 1,
                               .shape = {EXPORTER_DATA_SIZE / 4},
                               .strides = {4}};

/* The release deallocates the exporter too. */
static void run_lives_of(const Layout *layout, bool readonly, Use *second, Use *others) {
  second_use = second, other_use = others;
  for (int life = 0; life < LIVES; life++) {
    PyObject *exporter = fleeting_new(layout, readonly);
    PyObject *view = PyMemoryView_FromObject(exporter);
    Py_DECREF(exporter);
    run_threads((Work){.body = use_until_refused, .shared = view});
    assert_int_equal(fleeting_gets, fleeting_releases);
    assert_int_equal(exporters_alive, 0);
    Py_DECREF(view);
  }
}

static void run_lives(Use *second, Use *others) {
  run_lives_of(&line, false, second, others);
}

static void copies_are_whole_or_refused(void **state) {
  Use *const uses[] = {to_bytes, to_hex, to_list, contiguous, copy_out, unpack};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(uses); i++) run_lives(uses[i], uses[i]);
}

static void comparisons_and_searches_are_whole_or_refused(void **state) {
  Use *const uses[] = {compare, search, search_for_odd_value};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(uses); i++) run_lives(uses[i], uses[i]);
}

static void more_views_are_whole_or_refused(void **state) {
  run_lives(slice, slice);
  run_lives(read_only, read_only);
}

static void items_are_read_whole_or_refused(void **state) {
  Use *const uses[] = {read_item, read_item_by_key, iterate};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(uses); i++) run_lives(uses[i], uses[i]);
}

static void items_are_written_or_refused(void **state) {
  Use *const uses[] = {write_item, write_odd_item, write_slice};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(uses); i++) run_lives(uses[i], request_only);
}

static void attributes_are_read_or_refused(void **state) {
  run_lives(read_attributes, read_attributes);
}

static void hashes_are_computed_or_refused(void **state) {
  run_lives_of(&line, true, hash, hash);
}

static void formats_are_named_or_refused(void **state) {
  Use *const uses[] = {to_unsupported_list, read_unsupported_item, search_unsupported_items};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(uses); i++) {
    run_lives_of(&records, false, uses[i], uses[i]);
  }
}

/* --- Large copies --- */

static int freed;

static void free_memory(void *memory, void *context) {
  memset(memory, 0xdb, LARGE);
  free(memory);
  freed++;
}

/* Every second byte of a large memory, which is freed as soon as the view is released. */
static PyObject *large_view(void) {
  PyObject *base =
      PyMV_FromMemoryOwned(calloc(1, LARGE), LARGE, PyBUF_WRITE, NULL, free_memory, NULL);
  PyObject *step = PyLong_FromLong(2), *bounds = PySlice_New(NULL, NULL, step);
  PyObject *part = PyObject_GetItem(base, bounds);
  release(base);
  Py_DECREF(base), Py_DECREF(bounds), Py_DECREF(step);
  return part;
}

static void copies_by_several_threads_are_whole_or_refused(void **state) {
  Use *const uses[] = {to_bytes, contiguous};
  assert_int_equal(PyMV_SetThreads(2), 0);
  freed = 0, use_count = 1;
  for (size_t i = 0; i < Py_ARRAY_LENGTH(uses); i++) {
    PyObject *view = large_view();
    second_use = other_use = uses[i];
    run_threads((Work){.body = use_until_refused, .shared = view});
    assert_int_equal(freed, i + 1);
    Py_DECREF(view);
  }
  use_count = USES;
  assert_int_equal(PyMV_SetThreads(1), 0);
}

static int start(void **state) {
  return start_host(state) != 0 || fleeting_ready() < 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(copies_are_whole_or_refused),     CASE(comparisons_and_searches_are_whole_or_refused),
      CASE(more_views_are_whole_or_refused), CASE(items_are_read_whole_or_refused),
      CASE(items_are_written_or_refused),    CASE(copies_by_several_threads_are_whole_or_refused),
      CASE(attributes_are_read_or_refused),  CASE(hashes_are_computed_or_refused),
      CASE(formats_are_named_or_refused),
  };
  return cmocka_run_group_tests_name("threads_and_release", tests, start, stop_host);
}
