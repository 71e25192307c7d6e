#include "model_record.h"

#include <stdio.h>

/* Sizes are computed without overflow: anything beyond this is equally too large. */
static const __int128 too_large = (__int128)PY_SSIZE_T_MAX + 1;

typedef struct {
  const char *text;
  ptrdiff_t at;
  char order;
  int nesting;
  int axes;    /**< Of the arrays around the next item. */
  int targets; /**< Addresses around it. */
  ModelFormat *format;
} Reader;

/** Where the next member of a structure, or of the whole format, goes. */
typedef struct {
  __int128 size;
  int alignment;
  __int128 empty; /**< At least the number of values without bytes, lists included. */
} Extent;

/** The parts of an item in front of its type. */
typedef struct {
  ptrdiff_t start;
  ModelField *field;
  char order;
  bool has_count;
  __int128 count;
  __int128 empty; /**< Likewise, in one value of the type. */
} Item;

static bool read_members(Reader *reader, char end, int depth, Extent *extent);
static bool read_item(Reader *reader, int depth, bool may_have_name, Extent *extent);

static bool is_one_of(char c, const char *set) {
  return c != '\0' && strchr(set, c) != NULL;
}

static char next(const Reader *reader) {
  return reader->text[reader->at];
}

/* The error lies between the first byte of what is wrong and the byte where that shows. */
static bool fail(Reader *reader, ptrdiff_t first) {
  reader->format->error_first = first;
  reader->format->error_last = reader->at;
  return false;
}

/* What exceeds a limit is wrong, but behind an address that is doubtful. */
static bool is_allowed(Reader *reader, ptrdiff_t first) {
  if (reader->targets == 0) return fail(reader, first);
  reader->format->is_doubtful = true;
  return true;
}

static void skip_spaces(Reader *reader) {
  while (is_one_of(next(reader), " \t\n\v\f\r")) reader->at++;
}

static void skip_orders(Reader *reader) {
  for (skip_spaces(reader); is_one_of(next(reader), "@=<>!^"); skip_spaces(reader)) {
    reader->order = next(reader);
    reader->at++;
  }
}

static bool skip_through(Reader *reader, char end) {
  ptrdiff_t start = reader->at;
  for (; next(reader) != end; reader->at++) {
    if (next(reader) == '\0') return fail(reader, start);
  }
  reader->at++;
  return true;
}

/* --- numbers and shapes --- */

static __int128 times(__int128 a, __int128 b) {
  if (a == 0 || b == 0) return 0;
  return a > too_large / b ? too_large : a * b;
}

static bool read_number(Reader *reader, __int128 *number) {
  ptrdiff_t start = reader->at;
  for (*number = 0; is_one_of(next(reader), "0123456789"); reader->at++) {
    *number = times(*number, 10) + (next(reader) - '0');
    if (*number > too_large) *number = too_large;
  }
  return start < reader->at && *number < too_large ? true : fail(reader, start);
}

static bool append_extent(Reader *reader, Item *item, __int128 extent) {
  if (item->field->ndim == MODEL_MOST_AXES) return fail(reader, item->start);
  item->field->shape[item->field->ndim++] = (Py_ssize_t)extent;
  if (reader->axes + item->field->ndim > MODEL_MOST_AXES) reader->format->is_doubtful = true;
  return true;
}

static bool read_shape(Reader *reader, Item *item) {
  ptrdiff_t start = reader->at;
  do {
    __int128 extent;
    reader->at++;
    skip_spaces(reader);
    if (!read_number(reader, &extent)) return fail(reader, start);
    if (!append_extent(reader, item, extent)) return false;
    skip_spaces(reader);
  } while (next(reader) == ',');
  if (next(reader) != ')') return fail(reader, start);
  reader->at++;
  return true;
}

static __int128 elements(const ModelField *field) {
  __int128 product = 1;
  for (int i = 0; i < field->ndim; i++) product = times(product, field->shape[i]);
  return product;
}

/* --- types --- */

/** What a letter stands for. */
typedef struct {
  char letter;
  const char *native, *standard; /**< Canonical codes. */
} Letter;

