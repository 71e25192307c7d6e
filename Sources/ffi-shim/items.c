#include "items.h"

#include <ctype.h>
#include <math.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "native order is taken for little");

/** A number's class and its sizes in native mode and with an explicit byte order (0: not allowed).
 */
struct code {
  char letter;
  enum item_class class;
  int native, standard;
};

static const struct code codes[] = {
    {'?', ITEM_BOOL, 1, 1},     {'b', ITEM_SIGNED, 1, 1},   {'B', ITEM_UNSIGNED, 1, 1},
    {'h', ITEM_SIGNED, 2, 2},   {'H', ITEM_UNSIGNED, 2, 2}, {'i', ITEM_SIGNED, 4, 4},
    {'I', ITEM_UNSIGNED, 4, 4}, {'l', ITEM_SIGNED, 8, 4},   {'L', ITEM_UNSIGNED, 8, 4},
    {'q', ITEM_SIGNED, 8, 8},   {'Q', ITEM_UNSIGNED, 8, 8}, {'n', ITEM_SIGNED, 8, 0},
    {'N', ITEM_UNSIGNED, 8, 0}, {'P', ITEM_UNSIGNED, 8, 0}, {'e', ITEM_FLOAT, 2, 2},
    {'f', ITEM_FLOAT, 4, 4},    {'d', ITEM_FLOAT, 8, 8},
};

static const struct item_kind opaque = {.class = ITEM_OPAQUE};

static struct item_kind number_kind(const char *code, bool native, bool swapped) {
  for (size_t k = 0; k < Py_ARRAY_LENGTH(codes); k++) {
    if (codes[k].letter != *code) continue;
    int size = native ? codes[k].native : codes[k].standard;
    if (size == 0) return opaque;
    return (struct item_kind){codes[k].class, size, swapped, 1, size};
  }
  return opaque;
}

static struct item_kind complex_kind(const char *code, bool swapped) {
  if (strcmp(code, "f") != 0 && strcmp(code, "d") != 0) return opaque;
  int size = *code == 'f' ? 4 : 8;
  return (struct item_kind){ITEM_COMPLEX, size, swapped, 1, 2 * size};
}

static struct item_kind text_kind(char code, long count, bool swapped) {
  if (code == 'w') return (struct item_kind){ITEM_UNICODE, 4, swapped, count, 4 * count};
  return (struct item_kind){ITEM_BYTES, 1, false, count, count};
}

struct item_kind item_kind_of(const char *format) {
  bool ordered = *format != '\0' && strchr("<>=!", *format) != NULL;
  bool swapped = *format == '>' || *format == '!';
  const char *code = ordered || *format == '@' ? format + 1 : format;
  if (*code == 'Z') return complex_kind(code + 1, swapped);
  char *end;
  long count = isdigit((unsigned char)*code) ? strtol(code, &end, 10) : (end = (char *)code, 1);
  if (*end == '\0' || end[1] != '\0' || count < 1 || count > INT_MAX) return opaque;
  if (*end == 's' || *end == 'w') return text_kind(*end, count, swapped);
  if (count != 1) return opaque;
  return *end == 'c' ? text_kind('s', 1, false) : number_kind(end, !ordered, swapped);
}

void item_describe(struct item_kind kind, char *text, size_t size) {
  const char *order = kind.size == 1 ? "" : kind.swapped ? ", big-endian" : ", little-endian";
  switch (kind.class) {
  case ITEM_BOOL:
    snprintf(text, size, "truth value");
    break;
  case ITEM_SIGNED:
    snprintf(text, size, "%d-bit signed integer%s", kind.size * 8, order);
    break;
  case ITEM_UNSIGNED:
    snprintf(text, size, "%d-bit unsigned integer%s", kind.size * 8, order);
    break;
  case ITEM_FLOAT:
    snprintf(text, size, "%d-bit float%s", kind.size * 8, order);
    break;
  case ITEM_COMPLEX:
    snprintf(text, size, "complex number of two %d-bit floats%s", kind.size * 8, order);
    break;
  case ITEM_BYTES:
    snprintf(text, size, "string of %zd bytes", kind.count);
    break;
  case ITEM_UNICODE:
    snprintf(text, size, "string of %zd characters%s", kind.count, order);
    break;
  case ITEM_OPAQUE:
    snprintf(text, size, "shown as bytes");
    break;
  }
}

unsigned long long item_unsigned(const unsigned char *item, int size, bool swapped) {
  unsigned long long value = 0;
  for (int k = 0; k < size; k++) value = value << 8 | item[swapped ? k : size - 1 - k];
  return value;
}

