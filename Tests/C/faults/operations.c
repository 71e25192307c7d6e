/* Every allocation of the C functions fails once. What scripts can say is covered by theirs. */
#include "harness.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "capture.h"
#include "failing_malloc.h"
#include "faults.h"

typedef struct {
  const char *name;
  PyObject *(*body)(void);
} Scenario;

static PyObject *broken(const char *what) {
  PyErr_Clear();
  PyErr_SetString(PyExc_AssertionError, what);
  return NULL;
}

/* The value of a status, with what was used for it given up. */
static PyObject *done(int status, PyObject *used) {
  Py_XDECREF(used);
  return status < 0 ? NULL : Py_NewRef(Py_None);
}

/* A new reference to what a view shows, given up itself. */
static PyObject *items_of(PyObject *view) {
  if (view == NULL) return NULL;
  PyObject *items = PyObject_CallMethod(view, "tolist", NULL);
  Py_DECREF(view);
  return items;
}

/* --- Types, at their first use --- */

static PyObject *answer(PyObject *self, PyObject *args) {
  return PyLong_FromLong(1234567);
}

static PyObject *get_answer(PyObject *self, void *closure) {
  return answer(self, NULL);
}

static PyMethodDef methods[] = {{"answer", answer, METH_NOARGS, "Answers."}, {NULL, NULL, 0, NULL}};
static PyGetSetDef getsets[] = {{"value", get_answer, NULL, "An answer.", NULL},
                                {NULL, NULL, NULL, NULL, NULL}};
static PyTypeObject Base_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "tests.Base",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .tp_methods = methods,
    .tp_getset = getsets,
    .tp_new = PyType_GenericNew,
};
static PyTypeObject Derived_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "tests.Derived",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_base = &Base_Type,
};

static PyObject *first_use_of_a_type(void) {
  if (PyType_Ready(&Derived_Type) < 0) return NULL;
  PyObject *object = PyObject_CallNoArgs((PyObject *)&Derived_Type);
  if (object == NULL) return NULL;
  PyObject *called = PyObject_CallMethod(object, "answer", NULL);
  PyObject *value = called != NULL ? PyObject_GetAttrString(object, "value") : NULL;
  PyObject *both = value != NULL ? PyTuple_Pack(2, called, value) : NULL;
  Py_XDECREF(called), Py_XDECREF(value), Py_DECREF(object);
  return both;
}

static PyObject *first_view(void) {
  return items_of(PyMemoryView_FromMemory((char *)"abc", 3, PyBUF_READ));
}

/* --- Views of memory and buffers --- */

static PyObject *with_buffer(PyObject *(*make)(Py_buffer *)) {
  static double items[2][3] = {{1.5, 2.5, 3.5}, {4.5, 5.5, 6.5}};
  Py_ssize_t extents[] = {3, 2}, strides[] = {8, 24};
  Exporter *owner = exporter_new(layouts[0], false);
  if (owner == NULL) return NULL;
  Py_buffer matrix = {.buf = items, .obj = (PyObject *)owner, .len = sizeof items, .itemsize = 8};
  matrix.ndim = 2, matrix.format = "d";
  matrix.shape = extents, matrix.strides = strides;
  PyObject *view = make(&matrix);
  bool is_moved = matrix.obj == NULL;
  if (view == NULL && (is_moved || Py_REFCNT(owner) != 1))
    return broken("a failure took the owner");
  if (!is_moved) Py_DECREF(owner);
  return items_of(view);
}

static PyObject *from_buffer(void) {
  return with_buffer(PyMemoryView_FromBuffer);
}

static PyObject *from_buffer_owned(void) {
  return with_buffer(PyMV_FromBufferOwned);
}

static PyObject *borrow(Py_buffer *buffer) {
  return PyMV_FromBufferBorrowed(buffer);
}

static PyObject *from_buffer_borrowed(void) {
  return with_buffer(borrow);
}

static int destroyed;

static void count_destroyed(void *memory, void *context) {
  destroyed++;
}

static PyObject *from_memory_owned(void) {
  destroyed = 0;
  PyObject *view = PyMV_FromMemoryOwned((void *)"abc", 3, PyBUF_READ, NULL, count_destroyed, NULL);
  if (destroyed != 0) return broken("destroyed too early");
  if (view == NULL) return NULL;
  PyObject *items = items_of(view);
  return destroyed == 1 ? items : broken("not destroyed");
}

static const Layout *layout;
static PyObject *(*use)(PyObject *exporter);

