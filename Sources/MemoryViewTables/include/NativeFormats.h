/* Formats of items, and what is known of them. */
#ifndef NATIVE_FORMATS_H
#define NATIVE_FORMATS_H

#include <CSupport.h>
#include <PyMemoryView.h>

/* Find a native format, with or without '@', in static storage; NULL if the text is none. */
const char *pymv_c_native_format(const char *format);

/* What items are whose format is this one ASCII character after an optional '@', for not looking it
 * up again: one more than the number that was noted, 0 if none was. Several threads may note the
 * same. */
extern PYMV_SHARED_DATA unsigned char pymv_c_noted_items[128];

PYMV_ALWAYS_INLINE unsigned char *pymv_c_noted_item_place(const char *format) {
  if (format[0] == '@') format++;
  unsigned char character = (unsigned char)format[0];
  if (character == 0 || character > 127 || format[1] != 0) return 0;
  return &pymv_c_noted_items[character];
}

PYMV_ALWAYS_INLINE unsigned char pymv_c_noted_item(const char *format) {
  unsigned char *place = pymv_c_noted_item_place(format);
  return place == 0 ? 0 : __atomic_load_n(place, __ATOMIC_RELAXED);
}

static inline void pymv_c_note_item(const char *format, unsigned char number) {
  unsigned char *place = pymv_c_noted_item_place(format);
  if (place != 0) __atomic_store_n(place, (unsigned char)(number + 1), __ATOMIC_RELAXED);
}

/* The format of buffers that come without one. */
static inline char *pymv_c_byte_format(void) {
  static char format[] = "B";
  return format;
}

#endif /* NATIVE_FORMATS_H */
