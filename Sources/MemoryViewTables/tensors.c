#include "MemoryViewTables.h"

/* Types of native formats. */
static const struct {
  unsigned char code;
  unsigned char bits;
  char format[3];
} natives[] = {
    {kDLBool, 8, "?"},      {kDLInt, 8, "b"},        {kDLInt, 16, "h"},   {kDLInt, 32, "i"},
    {kDLInt, 64, "q"},      {kDLUInt, 8, "B"},       {kDLUInt, 16, "H"},  {kDLUInt, 32, "I"},
    {kDLUInt, 64, "Q"},     {kDLFloat, 16, "e"},     {kDLFloat, 32, "f"}, {kDLFloat, 64, "d"},
    {kDLComplex, 64, "Zf"}, {kDLComplex, 128, "Zd"},
};

/* Formats of registered scalar types, one after the other, by code. */
static const char registered[] =
    "[float8_e3m4]\0[float8_e4m3]\0[float8_e4m3b11fnuz]\0[float8_e4m3fn]\0[float8_e4m3fnuz]\0"
    "[float8_e5m2]\0[float8_e5m2fnuz]\0[float8_e8m0fnu]\0";
enum { FIRST_REGISTERED = kDLFloat8_e3m4 };
static const char bfloat16[] = "[bfloat16]";

const char *pymv_c_tensor_format(DLDataType type) {
  for (size_t i = 0; i < Py_ARRAY_LENGTH(natives); i++) {
    if (natives[i].code == type.code && natives[i].bits == type.bits) return natives[i].format;
  }
  if (type.code == kDLBfloat && type.bits == 16) return bfloat16;
  if (type.code < FIRST_REGISTERED || type.bits != 8) return NULL;
  const char *format = registered;
  for (int code = FIRST_REGISTERED; code < type.code && *format != 0; code++) {
    format += strlen(format) + 1;
  }
  return *format != 0 ? format : NULL;
}

/* Whether a format has a name in its brackets. */
static _Bool has_name(const char *format, const char *name) {
  size_t length = strlen(name);
  return strncmp(format + 1, name, length) == 0 && strcmp(format + 1 + length, "]") == 0;
}

int pymv_c_tensor_code(const char *scalar) {
  if (has_name(bfloat16, scalar)) return kDLBfloat;
  int code = FIRST_REGISTERED;
  for (const char *format = registered; *format != 0; format += strlen(format) + 1, code++) {
    if (has_name(format, scalar)) return code;
  }
  return -1;
}

typedef struct {
  DLManagedTensorVersioned tensor;
  void *interpreter; /* The view's; NULL without a host. */
  int64_t strides[]; /* In items, one for each axis. */
} lent_tensor;

int64_t *pymv_c_tensor_strides(DLManagedTensorVersioned *tensor) {
  return ((lent_tensor *)tensor)->strides;
}

/* Several threads may store them, the same values. Order: value. */
int64_t *pymv_c_keep_strides(PyMemoryViewObject *view, const int64_t *strides) {
  int64_t *place = (int64_t *)(view->ob_array + 2 * view->view.ndim);
  for (int axis = 0; axis < view->view.ndim; axis++) {
    if (__atomic_load_n(&place[axis], __ATOMIC_RELAXED) != strides[axis])
      __atomic_store_n(&place[axis], strides[axis], __ATOMIC_RELAXED);
  }
  return place;
}

static void give_back(void *context) {
  PyMemoryViewObject *view = context;
  pymv_c_view_exports_add(view, -1);
  pymv_c_drop(&view->ob_base.ob_base);
}

/* Frees the tensor itself in any case, because its consumer may outlive a host. */
static void delete_lent(DLManagedTensorVersioned *tensor) {
  void *view = tensor->manager_ctx, *interpreter = ((lent_tensor *)tensor)->interpreter;
  free(tensor);
  pymv_c_run_in(interpreter, give_back, view);
}

DLManagedTensorVersioned *pymv_c_lend_tensor(PyMemoryViewObject *view, uint64_t flags) {
  /* Cannot overflow: at most 64 axes. */
  lent_tensor *made = malloc(sizeof *made + sizeof(int64_t) * (size_t)view->view.ndim);
  if (made == NULL) return NULL;
  made->interpreter = pymv_c_current_interpreter();
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
  if (tensor->deleter != NULL) tensor->deleter(tensor);
}
