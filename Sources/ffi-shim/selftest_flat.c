#include "selftest_flat.h"

#include <pymemoryview/arrow.h>
#include <pymemoryview/dlpack.h>

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

static void test_tensors(PyObject *view) {
  DLManagedTensorVersioned *tensor = call_PyMV_ToDLPack(view, DLPACK_FLAG_BITMASK_READ_ONLY);
  claim(tensor != NULL && tensor->flags == DLPACK_FLAG_BITMASK_READ_ONLY,
        "ToDLPack makes a tensor with the flags");
  if (tensor == NULL) return;
  PyObject *again = call_PyMV_FromDLPack(tensor);
  if (again == NULL) tensor->deleter(tensor);
  claim_first(again, items, "FromDLPack views the same");
}

static void test_array(void) {
  struct closure closure;
  int destroyed = 0;
  PyObject *view = view_items(closure_destroy(&closure, count_destroyed, NULL), &destroyed);
  claim(view != NULL, "FromArray views an array");
  test_deriving(view);
  test_items(view);
  test_copies(view);
  test_tensors(view);
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

static void test_arrow(void) {
  struct ArrowArray array;
  struct ArrowSchema schema;
  PyObject *view = view_items(NULL, NULL);
  claim(call_PyMV_ToArrow(view, &array, &schema) == 0 && array.length == 2,
        "ToArrow makes an Arrow array");
  PyObject *back = call_PyMV_FromArrow(&array, &schema);
  claim(back != NULL && array.release == NULL && call_PyMV_Equal(back, view) == 1,
        "FromArrow makes a view of it");
  call_PyMV_DecRef(back);
  call_PyMV_DecRef(view);
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

/* A scalar type of halves. It stays registered, so its functions are no closures. */
static double load_half(const void *item) {
  return *(const unsigned char *)item / 2.0;
}

static int store_half(double value, void *item) {
  *(unsigned char *)item = (unsigned char)(value * 2);
  return 0;
}

static void test_scalar_type(void) {
  unsigned char record[3] = {0};
  const PyMV_ScalarType type = {.struct_size = sizeof type,
                                .name = "selftest$half",
                                .size = 1,
                                .alignment = 1,
                                .load = load_half,
                                .store = store_half};
  claim(call_PyMV_RegisterScalar(&type) == 0, "RegisterScalar adds a type");
  PyObject *view = call_PyMV_FromArray(record, "T{<h:a:[selftest$half]:b:}", 0, 0, NULL, NULL, NULL,
                                       0, NULL, NULL);
  PyObject *field = view != NULL ? call_PyMV_GetField(view, "b") : NULL;
  double number = 0;
  claim(field != NULL && call_PyMV_SetDouble(field, NULL, 3.5) == 0 && record[2] == 7,
        "GetField views a field, and its type stores a number");
  claim(call_PyMV_GetDouble(field, NULL, &number) == 0 && number == 3.5, "the type loads it again");
  call_PyMV_DecRef(field);
  call_PyMV_DecRef(view);
}

static void test_formats(void) {
  ptrdiff_t position = -1;
  PyMV_Field fields[3] = {{.struct_size = sizeof *fields},
                          {.struct_size = sizeof *fields},
                          {.struct_size = sizeof *fields}};
  char text[32];
  PyMV_Format *format = call_PyMV_FormatParse("T{i:a:(2)h:b:}", &position);
  claim(format != NULL && call_PyMV_FormatSize(format) == 8, "FormatParse finds the size");
  claim(call_PyMV_FormatAlignment(format) == 4, "FormatAlignment finds the alignment");
  claim(call_PyMV_FormatFieldCount(format) == 3, "FormatFieldCount counts structures too");
  bool found = true;
  for (int i = 0; i < 3; i++) found &= call_PyMV_FormatField(format, i, &fields[i]) == 0;
  claim(found && fields[2].offset == 4 && fields[2].shape[0] == 2, "FormatField describes a field");
  claim(call_PyMV_FormatWrite(fields, 3, 8, text, sizeof text) > 0 &&
            strcmp(text, "T{<i:a:(2)<h:b:}") == 0,
        "FormatWrite writes the fields");
  call_PyMV_FormatFree(format);
  claim(call_PyMV_FormatParse("ii)", &position) == NULL && position == 2,
        "FormatParse says where a text is wrong");
  call_PyMV_TakeError(NULL);
  test_scalar_type();
}

void selftest_flat(void) {
  test_array();
  test_formats();
  test_arrow();
  test_queue();
  test_exporter();
}
