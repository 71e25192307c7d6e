#include "model_value.h"

#include <float.h>
#include <math.h>

/* Number of values at the outermost level of some fields; a sub-array is one. */
static __int128 values_between(const ModelField *first, const ModelField *end) {
  __int128 values = 0;
  for (const ModelField *field = first; field < end; field += field->span) {
    if (field->is_value) values += field->ndim > 0 ? 1 : field->count;
  }
  return values;
}

static ModelNode *append(ModelTree *tree, const ModelField *field, const uint8_t *place) {
  if (tree->count == MODEL_MOST_NODES) return NULL;
  ModelNode *node = &tree->nodes[tree->count++];
  *node = (ModelNode){.field = field, .place = place, .end = tree->count};
  return node;
}

/* --- single values --- */

static bool is_type(const ModelField *field, const char *type) {
  return strcmp(field->type, type) == 0;
}

static uint64_t load_bits(const uint8_t *bytes, Py_ssize_t size, char byteorder) {
  uint64_t bits = 0;
  for (Py_ssize_t i = 0; i < size; i++) {
    bits = bits << 8 | bytes[byteorder == '>' ? i : size - 1 - i];
  }
  return bits;
}

/* A number of a sign, exponent bits and fraction bits, by the definition of IEEE 754. */
static double small_float(uint64_t bits, int exponent_bits, int fraction_bits, bool has_infinity) {
  int most = (1 << exponent_bits) - 1, bias = most / 2;
  int exponent = (int)(bits >> fraction_bits) & most;
  uint64_t fraction = bits & ((1ull << fraction_bits) - 1);
  double part = ldexp((double)fraction, -fraction_bits);
  double value = exponent == 0 ? ldexp(part, 1 - bias) : ldexp(1 + part, exponent - bias);
  if (exponent == most && has_infinity) value = fraction == 0 ? INFINITY : NAN;
  // The encodings of machine learning without infinities give up their highest number for NaN.
  if (exponent == most && !has_infinity && fraction == (1ull << fraction_bits) - 1) value = NAN;
  return bits >> (exponent_bits + fraction_bits) & 1 ? -value : value;
}

static long double load_long_double(const uint8_t *bytes, char byteorder) {
  uint8_t little[sizeof(long double)];
  long double value;
  for (size_t i = 0; i < sizeof little; i++) {
    little[i] = bytes[byteorder == '>' ? sizeof little - 1 - i : i];
  }
  memcpy(&value, little, sizeof value);
  return value;
}

/* A float of `size` bytes. */
static long double load_real(const ModelField *field, const uint8_t *bytes, Py_ssize_t size) {
  if (size == sizeof(long double)) return load_long_double(bytes, field->byteorder);
  uint64_t bits = load_bits(bytes, size, field->byteorder);
  if (size == 3) return (double)bits;
  if (size == 8) return small_float(bits, 11, 52, true);
  if (size == 4) return small_float(bits, 8, 23, true);
  if (strstr(field->type, "bfloat16") != NULL) return small_float(bits, 8, 7, true);
  if (strstr(field->type, "e4m3fn") != NULL) return small_float(bits, 4, 3, false);
  if (strstr(field->type, "e5m2") != NULL) return small_float(bits, 5, 2, true);
  return small_float(bits, 5, 10, true);
}

static void decode_integer(ModelNode *node) {
  const ModelField *field = node->field;
  uint64_t bits = load_bits(node->place, field->itemsize, field->byteorder);
  node->kind = is_type(field, "?") ? TRUTH : INTEGER;
  node->integer = node->kind == TRUTH ? bits != 0 : bits;
  bool is_signed = strchr("bhiq", field->type[0]) != NULL;
  int width = 8 * (int)field->itemsize;
  if (is_signed && bits >> (width - 1)) node->integer -= (__int128)1 << width;
}

static void decode_bytes(ModelNode *node) {
  Py_ssize_t size = node->field->itemsize;
  node->kind = BYTES;
  node->bytes = node->place;
  node->length = size;
  if (is_type(node->field, "p") && size > 0) {
    node->bytes++;
    node->length = Py_MIN(node->place[0], size - 1);
  }
}

