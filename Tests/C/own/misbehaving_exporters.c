/* Exporters that break the rules in a request or a release. */
#include "harness.h"
#include "liar.h"

static void leave_an_error(Py_buffer *view) {
  PyErr_SetString(PyExc_KeyError, "hook");
}

static void lose_the_error(Py_buffer *view) {
  PyErr_Clear();
}

static PyObject *asked_again;

static void look_at_the_view(Py_buffer *view) {
  assert_null(PyMemoryView_FromObject(asked_again));
  assert_error("ValueError: operation forbidden on released memoryview object");
  assert_null(PyObject_GetItem(asked_again, Py_None));
  assert_error("ValueError: operation forbidden on released memoryview object");
  PyObject *result = PyObject_CallMethod(asked_again, "release", NULL);
  assert_non_null(result);
  Py_DECREF(result);
}

static void forget_the_exporter(Py_buffer *view) {
  view->obj = NULL;
}

static void name_another(Py_buffer *view) {
  view->obj = asked_again;
}

static void a_failure_without_exception_gets_one(void **state) {
  Liar *liar = liar_new();
  liar->status = -1;
  Py_buffer view;
  assert_int_equal(PyObject_GetBuffer((PyObject *)liar, &view, PyBUF_FULL_RO), -1);
  assert_error("SystemError: PyObject_GetBuffer: the exporter failed without an exception");
  assert_null(PyMemoryView_FromObject((PyObject *)liar));
  assert_error("SystemError: PyObject_GetBuffer: the exporter failed without an exception");
  assert_int_equal(liar->releases, 0);
  assert_int_equal(Py_REFCNT(liar), 1);
  Py_DECREF(liar);
}

static void leftovers_of_a_failure_are_not_released(void **state) {
  Liar *liar = liar_new();
  liar->status = -1;
  liar->error = PyExc_KeyError;
  liar->keeps_obj = true;
  Py_buffer view;
  assert_int_equal(PyObject_GetBuffer((PyObject *)liar, &view, PyBUF_FULL_RO), -1);
  assert_error("KeyError: 'liar failed'");
  assert_null(view.obj);
  PyBuffer_Release(&view);
  PyObject *(*const askers[])(PyObject *) = {PyMemoryView_FromObject, PyBytes_FromObject,
                                             PyByteArray_FromObject};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(askers); i++) {
    assert_null(askers[i]((PyObject *)liar));
    assert_error("KeyError: 'liar failed'");
  }
  assert_int_equal(liar->releases, 0);
  assert_int_equal(Py_REFCNT(liar), 1);
  Py_DECREF(liar);
}

static void read_only_memory_is_not_written_whoever_was_asked(void **state) {
  Liar *liar = liar_new();
  liar->answer.readonly = 1;
  PyObject *bytes = PyBytes_FromString("0123456789");
  assert_int_equal(PyObject_CopyData((PyObject *)liar, bytes), -1);
  assert_error("BufferError: PyObject_CopyData: dest is not writable");
  assert_int_equal(liar_memory[0], 0);
  assert_int_equal(liar->releases, 1);
  PyObject *view = PyMemoryView_GetContiguous((PyObject *)liar, PyBUF_WRITE, 'C');
  assert_null(view);
  assert_error("BufferError: underlying buffer is not writable");
  assert_int_equal(liar->releases, 2);
  Py_DECREF(bytes);
  Py_DECREF(liar);
}

static void an_answer_without_exporter_is_never_released(void **state) {
  Liar *liar = liar_new();
  liar->anonymous = true;
  PyObject *view = PyMemoryView_FromObject((PyObject *)liar);
  assert_non_null(view);
  assert_null(PyMemoryView_GET_BASE(view));
  Py_DECREF(view);
  assert_int_equal(liar->releases, 0);
  assert_int_equal(Py_REFCNT(liar), 1);
  Py_DECREF(liar);
}

static void an_answer_without_format_is_of_bytes(void **state) {
  Liar *liar = liar_new();
  Py_ssize_t shape[] = {24}, strides[] = {1};
  liar->answer.ndim = 1;
  liar->answer.itemsize = 1;
  liar->answer.shape = shape;
  liar->answer.strides = strides;
  liar->answer.format = NULL;
  PyObject *view = PyMemoryView_FromObject((PyObject *)liar);
  assert_string_equal(PyMemoryView_GET_BUFFER(view)->format, "B");
  Py_DECREF(view);
  Py_DECREF(liar);
}

