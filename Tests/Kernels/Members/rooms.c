#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guarded.h"
#include "members.h"

enum { ROOM = 1 << 20, LINE = 64, UNTOUCHED = 0xA5 };

static Guarded source, target;
static unsigned char model[ROOM + 2 * LINE];

static Room room_of(Guarded *memory) {
  if (memory->start == NULL) *memory = guarded_new(ROOM);
  return (Room){memory->start, memory->size};
}

Room source_room(void) {
  return room_of(&source);
}

Room target_room(void) {
  return room_of(&target);
}

unsigned char *place_in(Room room, size_t size, long number) {
  if (size > room.size - 4 * LINE) abort();
  if (number % 3 == 0) return room.start;
  if (number % 3 == 1) return room.start + room.size - size;
  return room.start + LINE + number / 3 * 7 % LINE;
}

/* The bytes around a destination that are checked too. */
static const unsigned char *around(const unsigned char *to, size_t *size) {
  size_t before = (size_t)(to - target.start), after = target.size - before - *size;
  if (before > LINE) before = LINE;
  if (after > LINE) after = LINE;
  *size += before + after;
  return to - before;
}

unsigned char *model_of(const unsigned char *to) {
  return model + (to - target.start);
}

void fill_target(unsigned char *to, size_t size) {
  const unsigned char *start = around(to, &size);
  memset(target.start + (start - target.start), UNTOUCHED, size);
  memset(model_of(start), UNTOUCHED, size);
}

bool is_as_modelled(const unsigned char *to, size_t size) {
  const unsigned char *start = around(to, &size);
  return memcmp(start, model_of(start), size) == 0;
}

void claim(bool is_right, const char *kernel, const char *numbers, ...) {
  if (is_right) return;
  va_list arguments;
  va_start(arguments, numbers);
  fprintf(stderr, "%s is wrong: ", kernel);
  vfprintf(stderr, numbers, arguments);
  fprintf(stderr, "\n");
  va_end(arguments);
  exit(1);
}
