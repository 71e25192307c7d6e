#include "selftest_flat.h"

#include "calls.h"
#include "closure.h"
#include "failure.h"

/* The harness in Tests/C tests the flat API thoroughly. Here each function is called once. */

/* Two rows of three ints. */
static int items[2][3];
static const ptrdiff_t shape[] = {2, 3};

static void count_destroyed(ffi_cif *interface, void *result, void **arguments, void *data) {
  (void)interface, (void)result, (void)data;
  ++*(int *)*(void **)arguments[1];
}

static PyObject *view_items(PyMV_DestroyFunc destroy, int *destroyed) {
  for (int k = 0; k < 6; k++) items[k / 3][k % 3] = k;
  return call_PyMV_FromArray(items, "i", 0, 2, shape, NULL, NULL, 0, destroy, destroyed);
}

/** Claim the address of the first item of a derived view, and drop the reference. */
static void claim_first(PyObject *view, const void *first, const char *text) {
  PyMV_Info info = {.struct_size = sizeof info};
  claim(view != NULL && call_PyMV_GetInfo(view, &info) == 0 && info.data == first, text);
  call_PyMV_DecRef(view);
}

static void test_deriving(PyObject *view) {
  const ptrdiff_t flat[] = {6}, more[] = {4, 2, 3};
  claim_first(call_PyMV_Index(view, 0, 1), items[1], "Index drops an axis");
  claim_first(call_PyMV_Slice(view, 1, 1, PTRDIFF_MIN, 1), &items[0][1], "Slice keeps it");
  claim_first(call_PyMV_Transpose(view, NULL), items, "Transpose reverses the axes");
  claim_first(call_PyMV_Reshape(view, 1, flat, 'C'), items, "Reshape copies nothing");
  claim_first(call_PyMV_Broadcast(view, 3, more), items, "Broadcast adds an axis");
  claim_first(call_PyMV_Cast(view, "h", 1, NULL, 'C'), items, "Cast reads other items");
  claim_first(call_PyMV_AsBytes(view), items, "AsBytes reads bytes");
  claim_first(call_PyMV_AsReadOnly(view), items, "AsReadOnly views the same");
}

static void test_items(PyObject *view) {
  const ptrdiff_t last[] = {-1, -1};
  double number = 0;
  int64_t integer = 0;
  claim(call_PyMV_ItemPointer(view, last, 1) == &items[1][2], "ItemPointer finds an item");
  claim(call_PyMV_SetDouble(view, last, 7) == 0 && items[1][2] == 7, "SetDouble sets an item");
  claim(call_PyMV_GetDouble(view, last, &number) == 0 && number == 7, "GetDouble gets it");
  claim(call_PyMV_SetInt64(view, last, 5) == 0 && items[1][2] == 5, "SetInt64 sets an item");
  claim(call_PyMV_GetInt64(view, last, &integer) == 0 && integer == 5, "GetInt64 gets it");
}

static void test_copies(PyObject *view) {
  int read[6] = {0};
  PyObject *copy = call_PyMV_Copy(view, 'F'), *other = call_PyMV_NewArray("i", 2, shape, 'C');
  claim(copy != NULL && call_PyMV_Equal(copy, view) == 1, "Copy makes an equal array");
  claim(other != NULL && call_PyMV_Equal(other, view) == 0, "NewArray makes one of zeros");
  claim(call_PyMV_CopyItems(other, view) == 0 && call_PyMV_Equal(other, view) == 1,
        "CopyItems copies items");
  claim(call_PyMV_ReadInto(view, read, sizeof read, 'F') == 0 && read[1] == 3, "ReadInto reads");
  claim(call_PyMV_Fill(view, &read[1]) == 0 && items[0][0] == 3, "Fill sets every item");
  claim(call_PyMV_WriteFrom(view, read, sizeof read, 'F') == 0 && items[0][1] == 1,
        "WriteFrom writes");
  call_PyMV_DecRef(copy);
  call_PyMV_DecRef(other);
}

static void test_array(void) {
  struct closure closure;
  int destroyed = 0;
  PyObject *view = view_items(closure_destroy(&closure, count_destroyed, NULL), &destroyed);
  claim(view != NULL, "FromArray views an array");
  test_deriving(view);
  test_items(view);
  test_copies(view);
  call_PyMV_IncRef(view);
  call_PyMV_DecRef(view);
  claim(call_PyMV_Release(view) == 0 && destroyed == 1, "Release has the array destroyed");
  const char *kind = NULL;
  claim(call_PyMV_AsBytes(view) == NULL && call_PyMV_TakeError(&kind) != NULL &&
            strcmp(kind, "ValueError") == 0,
        "TakeError says what is wrong with a released view");
  call_PyMV_DecRef(view);
  closure_free(&closure);
}

static void test_queue(void) {
  int context;
  void *taken = NULL;
  PyMV_Queue *queue = call_PyMV_QueueNew();
  void *entry = call_PyMV_QueueEntry(queue, &context);
  claim(call_PyMV_QueueTake(queue, &taken) == 0, "QueueTake finds nothing in a new queue");
  call_PyMV_QueueDestroy(NULL, entry);
  claim(call_PyMV_QueueTake(queue, &taken) == 1 && taken == &context,
        "QueueTake gives what QueueDestroy was given");
  call_PyMV_QueueFree(queue);
}

/** PyMV_ExportFunc that exports the items. */
static void on_export(ffi_cif *interface, void *result, void **arguments, void *data) {
  (void)interface, (void)data;
  PyMV_Info *info = *(PyMV_Info **)arguments[1];
  info->data = items;
  info->format = "i";
  info->ndim = 2;
  info->shape = shape;
  *(ffi_sarg *)result = 0;
}

static void test_exporter(void) {
  struct closure closure;
  PyMV_ExportFunc get = closure_export(&closure, on_export, NULL);
  PyObject *exporter = call_PyMV_NewExporter(get, NULL, NULL, NULL);
  PyObject *view = exporter != NULL ? call_PyMemoryView_FromObject(exporter) : NULL;
  claim_first(view, items, "NewExporter makes an exporter");
  call_PyMV_DecRef(exporter);
  closure_free(&closure);
}

void selftest_flat(void) {
  test_array();
  test_queue();
  test_exporter();
}