static long long item_signed(const unsigned char *item, int size, bool swapped) {
  unsigned long long value = item_unsigned(item, size, swapped);
  unsigned long long sign = 1ULL << (size * 8 - 1);
  return (long long)((value ^ sign) - sign);
}

/** IEEE 754 binary16 to double. */
static double half_value(unsigned int bits) {
  int exponent = bits >> 10 & 31;
  double fraction = bits & 1023;
  double value;
  if (exponent == 31) {
    value = fraction == 0 ? (double)INFINITY : (double)NAN;
  } else {
    value = exponent == 0 ? ldexp(fraction, -24) : ldexp(fraction + 1024, exponent - 25);
  }
  return bits & 0x8000 ? -value : value;
}

static double item_float(const unsigned char *item, int size, bool swapped) {
  unsigned long long bits = item_unsigned(item, size, swapped);
  if (size == 2) return half_value((unsigned int)bits);
  if (size == 4) {
    uint32_t narrow = (uint32_t)bits;
    float value;
    memcpy(&value, &narrow, sizeof value);
    return (double)value;
  }
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

/** Append a character as UTF-8, or as an escape if a terminal could interpret it. */
static size_t put_character(char *text, uint32_t c) {
  bool printable = c >= 0x20 && c != 0x7f && !(c >= 0x80 && c < 0xa0) && c <= 0x10ffff &&
                   !(c >= 0xd800 && c < 0xe000) && !(c >= 0x2028 && c <= 0x202e) &&
                   !(c >= 0x2066 && c <= 0x2069);
  if (!printable) return (size_t)snprintf(text, 12, "\\u%04x", c);
  if (c < 0x80) {
    text[0] = (char)c;
    return 1;
  }
  size_t extra = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  static const unsigned char leads[] = {0, 0xc0, 0xe0, 0xf0};
  for (size_t k = extra; k > 0; k--, c >>= 6) text[k] = (char)(0x80 | (c & 0x3f));
  text[0] = (char)(leads[extra] | c);
  return extra + 1;
}

static void print_text(struct item_kind kind, const unsigned char *item, char *text) {
  enum { LONGEST = ITEM_TEXT_SIZE - 16, CHARACTERS = 20 };
  Py_ssize_t count = Py_MIN(kind.count, CHARACTERS), shown = 0;
  size_t length = 0;
  while (count > 0 && item_unsigned(item + (count - 1) * kind.size, kind.size, false) == 0) {
    count--;
  }
  text[length++] = '\'';
  for (; shown < count && length < LONGEST; shown++) {
    uint32_t c = (uint32_t)item_unsigned(item + shown * kind.size, kind.size, kind.swapped);
    if (kind.class == ITEM_BYTES && c > 0x7e) {
      length += (size_t)snprintf(text + length, 5, "\\x%02x", c);
    } else {
      length += put_character(text + length, c);
    }
  }
  snprintf(text + length, 5, "%s", shown < count || kind.count > CHARACTERS ? "..." : "'");
}

static void print_bytes(const unsigned char *item, Py_ssize_t itemsize, char *text) {
  enum { LONGEST = 16 };
  Py_ssize_t count = Py_MIN(itemsize, LONGEST);
  *text = '\0';
  for (Py_ssize_t k = 0; k < count; k++) text += snprintf(text, 3, "%02x", item[k]);
  if (count < itemsize) snprintf(text, 4, "...");
}

void item_print(struct item_kind kind, const unsigned char *item, Py_ssize_t itemsize,
                char text[ITEM_TEXT_SIZE]) {
  size_t room = ITEM_TEXT_SIZE;
  switch (kind.class) {
  case ITEM_BOOL:
    snprintf(text, room, "%s", *item ? "True" : "False");
    break;
  case ITEM_SIGNED:
    snprintf(text, room, "%lld", item_signed(item, kind.size, kind.swapped));
    break;
  case ITEM_UNSIGNED:
    snprintf(text, room, "%llu", item_unsigned(item, kind.size, kind.swapped));
    break;
  case ITEM_FLOAT:
    snprintf(text, room, "%.6g", item_float(item, kind.size, kind.swapped));
    break;
  case ITEM_COMPLEX:
    snprintf(text, room, "%.5g%+.5gj", item_float(item, kind.size, kind.swapped),
             item_float(item + kind.size, kind.size, kind.swapped));
    break;
  case ITEM_BYTES:
  case ITEM_UNICODE:
    print_text(kind, item, text);
    break;
  case ITEM_OPAQUE:
    print_bytes(item, itemsize, text);
    break;
  }
}
