#include "MemoryViewTables.h"

/* Rows with brackets are those of registered scalar types. */
static const pymv_tensor_type types[] = {
    {kDLBool, 8, "?"},
    {kDLInt, 8, "b"},
    {kDLInt, 16, "h"},
    {kDLInt, 32, "i"},
    {kDLInt, 64, "q"},
    {kDLUInt, 8, "B"},
    {kDLUInt, 16, "H"},
    {kDLUInt, 32, "I"},
    {kDLUInt, 64, "Q"},
    {kDLFloat, 16, "e"},
    {kDLFloat, 32, "f"},
    {kDLFloat, 64, "d"},
    {kDLComplex, 64, "Zf"},
    {kDLComplex, 128, "Zd"},
    {kDLBfloat, 16, "[bfloat16]"},
    {kDLFloat8_e3m4, 8, "[float8_e3m4]"},
    {kDLFloat8_e4m3, 8, "[float8_e4m3]"},
    {kDLFloat8_e4m3b11fnuz, 8, "[float8_e4m3b11fnuz]"},
    {kDLFloat8_e4m3fn, 8, "[float8_e4m3fn]"},
    {kDLFloat8_e4m3fnuz, 8, "[float8_e4m3fnuz]"},
    {kDLFloat8_e5m2, 8, "[float8_e5m2]"},
    {kDLFloat8_e5m2fnuz, 8, "[float8_e5m2fnuz]"},
    {kDLFloat8_e8m0fnu, 8, "[float8_e8m0fnu]"},
};

const pymv_tensor_type *pymv_c_tensor_type(DLDataType type) {
  for (size_t i = 0; i < Py_ARRAY_LENGTH(types); i++) {
    if (types[i].code == type.code && types[i].bits == type.bits) return &types[i];
  }
  return NULL;
}

const pymv_tensor_type *pymv_c_tensor_type_of_scalar(const char *name, size_t length) {
  for (size_t i = 0; i < Py_ARRAY_LENGTH(types); i++) {
    const char *format = types[i].format;
    if (strncmp(format + 1, name, length) == 0 && strcmp(format + 1 + length, "]") == 0)
      return &types[i];
  }
  return NULL;
}

typedef struct {
  DLManagedTensorVersioned tensor;
  void *interpreter; /* The view's; NULL without a host. */
} lent_tensor;

static void give_back(void *context) {
  PyMemoryViewObject *view = context;
  pymv_c_view_exports_add(view, -1);
  pymv_c_drop(&view->ob_base.ob_base);
}

/* Frees the tensor itself in any case, because its consumer may outlive a host. */
static void delete_lent(DLManagedTensorVersioned *tensor) {
  void *view = tensor->manager_ctx, *interpreter = ((lent_tensor *)tensor)->interpreter;
  free(tensor);
  if (pymv_c_services.call_in == NULL)
    give_back(view);
  else
    pymv_c_services.call_in(interpreter, give_back, view);
}

DLManagedTensorVersioned *pymv_c_lend_tensor(PyMemoryViewObject *view, uint64_t flags) {
  lent_tensor *made = malloc(sizeof *made);
  if (made == NULL) return NULL;
  made->interpreter = pymv_c_services.interpreter != NULL ? pymv_c_services.interpreter() : NULL;
  DLManagedTensorVersioned *tensor = &made->tensor;
  tensor->version = (DLPackVersion){DLPACK_MAJOR_VERSION, DLPACK_MINOR_VERSION};
  tensor->manager_ctx = view;
  tensor->deleter = delete_lent;
  tensor->flags = flags;
  return tensor;
}

void pymv_c_end_tensor(void *memory, void *context) {
  DLManagedTensorVersioned *tensor = context;
  (void)memory;
  if (tensor->deleter == delete_lent) {
    /* Whether a thread in a sub-interpreter holds the GIL cannot be asked in every version. */
    void *view = tensor->manager_ctx;
    free(tensor);
    give_back(view);
  } else if (tensor->deleter != NULL) {
    tensor->deleter(tensor);
  }
}
