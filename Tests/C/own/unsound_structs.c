/* Every function that takes a Py_buffer from its caller, with every flaw: the exception says which
 * field is wrong, no memory is accessed and no reference is kept. */
#include "flaws.h"
#include "harness.h"
#include "liar.h"

static PyObject *const nothing = NULL;

static PyObject *to_contiguous(Py_buffer *view) {
  static char copy[1 << 20];
  assert_int_equal(PyBuffer_ToContiguous(copy, view, view->len, 'A'), -1);
  for (size_t i = 0; i < sizeof copy; i++) {
    assert_int_equal(copy[i], 0);
  }
  return nothing;
}

static PyObject *from_contiguous(Py_buffer *view) {
  static char items[1 << 20];
  memset(items, '!', sizeof items);
  assert_int_equal(PyBuffer_FromContiguous(view, items, view->len, 'A'), -1);
  return nothing;
}

static PyObject *from_buffer_borrowed(Py_buffer *view) {
  return PyMV_FromBufferBorrowed(view);
}

static const struct {
  const char *name;
  PyObject *(*call)(Py_buffer *view);
} callers[] = {
    {"FromBuffer", PyMemoryView_FromBuffer},      {"FromBufferOwned", PyMV_FromBufferOwned},
    {"FromBufferBorrowed", from_buffer_borrowed}, {"ToContiguous", to_contiguous},
    {"FromContiguous", from_contiguous},
};

static void a_callers_struct_is_refused_and_left_alone(void **state) {
  for (const Flaw *flaw = flaws; flaw < flaws + flaw_count; flaw++) {
    for (size_t i = 0; i < Py_ARRAY_LENGTH(callers); i++) {
      Liar *owner = liar_new();
      Py_buffer view = liar_struct();
      view.obj = (PyObject *)owner;
      flaw_apply(flaw, &view);
      const Py_buffer before = view;
      assert_null(callers[i].call(&view));
      assert_refused(flaw, callers[i].name);
      assert_memory_equal(&view, &before, sizeof view);
      assert_int_equal(owner->releases, 0);
      assert_int_equal(Py_REFCNT(owner), 1);
      Py_DECREF(owner);
    }
  }
  for (size_t i = 0; i < sizeof liar_memory; i++) {
    assert_int_equal(liar_memory[i], 0);
  }
}

static void nothing_is_found_in_an_unsound_struct(void **state) {
  const Py_ssize_t first[PyBUF_MAX_NDIM + 1] = {0};
  for (const Flaw *flaw = flaws; flaw < flaws + flaw_count; flaw++) {
    Py_buffer view = liar_struct();
    flaw_apply(flaw, &view);
    const bool has_axes = view.ndim > 0 && view.ndim <= PyBUF_MAX_NDIM;
    /* With axes and strides PyBuffer_GetPointer validates nothing else. */
    if (has_axes && view.strides != NULL) continue;
    assert_null(PyBuffer_GetPointer(&view, first));
    assert_refused(flaw, "GetPointer");
  }
}

static void contiguity_of_an_unsound_struct_is_no_error(void **state) {
  for (const Flaw *flaw = flaws; flaw < flaws + flaw_count; flaw++) {
    Py_buffer view = liar_struct();
    flaw_apply(flaw, &view);
    int is_contiguous = PyBuffer_IsContiguous(&view, 'A');
    assert_true(is_contiguous == 0 || is_contiguous == 1);
    if (view.ndim < 0 || view.ndim > PyBUF_MAX_NDIM) assert_int_equal(is_contiguous, 0);
    assert_null(PyErr_Occurred());
  }
}

static void a_struct_may_lack_a_shape_or_strides(void **state) {
  char items[12];
  Py_ssize_t stride = 4, wide = 8, index = 0;
  Py_buffer view = {.buf = items, .len = 12, .itemsize = 4, .ndim = 1, .readonly = 1};
  assert_ptr_equal(PyBuffer_GetPointer(&view, &index), items);
  assert_int_equal(PyBuffer_IsContiguous(&view, 'C'), 1);
  view.strides = &stride;
  assert_int_equal(PyBuffer_IsContiguous(&view, 'C'), 1);
  assert_int_equal(PyBuffer_IsContiguous(&view, 'F'), 1);
  view.strides = &wide;
  assert_int_equal(PyBuffer_IsContiguous(&view, 'C'), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(a_callers_struct_is_refused_and_left_alone),
      CASE(nothing_is_found_in_an_unsound_struct),
      CASE(contiguity_of_an_unsound_struct_is_no_error),
      CASE(a_struct_may_lack_a_shape_or_strides),
  };
  return cmocka_run_group_tests_name("unsound_structs", tests, start_host, stop_host);
}
