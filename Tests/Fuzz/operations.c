#include "operations.h"

#include <stdlib.h>

#include "slots.h"

int blocks_alive;
static struct {
  Py_buffer buffer; /**< obj is NULL where none is held. */
  bool is_busy;     /**< A function is using it. */
} buffers[4];
enum { BUFFERS = Py_ARRAY_LENGTH(buffers) };

/* --- making objects --- */

static void make_exporter(void) {
  const Layout *layout = layouts[take(&script) % layout_count];
  put(new_acting_exporter(layout, take_below(&script, 4) == 1));
}

static void make_bytes(void) {
  Py_ssize_t size = take_below(&script, 40);
  bool is_array = take(&script) & 1;
  static const char text[41] = "The quick brown fox jumps over the dogs.";
  put(is_array ? PyByteArray_FromStringAndSize(text, size) : PyBytes_FromStringAndSize(text, size));
}

static void make_actor(void) {
  put(new_actor());
}

static void view_object(void) {
  PyObject *base = take_object();
  keep(PyMemoryView_FromObject(base));
  Py_DECREF(base);
}

static void view_buffer(void) {
  unsigned number = take_below(&script, BUFFERS);
  if (buffers[number].is_busy || buffers[number].buffer.obj == NULL) return;
  PyObject *view = checked(PyMemoryView_FromBuffer(&buffers[number].buffer));
  require((view != NULL) == (buffers[number].buffer.obj == NULL));
  if (view != NULL) put(view);
}

static void free_block(void *block, void *context) {
  require(context == &blocks_alive);
  blocks_alive--;
  free(block);
  act_apart();
}

static void view_block(void) {
  Py_ssize_t size = take_below(&script, 33);
  int flags = take(&script) & 1 ? PyBUF_WRITE : PyBUF_READ;
  void *block = calloc((size_t)size + 1, 1);
  PyObject *owner = take_object();
  blocks_alive++;
  PyObject *view =
      checked(PyMV_FromMemoryOwned(block, size, flags, owner, free_block, &blocks_alive));
  if (view == NULL) free_block(block, &blocks_alive);
  if (view != NULL) put(view);
  Py_DECREF(owner);
}

static void make_contiguous(void) {
  PyObject *base = take_object();
  int access = take(&script) & 1 ? PyBUF_WRITE : PyBUF_READ;
  keep(PyMemoryView_GetContiguous(base, access, "CFA"[take_below(&script, 3)]));
  Py_DECREF(base);
}

static void copy_reference(void) {
  put(take_object());
}

static void drop_reference(void) {
  PyObject **slot = &slots[take_below(&script, SLOTS)];
  Py_CLEAR(*slot);
}

/* --- on objects --- */

static void get_item(void) {
  PyObject *object = take_object(), *key = take_key();
  keep(PyObject_GetItem(object, key));
  Py_DECREF(object), Py_DECREF(key);
}

static void slice(void) {
  PyObject *object = take_object(), *key = take_slice();
  keep(PyObject_GetItem(object, key));
  Py_DECREF(object), Py_DECREF(key);
}

static void set_item(void) {
  PyObject *object = take_object(), *key = take_key(), *value = take_value();
  // A list could be stored in itself, and cycles are not freed.
  if (Py_TYPE(object) != &PyList_Type) succeeded(PyObject_SetItem(object, key, value));
  Py_DECREF(object), Py_DECREF(key), Py_DECREF(value);
}

static void cast(void) {
  static const char *const formats[] = {"B", "b", "c", "H", "@i", "q", "d", "?", "e", "Zf", "<h"};
  PyObject *view = take_object();
  const char *format = formats[take_below(&script, Py_ARRAY_LENGTH(formats))];
  int rows = take_below(&script, 9), columns = take_below(&script, 9);
  keep(rows == 0 ? PyObject_CallMethod(view, "cast", "s", format)
                 : PyObject_CallMethod(view, "cast", "s(ii)", format, rows, columns));
  Py_DECREF(view);
}

static void call_plain_method(void) {
  static const char *const names[] = {"toreadonly", "tolist",    "tobytes", "hex",
                                      "release",    "__enter__", "release"};
  PyObject *view = take_object();
  keep(PyObject_CallMethod(view, names[take_below(&script, Py_ARRAY_LENGTH(names))], NULL));
  Py_DECREF(view);
}

static void call_search(void) {
  static const char *const names[] = {"count", "index", "hex"};
  PyObject *view = take_object(), *value = take_value();
  drop(PyObject_CallMethod(view, names[take_below(&script, 3)], "(O)", value));
  Py_DECREF(view), Py_DECREF(value);
}

static void search(void) {
  PyObject *view = take_object(), *value = take_value();
  succeeded(PySequence_Contains(view, value));
  Py_DECREF(view), Py_DECREF(value);
}

