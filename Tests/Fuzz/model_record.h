/* A second implementation of item formats: the grammar of PEP 3118 with its extensions, read
 * character by character into a list of fields. */
#ifndef PYMV_TESTS_MODEL_RECORD_H
#define PYMV_TESTS_MODEL_RECORD_H

#include "fuzz.h"

enum { MODEL_MOST_AXES = 32, MODEL_MOST_NESTING = 32, MODEL_MOST_EMPTY = 1048576 };
enum { MODEL_MOST_FIELDS = 512, MODEL_MOST_TYPE = 40 };

/** What the fields of a PyMV_Field say, and what the values of a view depend on besides. */
typedef struct {
  char type[MODEL_MOST_TYPE]; /**< Canonical code. */
  const char *name;           /**< In the text, without its end; NULL: none. */
  size_t name_length;
  Py_ssize_t offset, itemsize, count, size;
  int ndim, depth;
  char byteorder;
  bool is_value;        /**< Not of padding without a name. */
  bool is_character;    /**< `w` or `u` without a count: a str of length 1. */
  bool is_plain_single; /**< `f` or `Zf` under "@": stores infinity, as CPython does. */
  int span;             /**< Fields in the list: this one and its members. */
  Py_ssize_t shape[MODEL_MOST_AXES];
} ModelField;

/** A format that was read. */
typedef struct {
  bool is_valid;
  /** Of an error: the bytes of the text, last included, within which its position lies. */
  ptrdiff_t error_first, error_last;
  Py_ssize_t size, alignment;
  bool is_padding; /**< Nothing but one run of `x`, which is a value. */
  bool has_gaps;   /**< Alignment adds padding. */
  bool is_unclear; /**< Nothing but an array of padding, `(2)3x`: one value, two or none. */
  /** A limit may be exceeded or not, depending on how values without bytes are counted, and whether
   * what is repeated no times or pointed to is checked. The library may refuse such a format. */
  bool is_doubtful;
  int count;
  ModelField fields[MODEL_MOST_FIELDS]; /**< Depth first; those of padding too. */
} ModelFormat;

/** Read a text of at most MODEL_MOST_FIELDS bytes, which must stay as long as the result. */
void model_read(const char *text, ModelFormat *format);

/** Let a doubtful format be invalid. @param position where the library finds that. */
void model_refuse(ModelFormat *format, ptrdiff_t position);

/** Number of fields that PyMV_FormatField lists, and the one at an index. */
int model_listed(const ModelFormat *format);
const ModelField *model_listed_field(const ModelFormat *format, int index);

/** Whether two fields, or names of fields, are the same. */
bool model_names_equal(const ModelField *a, const ModelField *b);
bool model_fields_equal(const ModelField *a, const ModelField *b);

/** Whether items can be copied from one format to the other as bytes: the same fields, at the same
 * offsets. */
bool model_same_layout(const ModelFormat *a, const ModelFormat *b);

#endif /* PYMV_TESTS_MODEL_RECORD_H */
