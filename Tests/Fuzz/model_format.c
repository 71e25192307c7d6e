#include "model_format.h"

typedef struct {
  const char *next;
  bool is_native;
  bool is_big;
  __int128 size; /**< Of what was read. */
  bool is_wrong;
} Reader;

typedef struct {
  char code; /**< 0 at the end. Zf and Zd are F and D. */
  __int128 count;
  Py_ssize_t offset;
  int size;
} Field;

static bool is_one_of(char c, const char *set) {
  return c != '\0' && strchr(set, c) != NULL;
}

static Reader start_reading(const char *format) {
  Reader reader = {.next = format, .is_native = true};
  if (is_one_of(*format, "@=<>!")) {
    reader.next++;
    reader.is_native = *format == '@';
    reader.is_big = *format == '>' || *format == '!';
  }
  return reader;
}

/* 0 if it is not a code. */
static int code_size(char code, bool is_native) {
  if (is_one_of(code, "xcbB?sp")) return 1;
  if (is_one_of(code, "hHe")) return 2;
  if (is_one_of(code, "iIf")) return 4;
  if (is_one_of(code, "lL")) return is_native ? 8 : 4;
  if (is_one_of(code, "qQdF")) return 8;
  if (is_one_of(code, "nNP")) return is_native ? 8 : 0;
  return code == 'D' ? 16 : 0;
}

static int code_alignment(char code, int size, bool is_native) {
  if (!is_native) return 1;
  return is_one_of(code, "FD") ? size / 2 : size;
}

static Field fail_reading(Reader *reader) {
  reader->is_wrong = true;
  return (Field){.code = 0};
}

static Field read_field(Reader *reader) {
  while (is_one_of(*reader->next, " \t\n\v\f\r")) reader->next++;
  if (*reader->next == '\0') return (Field){.code = 0};
  Field field = {.count = 1};
  if (is_one_of(*reader->next, "0123456789")) {
    field.count = 0;
    while (is_one_of(*reader->next, "0123456789")) {
      field.count = field.count * 10 + (*reader->next++ - '0');
      if (field.count > PY_SSIZE_T_MAX) return fail_reading(reader);
    }
  }
  field.code = *reader->next;
  if (field.code == '\0') return fail_reading(reader);
  reader->next++;
  if (field.code == 'Z') {
    char kind = *reader->next;
    if (kind != 'f' && kind != 'd') return fail_reading(reader);
    reader->next++;
    field.code = kind == 'f' ? 'F' : 'D';
  }
  field.size = code_size(field.code, reader->is_native);
  if (field.size == 0) return fail_reading(reader);
  int alignment = code_alignment(field.code, field.size, reader->is_native);
  __int128 offset = (reader->size + alignment - 1) / alignment * alignment;
  reader->size = offset + field.count * field.size;
  if (offset > PY_SSIZE_T_MAX || reader->size > PY_SSIZE_T_MAX) return fail_reading(reader);
  field.offset = (Py_ssize_t)offset;
  return field;
}

Py_ssize_t model_size(const char *format) {
  Reader reader = start_reading(format);
  while (read_field(&reader).code != 0) continue;
  return reader.is_wrong ? -1 : (Py_ssize_t)reader.size;
}

static uint64_t load_bits(const uint8_t *bytes, int size, bool is_big) {
  uint64_t bits = 0;
  for (int i = 0; i < size; i++) bits = bits << 8 | bytes[is_big ? i : size - 1 - i];
  return bits;
}

static double half(uint64_t bits) {
  int exponent = (int)(bits >> 10 & 31);
  double fraction = (double)(bits & 1023) / 1024;
  double value = exponent == 0    ? fraction / 16384
                 : exponent == 31 ? (fraction == 0 ? __builtin_inf() : __builtin_nan(""))
                                  : (1 + fraction) * (double)(1ull << exponent) / 32768;
  return bits >> 15 ? -value : value;
}

