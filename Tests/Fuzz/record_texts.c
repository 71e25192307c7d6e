#include "record_texts.h"

#include <stdarg.h>
#include <stdio.h>

enum { MOST_DEPTH = 5 };

/** A text that grows from an input. */
typedef struct {
  Input *input;
  char *text;
  size_t length;
  int depth;
} Growth;

static void grow_item(Growth *growth);

/* Appends as much as there is room for. */
static void append(Growth *growth, const char *format, ...) {
  va_list arguments;
  size_t room = RECORD_MOST_TEXT + 1 - growth->length;
  va_start(arguments, format);
  int length = vsnprintf(growth->text + growth->length, room, format, arguments);
  va_end(arguments);
  growth->length += Py_MIN((size_t)length, room - 1);
}

static bool one_in(Growth *growth, unsigned number) {
  return take_below(growth->input, number) == number - 1;
}

static const char *one_of(Growth *growth, const char *const *texts, unsigned count) {
  return texts[take_below(growth->input, count)];
}

static void grow_space(Growth *growth) {
  if (one_in(growth, 16)) append(growth, " ");
}

static void grow_number(Growth *growth) {
  static const char *const rare[] = {"20",
                                     "007",
                                     "300",
                                     "1048576",
                                     "1048577",
                                     "1152921504606846976",
                                     "9223372036854775807",
                                     "9223372036854775808",
                                     "4294967296",
                                     "99999999999999999999"};
  unsigned choice = take(growth->input);
  if (choice >= 250) {
    append(growth, "%s", one_of(growth, rare, Py_ARRAY_LENGTH(rare)));
  } else {
    append(growth, "%u", choice % 5);
  }
}

static void grow_shape(Growth *growth) {
  append(growth, "(");
  grow_number(growth);
  while (one_in(growth, 3)) {
    append(growth, ",");
    grow_space(growth);
    grow_number(growth);
  }
  append(growth, ")");
}

static void grow_order(Growth *growth) {
  append(growth, "%c", "@=<>!^"[take_below(growth->input, 6)]);
}

static void grow_name(Growth *growth) {
  static const char *const names[] = {"a", "b", "c", "x y", "a.b", "\xC3\xA9", "i", "T{", "", "d"};
  append(growth, ":%s:", one_of(growth, names, Py_ARRAY_LENGTH(names)));
}

static void grow_members(Growth *growth) {
  append(growth, "T{");
  growth->depth++;
  for (unsigned left = take_below(growth->input, 5); left > 0; left--) grow_item(growth);
  growth->depth--;
  append(growth, "}");
}

static void grow_target(Growth *growth) {
  append(growth, "&");
  growth->depth++;
  grow_item(growth);
  growth->depth--;
}

/* Every type but structures and pointers. The last two are refused. */
static const char *const types[] = {
    "B",
    "i",
    "h",
    "d",
    "s",
    "w",
    "q",
    "x",
    "H",
    "?",
    "f",
    "e",
    "c",
    "p",
    "u",
    "l",
    "L",
    "I",
    "Q",
    "n",
    "N",
    "b",
    "g",
    "P",
    "z",
    "Zf",
    "Zd",
    "Z",
    "Zg",
    "F",
    "D",
    "X{}",
    "X{i{}d}",
    "[bfloat16]",
    "[float8_e5m2]",
    "[none;float8_e4m3fn]",
    "[triple]",
    "O",
    "t",
};

static void grow_type(Growth *growth) {
  unsigned choice = take(growth->input);
  if (choice >= 200 && growth->depth < MOST_DEPTH) {
    choice >= 250 ? grow_target(growth) : grow_members(growth);
  } else {
    append(growth, "%s", types[choice % Py_ARRAY_LENGTH(types)]);
  }
}

/* Names are rare behind an address, whose target has none. */
static void grow_item(Growth *growth) {
  unsigned parts = take(growth->input);
  if ((parts & 3) == 3) grow_shape(growth);
  if ((parts >> 2 & 3) == 3) grow_order(growth);
  grow_space(growth);
  if ((parts >> 4 & 3) == 3) grow_number(growth);
  grow_type(growth);
  if (parts >> 7) grow_name(growth);
}

void take_structured_text(Input *input, char *text) {
  Growth growth = {.input = input, .text = text};
  *text = '\0';
  for (unsigned left = 1 + take_below(input, 4); left > 0; left--) grow_item(&growth);
}

void take_raw_text(Input *input, char *text) {
  size_t length = 0;
  while (length < RECORD_MOST_TEXT && (text[length] = (char)take(input)) != '\0') length++;
  text[length] = '\0';
}

void take_damage(Input *input, char *text) {
  size_t length = strlen(text);
  if (length > 0) text[take(input) % length] = (char)take(input);
}

static char other_letter(char letter) {
  static const char letters[] = "=<!>zuP", others[] = "<=>!Pwz";
  const char *found = strchr(letters, letter);
  return found == NULL ? letter : others[found - letters];
}

/* Names, scalars and functions stay as they are. */
void respell(const char *text, char *other) {
  char end = '\0';
  for (; *text != '\0'; text++) {
    *other++ = end == '\0' ? other_letter(*text) : *text;
    if (*text == end) {
      end = '\0';
    } else if (end == '\0' && strchr(":[", *text) != NULL) {
      end = *text == ':' ? ':' : ']';
    }
  }
  *other = '\0';
}
