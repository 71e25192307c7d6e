#include "terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { DEFAULT_COLUMNS = 80, FEWEST_COLUMNS = 20, MOST_COLUMNS = 160 };

static int detect_columns(void) {
  struct winsize size;
  const char *variable = getenv("COLUMNS");
  int columns = variable != NULL ? atoi(variable) : 0;
  if (columns <= 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) columns = size.ws_col;
  if (columns <= 0) return DEFAULT_COLUMNS;
  if (columns < FEWEST_COLUMNS) return FEWEST_COLUMNS;
  return columns < MOST_COLUMNS ? columns : MOST_COLUMNS;
}

static bool colour_wanted(enum colour_choice choice) {
  const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");
  if (choice != COLOUR_AUTO) return choice == COLOUR_ALWAYS;
  if (no_color != NULL && *no_color != '\0') return false;
  return isatty(STDOUT_FILENO) && term != NULL && strcmp(term, "dumb") != 0;
}

struct terminal terminal_detect(enum colour_choice choice) {
  return (struct terminal){colour_wanted(choice), detect_columns()};
}

void terminal_heading(struct terminal terminal, const char *text) {
  if (terminal.colour) {
    printf("\n\033[1m%s\033[0m\n", text);
  } else {
    printf("\n%s\n", text);
  }
}

static bool starts_character(char byte) {
  return ((unsigned char)byte & 0xc0) != 0x80;
}

int text_width(const char *text) {
  int width = 0;
  for (; *text != '\0'; text++) width += starts_character(*text);
  return width;
}

int text_fitting(const char *text, int width) {
  const char *end = text;
  for (; *end != '\0'; end++) {
    if (starts_character(*end) && width-- == 0) break;
  }
  return (int)(end - text);
}