static const Letter letters[] = {
    {'?', "?", "?"},   {'c', "c", "c"},   {'b', "b", "b"}, {'B', "B", "B"}, {'h', "h", "h"},
    {'H', "H", "H"},   {'i', "i", "i"},   {'I', "I", "I"}, {'l', "q", "i"}, {'L', "Q", "I"},
    {'q', "q", "q"},   {'Q', "Q", "Q"},   {'n', "q", "q"}, {'N', "Q", "Q"}, {'e', "e", "e"},
    {'f', "f", "f"},   {'d', "d", "d"},   {'g', "g", "g"}, {'s', "s", "s"}, {'p', "p", "p"},
    {'x', "x", "x"},   {'w', "w", "w"},   {'u', "w", "w"}, {'P', "P", "P"}, {'z', "P", "P"},
    {'F', "Zf", "Zf"}, {'D', "Zd", "Zd"},
};

/** Bytes and alignment of the values of a canonical code. */
typedef struct {
  const char *type;
  int size, alignment;
} Code;

static const Code codes[] = {
    {"?", 1, 1},   {"c", 1, 1},  {"b", 1, 1},   {"B", 1, 1},    {"s", 1, 1}, {"p", 1, 1},
    {"x", 1, 1},   {"h", 2, 2},  {"H", 2, 2},   {"e", 2, 2},    {"i", 4, 4}, {"I", 4, 4},
    {"f", 4, 4},   {"w", 4, 4},  {"q", 8, 8},   {"Q", 8, 8},    {"d", 8, 8}, {"P", 8, 8},
    {"g", 16, 16}, {"Zf", 8, 4}, {"Zd", 16, 8}, {"Zg", 32, 16},
};

/** Registered scalars: the shipped ones, and one that the fuzz target registers. */
static const Code scalars[] = {
    {"bfloat16", 2, 2},
    {"float8_e4m3fn", 1, 1},
    {"float8_e5m2", 1, 1},
    {"triple", 3, 1},
};
enum { SHIPPED = 3 };

static void set_type(ModelField *field, const char *type) {
  snprintf(field->type, sizeof field->type, "%s", type);
}

/* @return the alignment. */
static int set_code(ModelField *field, const char *type) {
  set_type(field, type);
  for (size_t i = 0; i < Py_ARRAY_LENGTH(codes); i++) {
    if (strcmp(codes[i].type, type) != 0) continue;
    field->itemsize = codes[i].size;
    return codes[i].alignment;
  }
  return 0;
}

static int read_letter(Reader *reader, const Item *item) {
  char letter = next(reader);
  ptrdiff_t start = reader->at;
  if (letter == 'Z') {
    reader->at++;
    char kind = next(reader);
    if (!is_one_of(kind, "fdg")) return set_code(item->field, "P");
    reader->at++;
    item->field->is_plain_single = kind == 'f' && item->order == '@';
    return set_code(item->field, kind == 'f' ? "Zf" : kind == 'd' ? "Zd" : "Zg");
  }
  for (size_t i = 0; i < Py_ARRAY_LENGTH(letters); i++) {
    if (letters[i].letter != letter) continue;
    reader->at++;
    bool is_native = item->order == '@' || item->order == '^';
    item->field->is_character = is_one_of(letter, "wu") && !item->has_count;
    item->field->is_plain_single = letter == 'f' && item->order == '@';
    return set_code(item->field, is_native ? letters[i].native : letters[i].standard);
  }
  fail(reader, item->has_count ? item->start : start);
  return 0;
}

static bool is_text(const char *text, const char *name, size_t length) {
  return strlen(text) == length && memcmp(text, name, length) == 0;
}

/* Shipped scalars have a second name with a prefix, which is not canonical. */
static int set_scalar(ModelField *field, const char *name, size_t length) {
  static const char prefix[] = "ml_dtypes$";
  size_t skipped = sizeof prefix - 1;
  bool has_prefix = length > skipped && memcmp(name, prefix, skipped) == 0;
  if (has_prefix) name += skipped, length -= skipped;
  for (size_t i = 0; i < (has_prefix ? SHIPPED : Py_ARRAY_LENGTH(scalars)); i++) {
    if (!is_text(scalars[i].type, name, length)) continue;
    snprintf(field->type, sizeof field->type, "[%s]", scalars[i].type);
    field->itemsize = scalars[i].size;
    return scalars[i].alignment;
  }
  return 0;
}