static void an_answer_without_strides_is_in_c_order(void **state) {
  Liar *liar = liar_new();
  liar->answer.strides = NULL;
  PyObject *view = PyMemoryView_FromObject((PyObject *)liar);
  assert_int_equal(PyMemoryView_GET_BUFFER(view)->strides[0], 12);
  assert_int_equal(PyMemoryView_GET_BUFFER(view)->strides[1], 4);
  Py_DECREF(view);
  Py_buffer info = liar_struct();
  info.strides = NULL;
  const Py_ssize_t last[] = {1, 2};
  assert_ptr_equal(PyBuffer_GetPointer(&info, last), liar_memory + 20);
  Py_DECREF(liar);
}

static void a_hook_leaves_no_error(void **state) {
  Liar *liar = liar_new();
  liar->on_release = leave_an_error;
  Py_buffer info;
  assert_int_equal(PyObject_GetBuffer((PyObject *)liar, &info, PyBUF_FULL_RO), 0);
  PyBuffer_Release(&info);
  assert_null(PyErr_Occurred());
  Py_DECREF(PyMemoryView_FromObject((PyObject *)liar));
  assert_null(PyErr_Occurred());
  PyObject *bytes = PyBytes_FromObject((PyObject *)liar);
  assert_non_null(bytes);
  assert_null(PyErr_Occurred());
  Py_DECREF(bytes);
  assert_int_equal(liar->releases, 3);
  Py_DECREF(liar);
}

static void an_error_outlives_a_hook(void **state) {
  void (*const hooks[])(Py_buffer *) = {leave_an_error, lose_the_error};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(hooks); i++) {
    Liar *liar = liar_new();
    liar->on_release = hooks[i];
    PyObject *view = PyMemoryView_FromObject((PyObject *)liar);
    PyErr_SetString(PyExc_TypeError, "before");
    Py_DECREF(view);
    assert_error("TypeError: before");
    assert_int_equal(liar->releases, 1);
    liar->answer.len = -1;
    assert_null(PyMemoryView_FromObject((PyObject *)liar));
    assert_error("ValueError: len of the buffer must not be negative");
    assert_int_equal(liar->releases, 2);
    Py_DECREF(liar);
  }
}

static void a_hook_finds_the_view_released(void **state) {
  Liar *liar = liar_new();
  liar->on_release = look_at_the_view;
  asked_again = PyMemoryView_FromObject((PyObject *)liar);
  Py_XDECREF(PyObject_CallMethod(asked_again, "release", NULL));
  assert_int_equal(liar->releases, 1);
  Py_DECREF(asked_again);
  assert_int_equal(liar->releases, 1);
  assert_int_equal(Py_REFCNT(liar), 1);
  Py_DECREF(liar);
}

static void a_hook_may_change_obj(void **state) {
  asked_again = PyBytes_FromString("another");
  void (*const hooks[])(Py_buffer *) = {forget_the_exporter, name_another};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(hooks); i++) {
    Liar *liar = liar_new();
    liar->on_release = hooks[i];
    Py_DECREF(PyMemoryView_FromObject((PyObject *)liar));
    Py_buffer info;
    assert_int_equal(PyObject_GetBuffer((PyObject *)liar, &info, PyBUF_FULL_RO), 0);
    PyBuffer_Release(&info);
    assert_null(info.obj);
    assert_int_equal(liar->releases, 2);
    assert_int_equal(Py_REFCNT(liar), 1);
    assert_int_equal(Py_REFCNT(asked_again), 1);
    Py_DECREF(liar);
  }
  Py_DECREF(asked_again);
}

static void a_consumer_may_take_obj_away(void **state) {
  Liar *liar = liar_new();
  Py_buffer info;
  assert_int_equal(PyObject_GetBuffer((PyObject *)liar, &info, PyBUF_FULL_RO), 0);
  info.obj = NULL;
  PyBuffer_Release(&info);
  assert_int_equal(liar->releases, 0);
  assert_int_equal(Py_REFCNT(liar), 2);
  Py_DECREF(liar);
  Py_DECREF(liar);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(a_failure_without_exception_gets_one),
      CASE(leftovers_of_a_failure_are_not_released),
      CASE(read_only_memory_is_not_written_whoever_was_asked),
      CASE(an_answer_without_exporter_is_never_released),
      CASE(an_answer_without_format_is_of_bytes),
      CASE(an_answer_without_strides_is_in_c_order),
      CASE(a_hook_leaves_no_error),
      CASE(an_error_outlives_a_hook),
      CASE(a_hook_finds_the_view_released),
      CASE(a_hook_may_change_obj),
      CASE(a_consumer_may_take_obj_away),
  };
  return cmocka_run_group_tests_name("misbehaving_exporters", tests, start_host, stop_host);
}