uint32_t model_character(const ModelNode *text, Py_ssize_t index) {
  return (uint32_t)load_bits(text->place + 4 * index, 4, text->field->byteorder);
}

static void decode_text(ModelNode *node, ModelTree *tree) {
  node->kind = TEXT;
  node->length = node->field->itemsize / 4;
  if (!node->field->is_character) {
    while (node->length > 0 && model_character(node, node->length - 1) == 0) node->length--;
  }
  for (Py_ssize_t i = 0; i < node->length; i++) {
    uint32_t character = model_character(node, i);
    if (character > 0x10FFFF) tree->is_readable = false;
    if (character >= 0xD800 && character <= 0xDFFF) tree->has_surrogates = true;
  }
}

static void decode_float(ModelNode *node) {
  bool is_complex = node->field->type[0] == 'Z';
  Py_ssize_t size = node->field->itemsize / (is_complex ? 2 : 1);
  node->kind = is_complex ? COMPLEX : REAL;
  node->parts[0] = load_real(node->field, node->place, size);
  node->parts[1] = is_complex ? load_real(node->field, node->place + size, size) : 0;
}

static void decode_leaf(ModelNode *node, ModelTree *tree) {
  char type = node->field->type[0];
  if (strchr("cspx", type) != NULL) {
    decode_bytes(node);
  } else if (type == 'w') {
    decode_text(node, tree);
  } else if (strchr("efdgZ[", type) != NULL) {
    decode_float(node);
  } else {
    decode_integer(node);
  }
}

/* --- containers --- */

static bool decode_members(const ModelField *first, const ModelField *end, const uint8_t *item,
                           ModelTree *tree);

/* Decodes one value of a field. Offsets of members count from the start of the item, but in an
 * array the structure that is decoded may lie further on. */
static bool decode_value(const ModelField *field, const uint8_t *place, ModelTree *tree) {
  ModelNode *node = append(tree, field, place);
  if (node == NULL) return false;
  if (!is_type(field, "T")) {
    decode_leaf(node, tree);
    return true;
  }
  const ModelField *end = field + field->span;
  node->kind = TUPLE;
  node->length = (Py_ssize_t)values_between(field + 1, end);
  if (!decode_members(field + 1, end, place - field->offset, tree)) return false;
  node->end = tree->count;
  return true;
}

/* Decodes the axes of a field from one on. */
static bool decode_axes(const ModelField *field, int axis, const uint8_t *place, ModelTree *tree) {
  if (axis == field->ndim) return decode_value(field, place, tree);
  ModelNode *node = append(tree, field, place);
  if (node == NULL) return false;
  node->kind = LIST;
  node->length = field->shape[axis];
  // The product wraps only next to an extent of 0, where it is not used.
  size_t step = (size_t)field->itemsize;
  for (int i = axis + 1; i < field->ndim; i++) step *= (size_t)field->shape[i];
  for (Py_ssize_t i = 0; i < node->length; i++) {
    if (!decode_axes(field, axis + 1, place + (size_t)i * step, tree)) return false;
  }
  node->end = tree->count;
  return true;
}

static bool decode_members(const ModelField *first, const ModelField *end, const uint8_t *item,
                           ModelTree *tree) {
  for (const ModelField *field = first; field < end; field += field->span) {
    if (!field->is_value) continue;
    Py_ssize_t count = field->ndim > 0 ? 1 : field->count;
    for (Py_ssize_t i = 0; i < count; i++) {
      if (!decode_axes(field, 0, item + field->offset + i * field->itemsize, tree)) return false;
    }
  }
  return true;
}

static void start(ModelTree *tree) {
  tree->count = 0;
  tree->is_readable = true;
  tree->has_surrogates = false;
}

bool model_decode(const ModelFormat *format, const uint8_t *item, ModelTree *tree) {
  const ModelField *first = format->fields, *end = first + format->count;
  __int128 values = values_between(first, end);
  start(tree);
  if (values > MODEL_MOST_NODES) return false;
  if (values != 1) {
    ModelNode *whole = append(tree, NULL, item);
    whole->kind = TUPLE;
    whole->length = (Py_ssize_t)values;
  }
  if (!decode_members(first, end, item, tree)) return false;
  tree->nodes[0].end = tree->count;
  return true;
}