/* Reads "[names]": the first known name counts. */
static int read_scalar(Reader *reader, ModelField *field) {
  ptrdiff_t start = reader->at;
  int alignment = 0;
  if (!skip_through(reader, ']')) return 0;
  const char *name = reader->text + start + 1, *end = reader->text + reader->at - 1;
  while (alignment == 0 && name <= end) {
    const char *stop = memchr(name, ';', (size_t)(end - name));
    if (stop == NULL) stop = end;
    alignment = set_scalar(field, name, (size_t)(stop - name));
    name = stop + 1;
  }
  if (alignment == 0) fail(reader, start);
  return alignment;
}

static bool skip_function(Reader *reader) {
  ptrdiff_t start = reader->at;
  int open = 0;
  reader->at++;
  if (next(reader) != '{') return fail(reader, start);
  do {
    char c = next(reader);
    if (c == '\0') return fail(reader, start);
    if (c == '{') open++;
    if (c == '}') open--;
    reader->at++;
  } while (open > 0);
  return true;
}

static bool enter(Reader *reader, ptrdiff_t start) {
  return ++reader->nesting <= MODEL_MOST_NESTING ? true : fail(reader, start);
}

/* What an address refers to is read, and forgotten: it has no bytes in the item. */
static bool skip_target(Reader *reader, const ModelField *field) {
  Extent extent = {.alignment = 1};
  int count = reader->format->count;
  ptrdiff_t start = reader->at++;
  reader->targets++;
  reader->axes += field->ndim;
  if (!enter(reader, start) || !read_item(reader, field->depth, false, &extent)) return false;
  reader->axes -= field->ndim;
  reader->targets--;
  reader->format->count = count;
  reader->nesting--;
  return true;
}

static __int128 rounded_up(__int128 size, int alignment) {
  return (size + alignment - 1) / alignment * alignment;
}

static int read_structure(Reader *reader, Item *item) {
  ModelField *field = item->field;
  Extent extent = {.alignment = 1};
  ptrdiff_t start = reader->at;
  reader->at++;
  if (next(reader) != '{') return fail(reader, start), 0;
  reader->at++;
  int axes = field->ndim + item->has_count;
  reader->axes += axes;
  if (!enter(reader, start) || !read_members(reader, '}', field->depth + 1, &extent)) return 0;
  reader->axes -= axes;
  if (next(reader) == '\0') return fail(reader, start), 0;
  reader->at++;
  reader->nesting--;
  __int128 rounded = reader->order == '@' ? rounded_up(extent.size, extent.alignment) : extent.size;
  if (rounded != extent.size) reader->format->has_gaps = true;
  extent.size = rounded;
  if (extent.size >= too_large && !is_allowed(reader, start)) return 0;
  field->itemsize = (Py_ssize_t)extent.size;
  item->empty = extent.empty;
  set_type(field, "T");
  return extent.alignment;
}

/* @return the alignment; 0: an error. */
static int read_type(Reader *reader, Item *item) {
  char c = next(reader);
  if (is_one_of(c, "&X") && item->has_count) return fail(reader, item->start), 0;
  if (c == 'T') return read_structure(reader, item);
  if (c == '[') return read_scalar(reader, item->field);
  if (c == '&') return skip_target(reader, item->field) ? set_code(item->field, "P") : 0;
  if (c == 'X') return skip_function(reader) ? set_code(item->field, "P") : 0;
  return read_letter(reader, item);
}

/* --- names --- */

/* Bytes of the first character, by the table of well-formed sequences of the Unicode standard; 0 if
 * it is ill-formed. */
static int character_length(const unsigned char *c) {
  if (c[0] < 0x80) return 1;
  int length = c[0] < 0xC2 ? 0 : c[0] < 0xE0 ? 2 : c[0] < 0xF0 ? 3 : c[0] < 0xF5 ? 4 : 0;
  for (int i = 1; i < length; i++) {
    if (c[i] < 0x80 || c[i] > 0xBF) return 0;
  }
  if (c[0] == 0xE0 && c[1] < 0xA0) return 0;
  if (c[0] == 0xED && c[1] > 0x9F) return 0;
  if (c[0] == 0xF0 && c[1] < 0x90) return 0;
  if (c[0] == 0xF4 && c[1] > 0x8F) return 0;
  return length;
}

