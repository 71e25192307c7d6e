#include "record_rows.h"

#include <pymv.h>

#include "../Kernels/guarded.h"

enum { MEMORIES = 3 };

static uint8_t *place_items(const Placement *placement, size_t size) {
  static Guarded memories[MEMORIES];
  if (memories[0].start == NULL) {
    for (int i = 0; i < MEMORIES; i++) memories[i] = guarded_new(ROW_MOST_BYTES);
  }
  return guarded_place(&memories[placement->number], size, placement->is_at_end);
}

static PyObject *make_view(Row *row, bool is_array) {
  Py_ssize_t shape[] = {ROW_ITEMS}, strides[] = {row->stride};
  // An itemsize of 0 asks PyMV_FromArray for the size of the format.
  if (is_array && row->itemsize > 0) {
    return PyMV_FromArray(row_item(row, 0), row->text, row->itemsize, 1, shape, strides, NULL, 0,
                          NULL, NULL);
  }
  Py_buffer buffer = {
      .buf = row_item(row, 0),
      .len = ROW_ITEMS * row->itemsize,
      .itemsize = row->itemsize,
      .ndim = 1,
      .format = (char *)row->text,
      .shape = shape,
      .strides = strides,
  };
  return PyMemoryView_FromBuffer(&buffer);
}

/* Views read some structures by the size of their items, because NumPy does not write the padding
 * at the end of a nested one, nor does it say that a scalar is packed. The model has only the rules
 * without that. */
static bool has_readings(const Row *row) {
  const ModelFormat *format = &row->format;
  bool is_structure = false, is_nested = false;
  for (int i = 0; i < format->count; i++) {
    const ModelField *field = &format->fields[i];
    if (strcmp(field->type, "T") != 0) continue;
    is_structure = true;
    is_nested |= field->depth > 0;
  }
  bool is_too_large = format->size > row->itemsize;
  return format->has_gaps && (is_nested || (is_structure && is_too_large));
}

/* Whether the values of an item are few enough to be worth the time. */
static bool has_few_values(Row *row) {
  static const uint8_t zeros[ROW_MOST_BYTES];
  return !row->format.is_valid ||
         (row->format.size <= ROW_MOST_BYTES && model_decode(&row->format, zeros, &row->trees[0]));
}

bool start_row(Row *row, const Placement *placement) {
  row->view = NULL;
  row->itemsize = placement->itemsize;
  if (row->itemsize < 0 || row->itemsize > ROW_MOST_BYTES / ROW_ITEMS) return false;
  row->stride = placement->is_reversed ? -row->itemsize : row->itemsize;
  row->size = (size_t)(ROW_ITEMS * row->itemsize);
  row->memory = place_items(placement, row->size);
  row->is_unclear = row->format.is_valid && has_readings(row);
  row->has_values = row->format.is_valid && row->format.size <= row->itemsize && !row->is_unclear;
  if (row->has_values && row->format.is_unclear) return false;
  if (!has_few_values(row)) return false;
  row->view = checked(make_view(row, placement->is_array));
  require(row->view != NULL);
  return true;
}

void end_row(Row *row) {
  Py_CLEAR(row->view);
}

uint8_t *row_item(const Row *row, int index) {
  return row->memory + (row->stride < 0 ? ROW_ITEMS - 1 - index : index) * row->itemsize;
}

void decode_row(Row *row) {
  row->is_readable = row->has_values;
  row->is_doubtful = false;
  for (int i = 0; i < ROW_ITEMS && row->has_values; i++) {
    require(model_decode(&row->format, row_item(row, i), &row->trees[i]));
    row->is_readable &= row->trees[i].is_readable;
    row->is_doubtful |= row->trees[i].has_surrogates;
  }
}

bool set_item(const Row *row, int index, PyObject *value) {
  PyObject *key = PyLong_FromLong(index);
  int status = PyObject_SetItem(row->view, key, value);
  Py_DECREF(key);
  return status == 0;
}

/* Clears the bits of a tree's characters that Unicode does not have. */
static void tame_characters(ModelTree *tree) {
  for (int i = 0; i < tree->count; i++) {
    const ModelNode *node = &tree->nodes[i];
    if (node->kind != TEXT) continue;
    uint8_t *place = (uint8_t *)node->place;
    bool is_big = node->field->byteorder == '>';
    for (Py_ssize_t c = 0; c < node->field->itemsize; c += 4) {
      place[c + (is_big ? 0 : 3)] = 0;
      place[c + (is_big ? 1 : 2)] &= 0xF;
    }
  }
}

void take_items(Input *input, Row *row) {
  uint32_t noise = take(input);
  bool is_tame = take(input) & 7;
  for (size_t i = 0; i < row->size; i++) {
    if (noise != 0) noise = noise * 1664525 + 1013904223;
    row->memory[i] = input->left > 0 ? take(input) : (uint8_t)(noise >> 24);
  }
  decode_row(row);
  if (is_tame && row->has_values) {
    for (int i = 0; i < ROW_ITEMS; i++) tame_characters(&row->trees[i]);
    decode_row(row);
  }
}

void save_row(const Row *row, uint8_t *copy) {
  memcpy(copy, row->memory, row->size);
}

bool row_equals(const Row *row, const uint8_t *copy) {
  return memcmp(copy, row->memory, row->size) == 0;
}
