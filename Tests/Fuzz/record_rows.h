/* Views of a few items in memory whose neighbours are inaccessible. */
#ifndef PYMV_TESTS_RECORD_ROWS_H
#define PYMV_TESTS_RECORD_ROWS_H

#include "model_value.h"
#include "record_parsing.h"

enum { ROW_ITEMS = 3, ROW_MOST_BYTES = 768 };

typedef struct {
  const char *text;
  ModelFormat format;
  Py_ssize_t itemsize, stride;
  uint8_t *memory; /**< Lowest byte of the items. */
  size_t size;     /**< Of the items, in bytes. */
  /** Whether items are read: the format is valid, and not larger than an item. */
  bool has_values;
  bool is_unclear;            /**< The format has several readings. */
  bool is_readable;           /**< All of them can be decoded. */
  bool is_doubtful;           /**< Or not, because of surrogates. */
  ModelTree trees[ROW_ITEMS]; /**< If `has_values`. */
  PyObject *view;
} Row;

/** How a row lies in memory. */
typedef struct {
  Py_ssize_t itemsize;
  bool is_reversed; /**< The first item has the highest address. */
  bool is_at_end;   /**< Of the accessible memory, else at its start. */
  bool is_array;    /**< Made by PyMV_FromArray, else by PyMemoryView_FromBuffer. */
  int number;       /**< Of the memory: 0 to 2. */
} Placement;

/** Make a view of a row whose format was read. @return false if it is too large for that, or has
 * more values than a tree holds. */
bool start_row(Row *row, const Placement *placement);
void end_row(Row *row);

/** Decode the items anew. */
void decode_row(Row *row);

/** Lowest byte of an item. */
uint8_t *row_item(const Row *row, int index);

/** Write an item. @return whether it was; else an exception is set. */
bool set_item(const Row *row, int index, PyObject *value);

/** Fill items with bytes of the input, then with numbers that one of its bytes starts; and bring
 * all or no characters into the range of Unicode. */
void take_items(Input *input, Row *row);

/** Copy the items' bytes, or compare them with a copy. */
void save_row(const Row *row, uint8_t *copy);
bool row_equals(const Row *row, const uint8_t *copy);

#endif /* PYMV_TESTS_RECORD_ROWS_H */