static bool read_name(Reader *reader, ModelField *field) {
  ptrdiff_t start = reader->at++;
  field->name = reader->text + reader->at;
  if (!skip_through(reader, ':')) return fail(reader, start);
  const char *end = reader->text + reader->at - 1, *c = field->name;
  field->name_length = (size_t)(end - c);
  while (c < end) {
    int length = character_length((const unsigned char *)c);
    if (length == 0) return fail(reader, start);
    c += length;
  }
  return true;
}

/* --- items --- */

static bool is_type(const ModelField *field, const char *set) {
  return field->type[1] == '\0' && is_one_of(field->type[0], set);
}

/* A count is the length of a string, an extent of a sub-array, or a number of values. */
static bool apply_count(Reader *reader, Item *item) {
  ModelField *field = item->field;
  field->count = 1;
  if (!item->has_count) return true;
  if (is_type(field, "spxw")) {
    __int128 size = times(item->count, field->itemsize);
    if (size >= too_large && !is_allowed(reader, item->start)) return false;
    field->itemsize = (Py_ssize_t)size;
  } else if (field->name != NULL || field->ndim > 0) {
    return append_extent(reader, item, item->count);
  } else {
    field->count = (Py_ssize_t)item->count;
  }
  return true;
}

static char byteorder(const ModelField *field, char order) {
  bool is_one_byte = is_type(field, "?cbBspxT") || strstr(field->type, "float8") != NULL;
  return is_one_byte ? '|' : is_one_of(order, ">!") ? '>' : '<';
}

/* Doubts whether an item keeps to the limits, where no value may be left to exceed them. */
static void count_generously(Reader *reader, Item *item, Extent *extent) {
  const ModelField *field = item->field;
  __int128 product = Py_MAX(field->count, 1);
  for (int i = 0; i < field->ndim; i++) product = times(product, Py_MAX(field->shape[i], 1));
  bool is_empty = field->size == 0 || item->empty > 0;
  if (field->is_value && is_empty) {
    extent->empty += times(item->empty + 1, times(product, field->ndim + 1));
  }
  bool is_large = times(product, Py_MAX(field->itemsize, 1)) >= too_large / 2;
  if (is_large || extent->empty > MODEL_MOST_EMPTY) reader->format->is_doubtful = true;
}

static bool place_item(Reader *reader, Item *item, int alignment, Extent *extent) {
  ModelField *field = item->field;
  if (item->order != '@') alignment = 1;
  __int128 repetitions = times(elements(field), field->count);
  if (field->is_value && field->itemsize == 0 && repetitions > MODEL_MOST_EMPTY &&
      !is_allowed(reader, item->start))
    return false;
  __int128 size = times(repetitions, field->itemsize);
  __int128 offset = rounded_up(extent->size, alignment);
  if (offset != extent->size) reader->format->has_gaps = true;
  extent->size = Py_MIN(offset + size, too_large);
  if (extent->size == too_large && !is_allowed(reader, item->start)) return false;
  if (alignment > extent->alignment) extent->alignment = alignment;
  field->offset = (Py_ssize_t)offset;
  field->size = (Py_ssize_t)size;
  count_generously(reader, item, extent);
  return true;
}

static ModelField *append_field(ModelFormat *format, int depth) {
  ModelField *field = &format->fields[format->count++];
  memset(field, 0, offsetof(ModelField, shape));
  field->depth = depth;
  return field;
}

/* Reads the parts in front of the type. */
static bool start_item(Reader *reader, int depth, Item *item) {
  skip_spaces(reader);
  *item = (Item){.start = reader->at, .field = append_field(reader->format, depth)};
  for (; next(reader) == '('; skip_spaces(reader)) {
    if (!read_shape(reader, item)) return false;
  }
  skip_orders(reader);
  item->order = reader->order;
  item->has_count = is_one_of(next(reader), "0123456789");
  if (item->has_count && !read_number(reader, &item->count)) return false;
  if (reader->axes + item->field->ndim + item->has_count > MODEL_MOST_AXES)
    reader->format->is_doubtful = true;
  skip_spaces(reader);
  return is_one_of(next(reader), "}") || next(reader) == '\0' ? fail(reader, item->start) : true;
}

