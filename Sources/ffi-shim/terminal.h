/* Capabilities of standard output. */
#ifndef SHIM_TERMINAL_H
#define SHIM_TERMINAL_H

#include <stdbool.h>

enum colour_choice { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

struct terminal {
  bool colour; /**< Supports 24-bit colours and UTF-8. */
  int columns;
};

/** COLOUR_AUTO means colours on a terminal, unless NO_COLOR is set or TERM is dumb. */
struct terminal terminal_detect(enum colour_choice choice);

/** Start a section of the report. */
void terminal_heading(struct terminal terminal, const char *text);

/** Characters of a UTF-8 text. */
int text_width(const char *text);

/** Bytes of the longest prefix of a UTF-8 text that has at most `width` characters. */
int text_fitting(const char *text, int width);

#endif