static double load_real(const uint8_t *bytes, int size, bool is_big) {
  uint64_t bits = load_bits(bytes, size, is_big);
  uint32_t low_bits = (uint32_t)bits;
  float single;
  double value;
  memcpy(&single, &low_bits, sizeof single);
  memcpy(&value, &bits, sizeof value);
  return size == 2 ? half(bits) : size == 4 ? single : value;
}

static ModelValue load_integer(const Field *field, const uint8_t *bytes, bool is_big) {
  uint64_t bits = load_bits(bytes, field->size, is_big);
  ModelValue value = {.kind = INTEGER, .integer = bits};
  if (field->code == '?') value.integer = bits != 0;
  bool is_signed = is_one_of(field->code, "bhilqn");
  if (is_signed && bits >> (8 * field->size - 1)) value.integer -= (__int128)1 << 8 * field->size;
  return value;
}

static ModelValue load_run(const Field *field, const uint8_t *bytes) {
  ModelValue value = {.kind = BYTES, .bytes = {bytes, (size_t)field->count}};
  if (field->code == 'p' && field->count > 0) {
    value.bytes.start++;
    value.bytes.count = bytes[0] < field->count ? bytes[0] : (size_t)field->count - 1;
  }
  return value;
}

static ModelValue load_value(const Field *field, const uint8_t *bytes, bool is_big) {
  if (is_one_of(field->code, "csp")) {
    Field run = *field;
    if (field->code == 'c') run.count = 1;
    return load_run(&run, bytes);
  }
  ModelValue value = {.kind = REAL};
  int size = field->size;
  if (is_one_of(field->code, "FD")) {
    size /= 2;
    value.kind = COMPLEX;
    value.parts[1] = load_real(bytes + size, size, is_big);
  } else if (!is_one_of(field->code, "efd")) {
    return load_integer(field, bytes, is_big);
  }
  value.parts[0] = load_real(bytes, size, is_big);
  return value;
}

int model_unpack(const char *format, const void *item, Py_ssize_t size, ModelValue *values) {
  Py_ssize_t needed = model_size(format);
  if (needed < 0 || needed > size) return -1;
  Reader reader = start_reading(format);
  int count = 0;
  for (Field field = read_field(&reader); field.code != 0; field = read_field(&reader)) {
    if (field.code == 'x') continue;
    __int128 repeats = is_one_of(field.code, "sp") ? 1 : field.count;
    if (repeats > MODEL_MOST_VALUES - count) return -1;
    const uint8_t *start = (const uint8_t *)item + field.offset;
    for (int i = 0; i < repeats; i++) {
      values[count++] = load_value(&field, start + i * field.size, reader.is_big);
    }
  }
  return count;
}

/* Integers of 64 bits and doubles convert to long double without loss. */
static bool values_equal(const ModelValue *a, const ModelValue *b) {
  if (a->kind == BYTES || b->kind == BYTES) {
    return a->kind == b->kind && a->bytes.count == b->bytes.count &&
           memcmp(a->bytes.start, b->bytes.start, a->bytes.count) == 0;
  }
  long double x = a->kind == INTEGER ? (long double)a->integer : (long double)a->parts[0];
  long double y = b->kind == INTEGER ? (long double)b->integer : (long double)b->parts[0];
  double x_imaginary = a->kind == COMPLEX ? a->parts[1] : 0;
  double y_imaginary = b->kind == COMPLEX ? b->parts[1] : 0;
  return x == y && x_imaginary == y_imaginary;
}

bool model_equal(const char *left, const void *a, const char *right, const void *b,
                 Py_ssize_t left_size, Py_ssize_t right_size) {
  ModelValue first[MODEL_MOST_VALUES], second[MODEL_MOST_VALUES];
  int count = model_unpack(left, a, left_size, first);
  if (count < 0 || model_unpack(right, b, right_size, second) != count) return false;
  for (int i = 0; i < count; i++) {
    if (!values_equal(&first[i], &second[i])) return false;
  }
  return true;
}
