#include "MemoryViewTables.h"

#include <stdatomic.h>

/* Views made by cast() need a format in static storage. */
static const char *const native_formats[] = {
    "@?", "@c", "@b", "@B", "@h", "@H", "@i", "@I", "@l",  "@L",
    "@q", "@Q", "@n", "@N", "@e", "@f", "@d", "@P", "@Zf", "@Zd",
};

/* Fast path: formats of one character without '@', indexed by the character. */
#define SINGLE(letter) [letter] = {letter, 0}
static const char single_formats['q' + 1][2] = {
    SINGLE('?'), SINGLE('c'), SINGLE('b'), SINGLE('B'), SINGLE('h'), SINGLE('H'),
    SINGLE('i'), SINGLE('I'), SINGLE('l'), SINGLE('L'), SINGLE('q'), SINGLE('Q'),
    SINGLE('n'), SINGLE('N'), SINGLE('e'), SINGLE('f'), SINGLE('d'), SINGLE('P'),
};

const char *pymv_c_native_format(const char *format) {
  unsigned char letter = (unsigned char)format[0];
  if (letter != 0 && format[1] == 0) {
    return letter <= 'q' && single_formats[letter][0] != 0 ? single_formats[letter] : NULL;
  }
  int has_prefix = format[0] == '@';
  for (size_t i = 0; i < Py_ARRAY_LENGTH(native_formats); i++) {
    const char *native = native_formats[i];
    if (strcmp(native + 1, format + has_prefix) == 0) return has_prefix ? native : native + 1;
  }
  return NULL;
}

typedef struct kept_format {
  const struct kept_format *next;
  char text[];
} kept_format;

/* Views share a format without counting references, so an interned text stays for good. Static
 * storage bounds what callers with ever new texts can use up. */
static _Alignas(kept_format) char storage[1 << 16];
/* Order: reserve (Atomics.h). */
static atomic_size_t used;

/* A list that grows at its head; its entries never change. Order: publish (Atomics.h). */
static _Atomic(const kept_format *) kept_formats;

static const char *find_kept(const kept_format *from, const char *format) {
  for (; from != NULL; from = from->next) {
    if (strcmp(from->text, format) == 0) return from->text;
  }
  return NULL;
}

/* NULL if the storage is full. */
static kept_format *allocate_kept(size_t text_size) {
  size_t alignment = _Alignof(kept_format);
  if (text_size > sizeof storage) return NULL;
  size_t size = (sizeof(kept_format) + text_size + alignment - 1) / alignment * alignment;
  size_t start = atomic_load_explicit(&used, memory_order_relaxed);
  do {
    if (size > sizeof storage - start) return NULL;
  } while (!atomic_compare_exchange_weak_explicit(&used, &start, start + size, memory_order_relaxed,
                                                  memory_order_relaxed));
  return (kept_format *)(void *)(storage + start);
}

const char *pymv_c_kept_format(const char *format) {
  const char *native = pymv_c_native_format(format);
  if (native != NULL) return native;
  const kept_format *first = atomic_load_explicit(&kept_formats, memory_order_acquire);
  const char *kept = find_kept(first, format);
  if (kept != NULL) return kept;
  size_t size = strlen(format) + 1;
  kept_format *made = allocate_kept(size);
  if (made == NULL) return NULL;
  memcpy(made->text, format, size);
  do {
    made->next = first;
  } while (!atomic_compare_exchange_weak_explicit(&kept_formats, &first, made, memory_order_release,
                                                  memory_order_relaxed));
  return made->text;
}

unsigned char pymv_c_noted_items[128];
unsigned char pymv_c_noted_ordered_items[128];
