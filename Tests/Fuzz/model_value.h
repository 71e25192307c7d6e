/* The values of an item by the fields of model_record.h: decoded byte by byte into a tree, which is
 * compared with the library's objects and with other trees. */
#ifndef PYMV_TESTS_MODEL_VALUE_H
#define PYMV_TESTS_MODEL_VALUE_H

#include "model_record.h"

enum { MODEL_MOST_NODES = 128 };

/** A value, and what it was decoded from. */
typedef struct {
  enum { INTEGER, TRUTH, REAL, COMPLEX, BYTES, TEXT, TUPLE, LIST } kind;
  const ModelField *field; /**< NULL: the tuple of a whole item. */
  const uint8_t *place;    /**< Likewise. */
  int end;                 /**< Index of the first node behind the members. */
  Py_ssize_t length;       /**< Of BYTES, TEXT, TUPLE and LIST. */
  const uint8_t *bytes;    /**< Of BYTES. */
  __int128 integer;        /**< Of INTEGER and TRUTH. */
  long double parts[2];    /**< Of REAL and COMPLEX; Python sees them as doubles. */
} ModelNode;

/** Depth first; a container in front of its members. */
typedef struct {
  int count;
  bool is_readable;    /**< No character is beyond U+10FFFF. */
  bool has_surrogates; /**< A str may hold these, but a runtime need not know how. */
  ModelNode nodes[MODEL_MOST_NODES];
} ModelTree;

/** Decode an item, or one field of an item with its axes.
 * @return false if there are more values than a tree holds. */
bool model_decode(const ModelFormat *format, const uint8_t *item, ModelTree *tree);
bool model_decode_field(const ModelField *field, const uint8_t *place, ModelTree *tree);

/** The character at an index of a TEXT. */
uint32_t model_character(const ModelNode *text, Py_ssize_t index);

/** Require that an object is the value at a node, in type and contents.
 * @return index of the node behind it. */
int model_require_object(const ModelTree *tree, int node, PyObject *object);

/** Whether the objects of two trees are equal in Python. */
bool model_objects_equal(const ModelTree *a, const ModelTree *b);

/** Whether items of two formats are equal. Numbers are compared exactly, also long doubles. Padding
 * of one run is no value here. */
bool model_items_equal(const ModelFormat *a, const ModelTree *x, const ModelFormat *b,
                       const ModelTree *y);

/** Require that a second tree is what is read after the values of the first one, of the same
 * format, were written. */
void model_require_written(const ModelTree *from, const ModelTree *to);

/** Set the bytes of `mask` that values of an item occupy. */
void model_mark_values(const ModelTree *tree, const uint8_t *item, uint8_t *mask);

#endif /* PYMV_TESTS_MODEL_VALUE_H */
