/* Arrays of any layout within one block of memory, taken from an input. */
#ifndef PYMV_TESTS_MODEL_LAYOUT_H
#define PYMV_TESTS_MODEL_LAYOUT_H

#include "fuzz.h"

enum {
  MODEL_MEMORY = 4096,
  MODEL_MOST_AXES = 6,
  MODEL_MOST_ROWS = 128,
  MODEL_MOST_BYTES = 1536 /**< Of the items together. */
};

typedef struct {
  Py_buffer view; /**< Points into this struct: not to be copied. */
  Py_ssize_t shape[MODEL_MOST_AXES];
  Py_ssize_t strides[MODEL_MOST_AXES];
  Py_ssize_t suboffsets[MODEL_MOST_AXES];
  uint8_t *rows[MODEL_MOST_ROWS];
  uint8_t *memory; /**< MODEL_MEMORY bytes that all items lie in. */
} Array;

/** Make up an array in the memory; its items may overlap each other. */
void take_array(Input *input, Array *array, uint8_t *memory);

/** Another layout with the shape and item size of the first. */
void take_array_like(Input *input, Array *array, uint8_t *memory, const Array *model);

/** Mark the bytes of the array's memory that are in items.
 * @return whether no byte is in two items. */
bool mark_items(const Array *array, bool *marks);

#endif /* PYMV_TESTS_MODEL_LAYOUT_H */
