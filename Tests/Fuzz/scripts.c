/* Fuzz target: scripts of operations on views, exporters and buffers. An input is a sequence of
 * operations with their arguments; hooks of the objects run operations too, during others. At the
 * end every buffer must be released and every object deallocated. */
#include "operations.h"
#include "slots.h"

enum { MOST_DEPTH = 3, MOST_STEPS = 300 };

static int depth, steps;

static void check_view(PyObject *object) {
  if (object == NULL || !PyMemoryView_Check(object)) return;
  PyMemoryViewObject *view = (PyMemoryViewObject *)object;
  require(view->exports >= 0 && view->mbuf->exports >= 0);
  bool is_released = view->flags & _Py_MEMORYVIEW_RELEASED;
  require(!is_released || view->exports == 0);
  require(is_released || view->mbuf->exports > 0);
}

static void take_step(void) {
  if (depth == MOST_DEPTH || script.left == 0 || steps++ > MOST_STEPS) return;
  depth++;
  operations[take_below(&script, operation_count)]();
  require_no_error();
  depth--;
  for (int i = 0; i < SLOTS; i++) check_view(slots[i]);
}

/* Once no buffer is held, every view can be released: no operation leaves one pinned. A view may
 * hold the buffer of another one. */
static void release_views(void) {
  for (int round = 0; round < SLOTS; round++) {
    for (int i = 0; i < SLOTS; i++) {
      if (slots[i] != NULL) drop(PyObject_CallMethod(slots[i], "release", NULL));
    }
  }
  for (int i = 0; i < SLOTS; i++) {
    if (slots[i] != NULL) {
      require(((PyMemoryViewObject *)slots[i])->flags & _Py_MEMORYVIEW_RELEASED);
    }
  }
}

static void finish(void) {
  script.left = 0;
  give_back_buffers();
  for (int i = 0; i < SLOTS; i++) {
    if (slots[i] != NULL && !PyMemoryView_Check(slots[i])) Py_CLEAR(slots[i]);
  }
  release_views();
  for (int i = 0; i < SLOTS; i++) Py_CLEAR(slots[i]);
  require_no_error();
  require(exporters_alive == 0 && actors_alive == 0 && blocks_alive == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (act == NULL) actors_ready();
  act = take_step;
  script = (Input){data, size};
  steps = 0;
  while (script.left > 0 && steps < MOST_STEPS) take_step();
  finish();
  return 0;
}
