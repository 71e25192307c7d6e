#include "report.h"

#include "calls.h"
#include "failure.h"
#include "items.h"

/** Print the shape as a tuple in Python's notation. */
static void put_shape(const PyMV_Info *info) {
  printf("shape (");
  for (int k = 0; k < info->ndim; k++) printf(k == 0 ? "%td" : ", %td", info->shape[k]);
  printf(info->ndim == 1 ? ",)" : ")");
}

/** Print the item whose indices are all 0. */
static void put_first(PyObject *view, const PyMV_Info *info) {
  static const ptrdiff_t zeros[PyBUF_MAX_NDIM];
  char text[ITEM_TEXT_SIZE];
  if (info->nbytes == 0) return;
  const void *item = call_PyMV_ItemPointer(view, zeros, 0);
  item_print(item_kind_of(info->format), item, info->itemsize, text);
  printf("  first %s", text);
}

/** Print a line about a view, and drop the reference. */
static void put_view(const char *text, PyObject *view) {
  PyMV_Info info = {.struct_size = sizeof info};
  printf("  %-28s  ", text);
  if (view == NULL || call_PyMV_GetInfo(view, &info) != 0) {
    struct failure failure = failure_take();
    printf("%s: %s\n", failure.type, failure.message);
  } else {
    put_shape(&info);
    put_first(view, &info);
    printf(info.c_contiguous ? "  C" : info.f_contiguous ? "  F" : "");
    printf(info.readonly ? "\n" : "  writable\n");
  }
  call_PyMV_DecRef(view);
}

/** Report rows 0 and 2 of the transposed view. */
static void put_chain(PyObject *view) {
  PyObject *transposed = call_PyMV_Transpose(view, NULL);
  PyObject *rows = transposed != NULL ? call_PyMV_Slice(transposed, 0, 0, 3, 2) : NULL;
  put_view("Slice(Transpose, 0, 0, 3, 2)", rows);
  call_PyMV_DecRef(transposed);
}

void report_views(PyObject *view, struct terminal terminal) {
  PyMV_Info info = {.struct_size = sizeof info};
  terminal_heading(terminal, "views");
  if (call_PyMV_GetInfo(view, &info) != 0) return;
  ptrdiff_t count = info.itemsize > 0 ? info.nbytes / info.itemsize : 0;
  if (info.ndim > 0) {
    put_view("Index(0, 0)", call_PyMV_Index(view, 0, 0));
    put_view("Index(-1, -1)", call_PyMV_Index(view, -1, -1));
    put_view("Slice(0, ::-2)", call_PyMV_Slice(view, 0, PTRDIFF_MIN, PTRDIFF_MIN, -2));
    put_view("Slice(-1, 1:)", call_PyMV_Slice(view, -1, 1, PTRDIFF_MIN, 1));
  }
  put_view("Transpose", call_PyMV_Transpose(view, NULL));
  if (info.ndim > 1) put_chain(view);
  put_view("Reshape(all, C)", call_PyMV_Reshape(view, 1, &count, 'C'));
  put_view("AsBytes", call_PyMV_AsBytes(view));
  put_view("Copy(F)", call_PyMV_Copy(view, 'F'));
}