static PyObject *with_exporter(void) {
  Exporter *exporter = exporter_new(layout, false);
  if (exporter == NULL) return NULL;
  PyObject *result = use((PyObject *)exporter);
  bool is_free = exporter->gets == exporter->releases && Py_REFCNT(exporter) == 1;
  Py_DECREF(exporter);
  if (is_free) return result;
  Py_XDECREF(result);
  return broken("the exporter is not released");
}

static PyObject *view_items(PyObject *exporter) {
  return items_of(PyMemoryView_FromObject(exporter));
}

static PyObject *contiguous_items(PyObject *exporter) {
  return items_of(PyMemoryView_GetContiguous(exporter, PyBUF_READ, 'F'));
}

static PyObject *request(PyObject *exporter) {
  Py_buffer view;
  if (PyObject_GetBuffer(exporter, &view, PyBUF_FULL_RO) < 0) return NULL;
  char bytes[EXPORTER_DATA_SIZE];
  int status = PyBuffer_ToContiguous(bytes, &view, view.len, 'F');
  if (status == 0) status = PyBuffer_FromContiguous(&view, bytes, view.len, 'F');
  PyBuffer_Release(&view);
  return done(status, NULL);
}

static PyObject *copied_onto_itself(PyObject *exporter) {
  PyObject *view = PyMemoryView_FromObject(exporter);
  return done(view != NULL ? PyObject_CopyData(view, exporter) : -1, view);
}

static PyObject *sliced_sideways(PyObject *exporter) {
  PyObject *view = PyMemoryView_FromObject(exporter);
  PyObject *part = view != NULL ? PySequence_GetSlice(view, 0, 1) : NULL;
  Py_XDECREF(view);
  return items_of(part);
}

/* --- Large copies, shared by threads --- */

static PyObject *shared_copy(void) {
  enum { SIDE = 2048 };
  static double from[SIDE][SIDE], to[SIDE][SIDE];
  Py_ssize_t extents[] = {SIDE, SIDE}, strides[] = {8, 8 * SIDE};
  Py_buffer matrix = {.buf = from, .len = sizeof from, .itemsize = 8, .ndim = 2, .format = "d"};
  matrix.shape = extents, matrix.strides = strides;
  from[7][2047] = 1;
  PyMV_SetThreads(4);
  int status = PyBuffer_ToContiguous(to, &matrix, matrix.len, 'C');
  PyMV_SetThreads(1);
  return to[2047][7] == 1 ? done(status, NULL) : broken("not copied");
}

/* --- Objects of the runtime --- */

static PyObject *built_values(void) {
  return Py_BuildValue("(s#y#[ndf](LK)O(c)z)", "text", (Py_ssize_t)4, "bytes", (Py_ssize_t)5,
                       (Py_ssize_t)123456, 1.25, 2.5, 1LL << 60, ~0ULL, Py_None, 'x', NULL);
}

static PyObject *formatted_text(void) {
  return PyUnicode_FromFormat("%s %zd %R %.3S %c%%", "a text that is longer than most others are",
                              (Py_ssize_t)-123456789, Py_None, Py_True, 'c');
}

static PyObject *decoded_text(void) {
  PyObject *text = PyUnicode_DecodeUTF8("\xe2\x82\xac \xf0\x9f\x98\x80 wide", 13, "strict");
  PyObject *bytes = text != NULL ? PyUnicode_AsUTF8String(text) : NULL;
  Py_XDECREF(text);
  return bytes;
}

static PyObject *undecodable_text(void) {
  PyObject *text = PyUnicode_DecodeUTF8("ab\xff", 3, "strict");
  if (text != NULL || !PyErr_ExceptionMatches(PyExc_UnicodeDecodeError)) return text;
  PyErr_Clear();
  return Py_NewRef(Py_None);
}

static PyObject *resized_bytes(void) {
  PyObject *bytes = PyBytes_FromString("bytes");
  if (bytes == NULL) return NULL;
  if (_PyBytes_Resize(&bytes, 5000) < 0) {
    return bytes == NULL ? NULL : broken("bytes are left");
  }
  memset(PyBytes_AsString(bytes), 'x', 5000);
  return bytes;
}

static PyObject *concatenated_bytes(void) {
  PyObject *bytes = PyBytes_FromString("head"), *tail = PyBytes_FromString("tail");
  if (bytes != NULL && tail != NULL) PyBytes_Concat(&bytes, tail);
  if (tail == NULL) Py_CLEAR(bytes);
  Py_XDECREF(tail);
  return bytes;
}

