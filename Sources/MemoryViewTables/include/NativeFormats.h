/* Native formats in static storage, and a cache of item types by format. */
#ifndef NATIVE_FORMATS_H
#define NATIVE_FORMATS_H

#include <CSupport.h>
#include <PyMemoryView.h>

/* Find a native format, with or without '@', in static storage; NULL if the text is not one. */
const char *pymv_c_native_format(const char *format);

/* Intern a format: return a copy that lives as long as the process, the same one for equal texts
 * unless two threads intern a text at the same time. NULL without an exception if its
 * storage of 64 KiB is full. */
const char *pymv_c_kept_format(const char *format);

/* Cache: item type by format character, for formats of one ASCII character after an optional '@'.
 * Stores the type's number plus one; 0 if it is not cached. Threads may store concurrently, because
 * they store the same value. Order: value (Atomics.h). */
extern PYMV_SHARED_DATA unsigned char pymv_c_noted_items[128];

PYMV_ALWAYS_INLINE unsigned char *pymv_c_noted_item_place(const char *format) {
  if (format[0] == '@') format++;
  unsigned char character = (unsigned char)format[0];
  if (character == 0 || character > 127 || format[1] != 0) return 0;
  return &pymv_c_noted_items[character];
}

/* Order: value. */
PYMV_ALWAYS_INLINE unsigned char pymv_c_noted_item(const char *format) {
  unsigned char *place = pymv_c_noted_item_place(format);
  return place == 0 ? 0 : __atomic_load_n(place, __ATOMIC_RELAXED);
}

static inline void pymv_c_note_item(const char *format, unsigned char number) {
  unsigned char *place = pymv_c_noted_item_place(format);
  if (place != 0) __atomic_store_n(place, (unsigned char)(number + 1), __ATOMIC_RELAXED);
}

/* Likewise the type of scalars with this machine's byte order, written explicitly: "<i" and "=i" on
 * little-endian machines. Cleared when the rules of this process change. Order: value. */
extern PYMV_SHARED_DATA unsigned char pymv_c_noted_ordered_items[128];

PYMV_ALWAYS_INLINE _Bool pymv_c_is_own_order(char order) {
  return order == '=' || order == (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? '<' : '>');
}

/* The cached item type of a format in either table. */
PYMV_ALWAYS_INLINE unsigned char pymv_c_noted_scalar(const char *format) {
  unsigned char character = (unsigned char)format[0];
  if (character == 0 || character > 127) return 0;
  if (format[1] == 0) return __atomic_load_n(&pymv_c_noted_items[character], __ATOMIC_RELAXED);
  if (!pymv_c_is_own_order(format[0])) return pymv_c_noted_item(format);
  unsigned char ordered = (unsigned char)format[1];
  if (ordered > 127 || format[2] != 0) return 0;
  return __atomic_load_n(&pymv_c_noted_ordered_items[ordered], __ATOMIC_RELAXED);
}

static inline void pymv_c_note_ordered_item(const char *format, unsigned char number) {
  unsigned char character = (unsigned char)format[0] == 0 ? 0 : (unsigned char)format[1];
  if (!pymv_c_is_own_order(format[0]) || character == 0 || character > 127 || format[2] != 0)
    return;
  __atomic_store_n(&pymv_c_noted_ordered_items[character], (unsigned char)(number + 1),
                   __ATOMIC_RELAXED);
}

static inline void pymv_c_forget_ordered_items(void) {
  for (int i = 0; i < 128; i++) {
    __atomic_store_n(&pymv_c_noted_ordered_items[i], (unsigned char)0, __ATOMIC_RELAXED);
  }
}

/* The format of buffers whose format is NULL. */
static inline char *pymv_c_byte_format(void) {
  static char format[] = "B";
  return format;
}

#endif /* NATIVE_FORMATS_H */