static void compare_objects(void) {
  PyObject *view = take_object(), *other = take_object();
  drop(PyObject_RichCompare(view, other, (int)take_below(&script, 6)));
  Py_DECREF(view), Py_DECREF(other);
}

static void hash_object(void) {
  PyObject *view = take_object();
  Py_hash_t hash = PyObject_Hash(view);
  if (succeeded(hash == -1 ? -1 : 0) && PyMemoryView_Check(view)) {
    require(PyObject_Hash(view) == hash);
  }
  Py_DECREF(view);
}

static void iterate(void) {
  PyObject *view = take_object();
  keep(PyObject_GetIter(view));
  Py_DECREF(view);
}

static void step_iterator(void) {
  PyObject *iterator = take_object();
  if (PyIter_Check(iterator)) {
    PyObject *item = PyIter_Next(iterator);
    if (PyErr_Occurred() != NULL) require(item == NULL);
    PyErr_Clear();
    if (item != NULL) put(item);
  }
  Py_DECREF(iterator);
}

static void get_attribute(void) {
  static const char *const names[] = {"obj",   "nbytes",       "itemsize",     "format",
                                      "shape", "strides",      "suboffsets",   "readonly",
                                      "ndim",  "c_contiguous", "f_contiguous", "contiguous"};
  PyObject *view = take_object();
  keep(PyObject_GetAttrString(view, names[take_below(&script, Py_ARRAY_LENGTH(names))]));
  Py_DECREF(view);
}

static void describe(void) {
  PyObject *object = take_object();
  drop(PyObject_Repr(object));
  Py_DECREF(object);
}

static void copy_data(void) {
  PyObject *to = take_object(), *from = take_object();
  succeeded(PyObject_CopyData(to, from));
  Py_DECREF(to), Py_DECREF(from);
}

static void resize(void) {
  PyObject *object = take_object();
  if (Py_TYPE(object) == &PyByteArray_Type) {
    succeeded(PyByteArray_Resize(object, take_below(&script, 100)));
  }
  Py_DECREF(object);
}

/* --- on buffers --- */

static void get_buffer(void) {
  static const int requests[] = {
      PyBUF_SIMPLE,   PyBUF_ND,      PyBUF_STRIDES,      PyBUF_FULL,           PyBUF_FULL_RO,
      PyBUF_CONTIG,   PyBUF_RECORDS, PyBUF_F_CONTIGUOUS, PyBUF_ANY_CONTIGUOUS, PyBUF_INDIRECT,
      PyBUF_WRITABLE, PyBUF_FORMAT,  PyBUF_READ,         PyBUF_WRITE,          PyBUF_C_CONTIGUOUS};
  unsigned number = take_below(&script, BUFFERS);
  if (buffers[number].is_busy || buffers[number].buffer.obj != NULL) return;
  PyObject *object = take_object();
  int request = requests[take_below(&script, Py_ARRAY_LENGTH(requests))];
  Py_buffer *buffer = &buffers[number].buffer;
  buffers[number].is_busy = true;
  bool is_given = succeeded(PyObject_GetBuffer(object, buffer, request));
  buffers[number].is_busy = false;
  require(is_given == (buffer->obj != NULL));
  require(!is_given || buffer->len >= 0);
  Py_DECREF(object);
}

static void read_buffer(void) {
  unsigned number = take_below(&script, BUFFERS);
  Py_buffer *buffer = &buffers[number].buffer;
  if (buffers[number].is_busy || buffer->obj == NULL || buffer->len > 256) return;
  char bytes[256], order = "CFA"[take_below(&script, 3)];
  succeeded(PyBuffer_ToContiguous(bytes, buffer, buffer->len, order));
}

static void give_back_buffer(void) {
  unsigned number = take_below(&script, BUFFERS);
  if (buffers[number].is_busy) return;
  buffers[number].is_busy = true;
  PyBuffer_Release(&buffers[number].buffer);
  require(buffers[number].buffer.obj == NULL);
  PyBuffer_Release(&buffers[number].buffer);
  buffers[number].is_busy = false;
}

void (*const operations[])(void) = {
    drop_reference,    make_exporter,    make_bytes, view_object,     view_buffer, view_block,
    make_contiguous,   copy_reference,   get_item,   slice,           set_item,    cast,
    call_plain_method, call_search,      search,     compare_objects, hash_object, iterate,
    step_iterator,     get_attribute,    describe,   copy_data,       resize,      get_buffer,
    read_buffer,       give_back_buffer, make_actor,
};
const unsigned operation_count = Py_ARRAY_LENGTH(operations);

void give_back_buffers(void) {
  for (int i = 0; i < BUFFERS; i++) PyBuffer_Release(&buffers[i].buffer);
}