static PyObject *resized_bytearray(void) {
  PyObject *array = PyByteArray_FromStringAndSize("bytes", 5);
  if (array == NULL) return NULL;
  if (PyByteArray_Resize(array, 5000) < 0) {
    bool is_whole =
        PyByteArray_Size(array) == 5 && memcmp(PyByteArray_AsString(array), "bytes", 6) == 0;
    Py_DECREF(array);
    return is_whole ? NULL : broken("a bytearray is damaged");
  }
  int status = PyByteArray_Resize(array, 2);
  PyObject *more = status == 0 ? PyByteArray_Concat(array, array) : NULL;
  Py_DECREF(array);
  return more;
}

static PyObject *growing_list(void) {
  PyObject *list = PyList_New(0);
  for (long i = 0; list != NULL && i < 40; i++) {
    PyObject *item = PyLong_FromLong(1000 + i);
    bool is_added = item != NULL && PyList_Append(list, item) == 0;
    if (item != NULL && PyList_Size(list) != i + is_added) broken("a list is damaged");
    if (!is_added) Py_CLEAR(list);
    Py_XDECREF(item);
  }
  PyObject *tuple = list != NULL ? PyList_AsTuple(list) : NULL;
  PyObject *slice = tuple != NULL ? PyTuple_GetSlice(tuple, 3, 20) : NULL;
  Py_XDECREF(tuple), Py_XDECREF(list);
  return slice;
}

static PyObject *long_numbers(void) {
  PyObject *number = PyLong_FromString("12345678901234567890", NULL, 10);
  PyObject *text = number != NULL ? PyObject_Repr(number) : NULL;
  Py_XDECREF(number);
  return text;
}

static PyObject *representation(void) {
  PyObject *value =
      Py_BuildValue("([ds](yi)N)", 0.1, "quote'\n", "\x01", 7, PyComplex_FromDoubles(1.5, -2));
  PyObject *text = value != NULL ? PyObject_Repr(value) : NULL;
  Py_XDECREF(value);
  return text;
}

/* --- Exceptions --- */

static PyObject *raised_and_normalized(void) {
  PyErr_Format(PyExc_ValueError, "%s %zd of %R", "item", (Py_ssize_t)12345, Py_None);
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  PyObject *text = value != NULL ? PyObject_Str(value) : NULL;
  bool is_value_error = type == PyExc_ValueError;
  if (!is_value_error) Py_CLEAR(text);
  if (is_value_error) {
    Py_XDECREF(type), Py_XDECREF(value), Py_XDECREF(traceback);
  } else {
    PyErr_Restore(type, value, traceback);
  }
  return text;
}

static PyObject *raised_with_objects(void) {
  PyObject *arguments = Py_BuildValue("(si)", "errno", 70000);
  if (arguments != NULL) PyErr_SetObject(PyExc_OSError, arguments);
  Py_XDECREF(arguments);
  if (arguments == NULL || !PyErr_ExceptionMatches(PyExc_OSError)) return NULL;
  PyErr_Clear();
  return Py_NewRef(Py_None);
}

/* Printing has nobody to tell of a failure, and goes on without what it could not get. */
static PyObject *printed(void) {
  int kept = dup(STDERR_FILENO), nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, STDERR_FILENO);
  PyErr_SetString(PyExc_ValueError, "printed");
  PyErr_Print();
  PyErr_SetString(PyExc_ValueError, "written");
  PyErr_WriteUnraisable(Py_None);
  dup2(kept, STDERR_FILENO);
  close(kept), close(nowhere);
  return PyErr_Occurred() != NULL ? broken("an exception is left") : Py_NewRef(Py_None);
}

/* --- Calls --- */

static PyObject *called_by_keyword(void) {
  PyObject *view = PyMemoryView_FromMemory((char *)"abcdef", 6, PyBUF_READ);
  PyObject *method = view != NULL ? PyObject_GetAttrString(view, "cast") : NULL;
  PyObject *names = method != NULL ? Py_BuildValue("(ss)", "format", "shape") : NULL;
  PyObject *values[] = {names != NULL ? PyUnicode_FromString("B") : NULL, NULL};
  values[1] = values[0] != NULL ? Py_BuildValue("[ii]", 2, 3) : NULL;
  PyObject *cast = values[1] != NULL ? PyObject_Vectorcall(method, values, 0, names) : NULL;
  Py_XDECREF(values[0]), Py_XDECREF(values[1]), Py_XDECREF(names), Py_XDECREF(method);
  Py_XDECREF(view);
  return items_of(cast);
}

