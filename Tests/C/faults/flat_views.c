/* Every allocation of the flat API fails once. */
#include "flat.h"
#include "scenario.h"

#include <pymemoryview/arrow.h>
#include <pymemoryview/dlpack.h>

static int destroyed;

static void count_destroyed(void *memory, void *context) {
  destroyed++;
}

static PyObject *from_array(void) {
  static short items[6];
  destroyed = 0;
  PyObject *view =
      PyMV_FromArray(items, "h", 0, 2, SHAPE(2, 3), SHAPE(2, 4), NULL, 0, count_destroyed, NULL);
  if (destroyed != 0) return broken("destroyed too early");
  if (view == NULL) return NULL;
  PyObject *items_list = items_of(view);
  return destroyed == 1 ? items_list : broken("not destroyed");
}

static PyObject *new_array(void) {
  return items_of(PyMV_NewArray("d", 2, SHAPE(2, 3), 'F'));
}

/* Drops the first view. */
static PyObject *then(PyObject *view, PyObject *derived) {
  Py_XDECREF(view);
  return derived;
}

static PyObject *derived(void) {
  PyObject *view = PyMV_NewArray("h", 3, SHAPE(4, 6, 1), 'C');
  if (view != NULL) view = then(view, PyMV_Slice(view, 1, 1, 5, 1));
  if (view != NULL) view = then(view, PyMV_Transpose(view, NULL));
  if (view != NULL) view = then(view, PyMV_Index(view, 0, 0));
  if (view != NULL) view = then(view, PyMV_Reshape(view, 3, SHAPE(2, 2, 4), 'F'));
  if (view != NULL) view = then(view, PyMV_Broadcast(view, 4, SHAPE(2, 2, 2, 4)));
  if (view != NULL) view = then(view, PyMV_AsReadOnly(view));
  return items_of(view);
}

static PyObject *cast(void) {
  PyObject *view = PyMV_NewArray("h", 1, SHAPE(6), 'C');
  if (view != NULL) view = then(view, PyMV_Cast(view, "<hh", 1, NULL, 'C'));
  if (view != NULL) view = then(view, PyMV_AsBytes(view));
  return items_of(view);
}

static PyObject *copied(void) {
  PyObject *view = PyMV_NewArray("h", 2, SHAPE(8, 8), 'C');
  if (view == NULL) return NULL;
  PyObject *mirrored = PyMV_Transpose(view, NULL);
  short one = 1;
  PyMV_SetInt64(view, SHAPE(0, 1), 7);
  int status = mirrored == NULL ? -1 : PyMV_CopyItems(view, mirrored);
  int64_t item = 0;
  PyMV_GetInt64(view, SHAPE(0, 1), &item);
  bool is_whole = (item == 7) == (status < 0);
  if (status == 0) status = PyMV_Fill(mirrored, &one);
  Py_XDECREF(mirrored);
  if (status == 0) view = then(view, PyMV_Copy(view, 'F'));
  if (!is_whole) return broken("copied in part");
  return status == 0 ? items_of(view) : done(status, view);
}

static int lend(void *ctx, PyMV_Info *info) {
  static const ptrdiff_t shape[] = {3};
  info->data = (void *)"abc";
  info->shape = shape;
  info->ndim = 1;
  info->readonly = 1;
  ++*(int *)ctx;
  return 0;
}

static void take_back(void *ctx, PyMV_Info *info) {
  --*(int *)ctx;
}

static PyObject *exported(void) {
  int lent = 0;
  destroyed = 0;
  PyObject *exporter = PyMV_NewExporter(lend, take_back, count_destroyed, &lent);
  if (exporter == NULL) return destroyed == 0 ? NULL : broken("destroyed too early");
  PyObject *view = PyMemoryView_FromObject(exporter);
  Py_DECREF(exporter);
  PyObject *items = items_of(view);
  if (lent != 0) return broken("not given back");
  return destroyed == 1 ? items : broken("not destroyed");
}

static PyObject *tensors(void) {
  destroyed = 0;
  PyObject *view = PyMV_FromArray("abc", "B", 0, 1, SHAPE(3), NULL, NULL, 1, count_destroyed, NULL);
  DLManagedTensorVersioned *tensor = view != NULL ? PyMV_ToDLPack(view, 0) : NULL;
  Py_XDECREF(view);
  if (tensor == NULL) return NULL;
  view = PyMV_FromDLPack(tensor);
  if (destroyed != 0) return broken("destroyed too early");
  if (view == NULL) tensor->deleter(tensor);
  PyObject *items = items_of(view);
  return destroyed == 1 ? items : broken("not destroyed");
}

static PyObject *arrow(void) {
  static short items[6];
  struct ArrowArray array = {0};
  struct ArrowSchema schema = {0};
  destroyed = 0;
  PyObject *view =
      PyMV_FromArray(items, "h", 0, 2, SHAPE(2, 3), NULL, NULL, 0, count_destroyed, NULL);
  if (view == NULL) return NULL;
  int status = PyMV_ToArrow(view, &array, &schema);
  Py_DECREF(view);
  if (status < 0) {
    bool is_kept = destroyed == 0 || array.release != NULL || schema.release != NULL;
    return is_kept ? broken("kept") : NULL;
  }
  view = PyMV_FromArrow(&array, &schema);
  if ((view == NULL) != (array.release != NULL && schema.release != NULL)) return broken("taken");
  if (view == NULL) {
    array.release(&array);
    schema.release(&schema);
    return destroyed == 1 ? NULL : broken("not destroyed");
  }
  PyObject *items_list = items_of(view);
  return destroyed == 1 ? items_list : broken("not destroyed");
}

static PyObject *queued(void) {
  PyMV_Queue *queue = PyMV_QueueNew();
  void *entry = queue != NULL ? PyMV_QueueEntry(queue, NULL) : NULL;
  if (entry != NULL) PyMV_QueueDestroy(NULL, entry);
  int taken = queue != NULL ? PyMV_QueueTake(queue, NULL) : 0;
  PyMV_QueueFree(queue);
  return taken == (entry != NULL) ? done(entry != NULL ? 0 : -1, NULL) : broken("lost");
}

static PyObject *failed(void) {
  const char *kind;
  PyErr_SetString(PyExc_ValueError, "something");
  const char *message = PyMV_TakeError(&kind);
  if (message == NULL) return broken("no error");
  bool is_value_error = strcmp(kind, "ValueError") == 0;
  if (!is_value_error) PyErr_NoMemory();
  return done(is_value_error ? 0 : -1, NULL);
}

static const Scenario scenarios[] = {
    {"from array", from_array}, {"new array", new_array},
    {"derived views", derived}, {"cast", cast},
    {"copies", copied},         {"exporter", exported},
    {"arrow", arrow},           {"tensors", tensors},
    {"queue", queued},          {"taken error", failed},
};

static void the_flat_api_survives_it(void **state) {
  scenarios_survive(scenarios, Py_ARRAY_LENGTH(scenarios));
}

int main(void) {
  const struct CMUnitTest tests[] = {CASE(the_flat_api_survives_it)};
  return cmocka_run_group_tests_name("flat_views", tests, start_host, stop_host);
}