static bool read_item(Reader *reader, int depth, bool may_have_name, Extent *extent) {
  Item item;
  if (!start_item(reader, depth, &item)) return false;
  int alignment = read_type(reader, &item);
  if (alignment == 0) return false;
  // Whether the length of a string is checked before the name or after it does not matter.
  __int128 length = item.has_count ? times(item.count, item.field->itemsize) : 0;
  if (is_type(item.field, "spxw") && length >= too_large) reader->format->is_doubtful = true;
  ptrdiff_t type_end = reader->at;
  skip_spaces(reader);
  if (may_have_name && next(reader) == ':') {
    if (!read_name(reader, item.field)) return false;
  } else {
    reader->at = type_end;
  }
  item.field->span = reader->format->count - (int)(item.field - reader->format->fields);
  item.field->is_value = !is_type(item.field, "x") || item.field->name != NULL;
  item.field->byteorder = byteorder(item.field, item.order);
  return apply_count(reader, &item) && place_item(reader, &item, alignment, extent);
}

static bool read_members(Reader *reader, char end, int depth, Extent *extent) {
  for (skip_orders(reader); next(reader) != end && next(reader) != '\0'; skip_orders(reader)) {
    if (!read_item(reader, depth, true, extent)) return false;
  }
  return true;
}

/* Offsets were counted from the start of the structure; lists count from that of the item. */
static void add_offsets(ModelField *first, const ModelField *end, Py_ssize_t start) {
  for (ModelField *field = first; field < end; field += field->span) {
    field->offset += start;
    add_offsets(field + 1, field + field->span, field->offset);
  }
}

void model_read(const char *text, ModelFormat *format) {
  Reader reader = {.text = text, .order = '@', .format = format};
  Extent extent = {.alignment = 1};
  format->count = 0;
  format->is_padding = format->has_gaps = format->is_doubtful = format->is_unclear = false;
  format->is_valid = read_members(&reader, '\0', 0, &extent);
  if (!format->is_valid) return;
  format->size = (Py_ssize_t)extent.size;
  format->alignment = extent.alignment;
  add_offsets(format->fields, format->fields + format->count, 0);
  ModelField *sole = &format->fields[0];
  if (format->count == 1 && is_type(sole, "x") && sole->name == NULL) {
    format->is_padding = sole->is_value = true;
    format->is_unclear = sole->ndim > 0;
  }
}

void model_refuse(ModelFormat *format, ptrdiff_t position) {
  require(format->is_doubtful);
  format->is_valid = false;
  format->error_first = format->error_last = position;
}

/* --- comparison --- */

int model_listed(const ModelFormat *format) {
  int listed = 0;
  for (int i = 0; i < format->count; i++) listed += format->fields[i].is_value;
  return listed;
}

const ModelField *model_listed_field(const ModelFormat *format, int index) {
  const ModelField *field = format->fields;
  while (!field->is_value || index-- > 0) field++;
  return field;
}

bool model_names_equal(const ModelField *a, const ModelField *b) {
  if (a->name == NULL || b->name == NULL) return a->name == b->name;
  return a->name_length == b->name_length && memcmp(a->name, b->name, a->name_length) == 0;
}

bool model_fields_equal(const ModelField *a, const ModelField *b) {
  return strcmp(a->type, b->type) == 0 && model_names_equal(a, b) && a->offset == b->offset &&
         a->itemsize == b->itemsize && a->count == b->count && a->ndim == b->ndim &&
         memcmp(a->shape, b->shape, (size_t)a->ndim * sizeof *a->shape) == 0 &&
         a->depth == b->depth && a->byteorder == b->byteorder;
}

bool model_same_layout(const ModelFormat *a, const ModelFormat *b) {
  if (!a->is_valid || !b->is_valid) return false;
  int count = model_listed(a);
  if (count != model_listed(b)) return false;
  for (int i = 0; i < count; i++) {
    const ModelField *x = model_listed_field(a, i), *y = model_listed_field(b, i);
    if (!model_fields_equal(x, y) || x->is_character != y->is_character) return false;
  }
  return true;
}