bool model_decode_field(const ModelField *field, const uint8_t *place, ModelTree *tree) {
  start(tree);
  return decode_axes(field, 0, place, tree);
}

/* --- objects --- */

static bool is_exactly(PyObject *object, const ModelNode *node) {
  switch (node->kind) {
  case INTEGER:
    return PyLong_CheckExact(object);
  case TRUTH:
    return PyBool_Check(object);
  case REAL:
    return PyFloat_CheckExact(object);
  case COMPLEX:
    return PyComplex_CheckExact(object);
  case BYTES:
    return PyBytes_CheckExact(object);
  case TEXT:
    return PyUnicode_CheckExact(object);
  case TUPLE:
    return PyTuple_CheckExact(object);
  case LIST:
    return PyList_CheckExact(object);
  }
  return false;
}

static bool same_real(double a, double b) {
  return a == b ? signbit(a) == signbit(b) : isnan(a) && isnan(b);
}

static bool same_integer(PyObject *object, __int128 integer) {
  if (integer < 0) return PyLong_AsLongLong(object) == (long long)integer;
  return PyLong_AsUnsignedLongLong(object) == (unsigned long long)integer;
}

static bool same_bytes(const ModelNode *node, PyObject *object) {
  return PyBytes_Size(object) == node->length &&
         memcmp(PyBytes_AsString(object), node->bytes, (size_t)node->length) == 0;
}

static bool same_text(const ModelNode *node, PyObject *object) {
  if (PyUnicode_GetLength(object) != node->length) return false;
  for (Py_ssize_t i = 0; i < node->length; i++) {
    if (PyUnicode_ReadChar(object, i) != model_character(node, i)) return false;
  }
  return true;
}

static void require_leaf(const ModelNode *node, PyObject *object) {
  if (node->kind == INTEGER) require(same_integer(object, node->integer));
  if (node->kind == TRUTH) require(object == (node->integer ? Py_True : Py_False));
  if (node->kind == REAL) require(same_real(PyFloat_AsDouble(object), (double)node->parts[0]));
  if (node->kind == COMPLEX) {
    Py_complex found = PyComplex_AsCComplex(object);
    require(same_real(found.real, (double)node->parts[0]) &&
            same_real(found.imag, (double)node->parts[1]));
  }
  if (node->kind == BYTES) require(same_bytes(node, object));
  if (node->kind == TEXT) require(same_text(node, object));
}

int model_require_object(const ModelTree *tree, int index, PyObject *object) {
  const ModelNode *node = &tree->nodes[index];
  require(object != NULL && is_exactly(object, node));
  require_leaf(node, object);
  if (node->kind != TUPLE && node->kind != LIST) return node->end;
  require(PySequence_Size(object) == node->length);
  int next = index + 1;
  for (Py_ssize_t i = 0; i < node->length; i++) {
    PyObject *member = node->kind == LIST ? PyList_GetItem(object, i) : PyTuple_GetItem(object, i);
    next = model_require_object(tree, next, member);
  }
  require(next == node->end);
  return next;
}

/* --- equality --- */

static bool is_number(const ModelNode *node) {
  return node->kind <= COMPLEX;
}

/** Two trees to compare. */
typedef struct {
  const ModelTree *a, *b;
  bool is_exact; /**< Else long doubles are compared as doubles. */
} Pair;

static bool nodes_equal(const Pair *pair, int x, int y);

/* Integers of 64 bits and doubles convert to long double without loss. */
static long double real_part(const Pair *pair, const ModelNode *node) {
  if (node->kind <= TRUTH) return (long double)node->integer;
  return pair->is_exact ? node->parts[0] : (double)node->parts[0];
}

static long double imaginary_part(const Pair *pair, const ModelNode *node) {
  if (node->kind != COMPLEX) return 0;
  return pair->is_exact ? node->parts[1] : (double)node->parts[1];
}

static bool numbers_equal(const Pair *pair, const ModelNode *a, const ModelNode *b) {
  return real_part(pair, a) == real_part(pair, b) &&
         imaginary_part(pair, a) == imaginary_part(pair, b);
}

