#include "selftest_arrays.h"

static uint64_t random_state = 1;

unsigned int array_random(unsigned int limit) {
  random_state = random_state * 6364136223846793005u + 1442695040888963407u;
  return (unsigned int)(random_state >> 33) % limit;
}

void *array_allocate(size_t size) {
  void *memory = malloc(size > 0 ? size : 1);
  if (memory == NULL) abort();
  return memory;
}

/** A format of the struct module for an item size. */
static const char *format_of(Py_ssize_t itemsize) {
  switch (itemsize) {
  case 1:
    return "B";
  case 2:
    return "h";
  case 3:
    return "3s";
  case 4:
    return "i";
  case 8:
    return "d";
  default:
    return "16s";
  }
}

static void fill_randomly(unsigned char *memory, size_t size) {
  for (size_t k = 0; k < size; k++) memory[k] = (unsigned char)array_random(256);
}

/** Shuffle the numbers of the axes. */
static void shuffle(int *axes, int count) {
  for (int k = count - 1; k > 0; k--) {
    int other = (int)array_random((unsigned int)k + 1), axis = axes[k];
    axes[k] = axes[other];
    axes[other] = axis;
  }
}

/** Choose the strides of the axes from `first` on.
 * @param origin gets the offset of the item with the indices 0. @return bytes needed. */
static Py_ssize_t choose_strides(struct array *array, enum array_form form, int first,
                                 Py_ssize_t *origin) {
  int axes[PyBUF_MAX_NDIM], count = array->layout.ndim - first;
  bool scattered = form == ARRAY_SCATTERED || form == ARRAY_INDIRECT;
  for (int k = 0; k < count; k++) axes[k] = first + (form == ARRAY_FORTRAN ? k : count - 1 - k);
  if (scattered) shuffle(axes, count);
  Py_ssize_t stride = array->layout.itemsize;
  *origin = 0;
  for (int k = 0; k < count; k++) {
    Py_ssize_t extent = Py_MAX(array->shape[axes[k]], 1);
    if (scattered && extent > 1) stride += (Py_ssize_t)array_random(3) * array->layout.itemsize;
    bool backwards = scattered && array_random(3) == 0;
    array->strides[axes[k]] = backwards ? -stride : stride;
    if (backwards) *origin += (extent - 1) * stride;
    stride *= extent;
  }
  return stride;
}

/** Put the first axis behind pointers to blocks of `block` bytes. */
static void make_indirect(struct array *array, Py_ssize_t block, Py_ssize_t origin) {
  Py_ssize_t extent = Py_MAX(array->shape[0], 1);
  array->memory_size = (size_t)(extent * block);
  array->memory = array_allocate(array->memory_size);
  array->rows = array_allocate((size_t)extent * sizeof *array->rows);
  for (Py_ssize_t k = 0; k < extent; k++) array->rows[k] = array->memory + (extent - 1 - k) * block;
  for (int k = 0; k < array->layout.ndim; k++) array->suboffsets[k] = k == 0 ? origin : -1;
  array->strides[0] = sizeof *array->rows;
  array->layout.first = array->rows;
  array->layout.suboffsets = array->suboffsets;
}

void array_make(struct array *array, enum array_form form, Py_ssize_t itemsize, int ndim,
                const Py_ssize_t *shape) {
  memset(array, 0, sizeof *array);
  array->layout = (struct layout){NULL,         format_of(itemsize), itemsize, ndim,
                                  array->shape, array->strides,      NULL,     false};
  array->item_count = 1;
  for (int k = 0; k < ndim; k++) array->item_count *= array->shape[k] = shape[k];
  array->byte_count = array->item_count * itemsize;
  Py_ssize_t origin;
  Py_ssize_t size = choose_strides(array, form, form == ARRAY_INDIRECT, &origin);
  if (form == ARRAY_INDIRECT) {
    make_indirect(array, size, origin);
  } else {
    array->memory_size = (size_t)size;
    array->memory = array_allocate(array->memory_size);
    array->layout.first = array->memory + origin;
  }
  fill_randomly(array->memory, array->memory_size);
}

void array_make_any(struct array *array, enum array_form form) {
  static const Py_ssize_t itemsizes[] = {1, 2, 3, 4, 8, 16};
  Py_ssize_t shape[6];
  int ndim = (int)array_random(form == ARRAY_INDIRECT ? 5 : 6) + (form == ARRAY_INDIRECT);
  for (int k = 0; k < ndim; k++) {
    shape[k] = array_random(12) == 0 ? 0 : 1 + (Py_ssize_t)array_random(5);
  }
  array_make(array, form, itemsizes[array_random(Py_ARRAY_LENGTH(itemsizes))], ndim, shape);
}

void array_thin(struct array *array) {
  int axis = array->layout.ndim - 1;
  array->shape[axis] /= 2;
  array->strides[axis] *= 2;
  array->item_count /= 2;
  array->byte_count /= 2;
}

void array_free(struct array *array) {
  free(array->memory);
  free(array->rows);
}

Py_buffer array_view(struct array *array) {
  return (Py_buffer){
      .buf = array->layout.first,
      .len = array->byte_count,
      .itemsize = array->layout.itemsize,
      .ndim = array->layout.ndim,
      .format = (char *)array->layout.format,
      .shape = array->shape,
      .strides = array->strides,
      .suboffsets = (Py_ssize_t *)array->layout.suboffsets,
  };
}

void array_indices(const struct array *array, Py_ssize_t n, char order, Py_ssize_t *indices) {
  for (int k = 0; k < array->layout.ndim; k++) {
    int axis = order == 'F' ? k : array->layout.ndim - 1 - k;
    indices[axis] = n % array->shape[axis];
    n /= array->shape[axis];
  }
}

unsigned char *array_item(const struct array *array, Py_ssize_t n, char order) {
  Py_ssize_t indices[PyBUF_MAX_NDIM];
  unsigned char *item = array->layout.first;
  array_indices(array, n, order, indices);
  for (int k = 0; k < array->layout.ndim; k++) {
    item += indices[k] * array->strides[k];
    if (array->rows == NULL || array->suboffsets[k] < 0) continue;
    void *row;
    memcpy(&row, item, sizeof row);
    item = (unsigned char *)row + array->suboffsets[k];
  }
  return item;
}

bool array_equals(const struct array *array, char order, const unsigned char *contiguous) {
  size_t itemsize = (size_t)array->layout.itemsize;
  for (Py_ssize_t n = 0; n < array->item_count; n++) {
    if (memcmp(array_item(array, n, order), contiguous + (size_t)n * itemsize, itemsize) != 0) {
      return false;
    }
  }
  return true;
}

unsigned char *array_copy(const struct array *array, char order) {
  size_t itemsize = (size_t)array->layout.itemsize;
  unsigned char *copy = array_allocate((size_t)array->byte_count);
  for (Py_ssize_t n = 0; n < array->item_count; n++) {
    memcpy(copy + (size_t)n * itemsize, array_item(array, n, order), itemsize);
  }
  return copy;
}

void array_store(const struct array *array, char order, const unsigned char *contiguous,
                 Py_ssize_t count) {
  size_t itemsize = (size_t)array->layout.itemsize;
  for (Py_ssize_t n = 0; n < count; n++) {
    memcpy(array_item(array, n, order), contiguous + (size_t)n * itemsize, itemsize);
  }
}