static PyObject *called_with_format(void) {
  PyObject *view =
      PyObject_CallFunction((PyObject *)&PyMemoryView_Type, "y#", "abcdef", (Py_ssize_t)6);
  PyObject *text = view != NULL ? PyObject_CallMethod(view, "hex", "si", ":", 2) : NULL;
  Py_XDECREF(view);
  return text;
}

static const Scenario scenarios[] = {
    {"from buffer", from_buffer},
    {"from buffer, owned", from_buffer_owned},
    {"from buffer, borrowed", from_buffer_borrowed},
    {"from memory, owned", from_memory_owned},
    {"a copy shared by threads", shared_copy},
    {"Py_BuildValue", built_values},
    {"PyUnicode_FromFormat", formatted_text},
    {"decoded text", decoded_text},
    {"undecodable text", undecodable_text},
    {"resized bytes", resized_bytes},
    {"concatenated bytes", concatenated_bytes},
    {"resized bytearray", resized_bytearray},
    {"a growing list", growing_list},
    {"long numbers", long_numbers},
    {"representation", representation},
    {"raised and normalized", raised_and_normalized},
    {"raised with objects", raised_with_objects},
    {"printed", printed},
    {"called by keyword", called_by_keyword},
    {"called with a format", called_with_format},
};

static void operations_survive_it(void **state) {
  for (size_t i = 0; i < Py_ARRAY_LENGTH(scenarios); i++) {
    inject_faults_into(scenarios[i].name, scenarios[i].body);
  }
}

static void exporters_are_released(void **state) {
  static const struct {
    const char *name;
    PyObject *(*use)(PyObject *);
  } uses[] = {{"view", view_items},
              {"contiguous", contiguous_items},
              {"request", request},
              {"copy data", copied_onto_itself},
              {"slice", sliced_sideways}};
  for (int i = 0; i < layout_count; i++) {
    for (size_t j = 0; j < Py_ARRAY_LENGTH(uses); j++) {
      layout = layouts[i], use = uses[j].use;
      inject_faults_into(text("%s of %s", uses[j].name, layout->name), with_exporter);
    }
  }
}

/* --- What the harness itself must notice --- */

static PyObject *leaks(void) {
  PyObject *first = PyBytes_FromString("first");
  PyObject *second = first != NULL ? PyBytes_FromString("second") : NULL;
  if (second != NULL) Py_DECREF(first);
  return second;
}

static PyObject *crashes(void) {
  PyObject *bytes = PyBytes_FromString("bytes");
  *PyBytes_AS_STRING(bytes) = 'B';
  return bytes;
}

static PyObject *hides_the_error(void) {
  PyObject *bytes = PyBytes_FromString("bytes");
  if (bytes == NULL) PyErr_Clear();
  return bytes != NULL ? bytes : Py_NewRef(Py_None);
}

static PyObject *forgets_the_error(void) {
  PyObject *bytes = PyBytes_FromString("bytes");
  return bytes != NULL ? bytes : Py_NewRef(Py_None);
}

static PyObject *stays_broken(void) {
  static bool is_broken;
  PyObject *bytes = is_broken ? NULL : PyBytes_FromString("bytes");
  if (is_broken) PyErr_SetString(PyExc_ValueError, "still broken");
  is_broken |= bytes == NULL;
  return bytes;
}

static PyObject *is_sound(void) {
  return PyBytes_FromString("bytes");
}

static int failures_of(PyObject *(*body)(void)) {
  capture_begin();
  inject_faults_into("deliberate", body);
  capture_end();
  return faults_failed();
}

static void what_is_wrong_is_found(void **state) {
  if (faults_arm == NULL) skip();
  assert_int_equal(failures_of(leaks), 1);
  assert_int_equal(failures_of(crashes), 1);
  assert_int_equal(failures_of(hides_the_error), 1);
  assert_int_equal(failures_of(forgets_the_error), 1);
  assert_int_equal(failures_of(stays_broken), 1);
  assert_int_equal(failures_of(is_sound), 0);
}

/* Before anything else was asked of the library. */
static int start_with_first_uses(void **state) {
  inject_faults_into("first view", first_view);
  inject_faults_into("first use of a type", first_use_of_a_type);
  inject_faults_into("first exception", raised_and_normalized);
  return start_host(state);
}

int main(void) {
  const struct CMUnitTest tests[] = {CASE(what_is_wrong_is_found), CASE(operations_survive_it),
                                     CASE(exporters_are_released)};
  return cmocka_run_group_tests_name("operations", tests, start_with_first_uses, stop_host);
}
