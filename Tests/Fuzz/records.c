/* Fuzz target: item formats of the full grammar. An input has control bytes, one or two texts,
 * which are raw or choices of a grammar, and the bytes of the items. Formats are read by a model,
 * and a few items of them lie next to inaccessible memory. */
#include <pymv.h>

#include "record_checks.h"
#include "record_texts.h"

enum {
  RAW = 1,
  DAMAGED = 2,
  REVERSED = 4,
  AT_END = 8,
  IN_ARRAY = 16,
  ODD_SIZE = 32,
  BY_SLICE = 64
};

/** The second row's format, compared with the first one's. */
enum { SAME, WRITTEN, RESPELLED, ANOTHER };

/* --- a scalar of three bytes, which no processor has --- */

static double load_triple(const void *item) {
  const uint8_t *bytes = item;
  return bytes[0] + bytes[1] * 256.0 + bytes[2] * 65536.0;
}

static int store_triple(double value, void *item) {
  if (!(value >= 0 && value < 0x1p24)) return -1;
  uint32_t bits = (uint32_t)value;
  memcpy(item, &bits, 3);
  return 0;
}

static void register_triple(void) {
  static const PyMV_ScalarType triple = {
      .struct_size = sizeof triple,
      .name = "triple",
      .size = 3,
      .alignment = 1,
      .load = load_triple,
      .store = store_triple,
  };
  require(PyMV_RegisterScalar(&triple) == 0);
}

/* --- inputs --- */

static char text[RECORD_MOST_TEXT + 1], written[RECORD_MOST_WRITTEN];

static void take_text(Input *input, unsigned steering, char *chosen) {
  if (steering & RAW) {
    take_raw_text(input, chosen);
  } else {
    take_structured_text(input, chosen);
  }
  if (steering & DAMAGED) take_damage(input, chosen);
}

static Placement take_placement(Input *input, unsigned steering, const ModelFormat *format,
                                int number) {
  Placement placement = {
      .itemsize = format->is_valid ? format->size : 4,
      .is_reversed = steering & REVERSED,
      .is_at_end = steering & AT_END,
      .is_array = steering & IN_ARRAY,
      .number = number,
  };
  if (steering & ODD_SIZE) placement.itemsize += take_signed(input) / 32;
  return placement;
}

static void check_alone(Input *input, Row *row) {
  check_reading(row);
  check_search(row);
  check_equality(row, row);
  check_refused_assignment(input, row);
  check_item_assignment(row);
  check_field_view(input, row);
}

/* The text of the second row; NULL: it would be too long. */
static const char *second_text(Input *input, unsigned kind, const ModelFormat *first) {
  static char other[RECORD_MOST_TEXT + 1];
  if (kind == WRITTEN && first->is_valid) {
    return strlen(written) < RECORD_MOST_TEXT ? written : NULL;
  }
  if (kind == RESPELLED) {
    respell(text, other);
    return other;
  }
  if (kind == ANOTHER) {
    take_text(input, take(input), other);
    return other;
  }
  return text;
}

/* The second row has the bytes of the first, but for one. */
static void copy_items(Input *input, Row *to, const Row *from) {
  memset(to->memory, take(input), to->size);
  memcpy(to->memory, from->memory, Py_MIN(to->size, from->size));
  unsigned place = take(input);
  uint8_t change = take(input);
  if (place < to->size) to->memory[place] ^= change;
  decode_row(to);
}

static void check_pair(Input *input, Row *a, unsigned steering) {
  static Row b;
  static char again[RECORD_MOST_WRITTEN];
  b.text = second_text(input, take_below(input, 4), &a->format);
  if (b.text == NULL) return;
  check_parsing(b.text, 0, &b.format, again);
  Placement placement = take_placement(input, take(input), &b.format, 1);
  if (!(steering & ODD_SIZE)) placement.itemsize = a->itemsize;
  if (start_row(&b, &placement) && !b.is_unclear) {
    copy_items(input, &b, a);
    check_equality(a, &b);
    check_equality(&b, a);
    check_copy(&b, a, steering & BY_SLICE);
    check_equality(a, &b);
  }
  end_row(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static Row a;
  static bool is_registered;
  if (!is_registered) register_triple();
  is_registered = true;
  Input input = {data, size};
  unsigned steering = take(&input);
  take_text(&input, steering, text);
  a.text = text;
  check_parsing(text, take_below(&input, 3), &a.format, written);
  Placement placement = take_placement(&input, steering, &a.format, 0);
  if (start_row(&a, &placement)) {
    unsigned steering_pair = take(&input);
    take_items(&input, &a);
    if (a.is_unclear) {
      use_unclear_row(&a);
    } else {
      check_alone(&input, &a);
      check_pair(&input, &a, steering_pair);
    }
  }
  end_row(&a);
  require_no_error();
  return 0;
}