static bool texts_equal(const ModelNode *a, const ModelNode *b) {
  for (Py_ssize_t i = 0; i < a->length; i++) {
    if (model_character(a, i) != model_character(b, i)) return false;
  }
  return true;
}

static bool members_equal(const Pair *pair, int x, int y) {
  int end = pair->a->nodes[x].end;
  for (x++, y++; x < end; x = pair->a->nodes[x].end, y = pair->b->nodes[y].end) {
    if (!nodes_equal(pair, x, y)) return false;
  }
  return true;
}

static bool nodes_equal(const Pair *pair, int x, int y) {
  const ModelNode *left = &pair->a->nodes[x], *right = &pair->b->nodes[y];
  if (is_number(left) && is_number(right)) return numbers_equal(pair, left, right);
  if (left->kind != right->kind || left->length != right->length) return false;
  if (left->kind == BYTES) return memcmp(left->bytes, right->bytes, (size_t)left->length) == 0;
  if (left->kind == TEXT) return texts_equal(left, right);
  return members_equal(pair, x, y);
}

bool model_objects_equal(const ModelTree *a, const ModelTree *b) {
  return nodes_equal(&(Pair){a, b, false}, 0, 0);
}

/* An item of padding has no value; others read as an empty tuple. */
static bool has_no_value(const ModelFormat *format, const ModelTree *tree) {
  const ModelNode *node = &tree->nodes[0];
  return format->is_padding || (node->kind == TUPLE && node->length == 0);
}

bool model_items_equal(const ModelFormat *a, const ModelTree *x, const ModelFormat *b,
                       const ModelTree *y) {
  if (has_no_value(a, x) && has_no_value(b, y)) return true;
  if (a->is_padding || b->is_padding) return false;
  return nodes_equal(&(Pair){x, y, true}, 0, 0);
}

/* --- writing --- */

static bool is_leaf(const ModelNode *node) {
  return node->kind < TUPLE;
}

/* A value is not always stored as it was: truth is stored as 1, a NaN may lose its payload, a long
 * double what a double lacks, and a Pascal string what lies behind its end. */
static bool keeps_bytes(const ModelNode *node) {
  bool is_nan = node->kind >= REAL && node->kind <= COMPLEX &&
                (isnan(node->parts[0]) || isnan(node->parts[1]));
  return node->kind != TRUTH && !is_nan && strchr("pg", node->field->type[0]) == NULL &&
         strcmp(node->field->type, "Zg") != 0;
}

static bool is_filled_with_zeros(const ModelNode *node) {
  for (Py_ssize_t i = 1 + node->length; i < node->field->itemsize; i++) {
    if (node->place[i] != 0) return false;
  }
  return true;
}

static void require_leaf_written(const ModelNode *from, const ModelNode *to) {
  const ModelField *field = from->field;
  require(from->kind == to->kind && from->length == to->length);
  if (keeps_bytes(from)) require(memcmp(from->place, to->place, (size_t)field->itemsize) == 0);
  if (from->kind == TRUTH) require(to->place[0] == from->integer);
  if (from->kind == REAL || from->kind == COMPLEX) {
    require(same_real((double)from->parts[0], (double)to->parts[0]));
    require(same_real((double)from->parts[1], (double)to->parts[1]));
  }
  if (is_type(field, "p")) {
    require(memcmp(from->bytes, to->bytes, (size_t)from->length) == 0 && is_filled_with_zeros(to));
  }
}

void model_require_written(const ModelTree *from, const ModelTree *to) {
  require(from->count == to->count);
  for (int i = 0; i < from->count; i++) {
    if (is_leaf(&from->nodes[i])) require_leaf_written(&from->nodes[i], &to->nodes[i]);
  }
}

void model_mark_values(const ModelTree *tree, const uint8_t *item, uint8_t *mask) {
  for (int i = 0; i < tree->count; i++) {
    const ModelNode *node = &tree->nodes[i];
    if (is_leaf(node)) memset(mask + (node->place - item), 0xFF, (size_t)node->field->itemsize);
  }
}
