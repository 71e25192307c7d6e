#include <FormatTables.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>

/* Views refer to programs without counting references, so a program stays for good. Static storage
 * bounds what callers with ever new texts can use up; beyond it, texts are parsed at each use. */
static _Alignas(max_align_t) char storage[1 << 17];
/* Order: reserve (Atomics.h). */
static atomic_size_t used;

enum { BUCKETS = 128 };

/* Lists that grow at their heads. Order: publish (Atomics.h). */
static _Atomic(const pymv_c_kept_program *) buckets[BUCKETS];

/* FNV-1a. */
static unsigned hash_of(const char *text, unsigned char reading) {
  unsigned hash = 2166136261u ^ reading;
  for (; *text != '\0'; text++) hash = (hash ^ (unsigned char)*text) * 16777619u;
  return hash;
}

static const pymv_c_kept_program *find(const char *text, unsigned char reading, unsigned hash) {
  const pymv_c_kept_program *entry =
      atomic_load_explicit(&buckets[hash % BUCKETS], memory_order_acquire);
  while (entry != NULL &&
         (entry->hash != hash || entry->reading != reading || strcmp(entry->text, text) != 0))
    entry = entry->next;
  return entry;
}

const pymv_c_kept_program *pymv_c_find_program(const char *text, unsigned char reading) {
  return find(text, reading, hash_of(text, reading));
}

/* NULL if the storage is full. */
static char *allocate(size_t size) {
  size_t alignment = _Alignof(max_align_t);
  if (size > sizeof storage - alignment) return NULL;
  size = (size + alignment - 1) / alignment * alignment;
  size_t start = atomic_load_explicit(&used, memory_order_relaxed);
  do {
    if (size > sizeof storage - start) return NULL;
  } while (!atomic_compare_exchange_weak_explicit(&used, &start, start + size, memory_order_relaxed,
                                                  memory_order_relaxed));
  return storage + start;
}

const pymv_c_kept_program *pymv_c_keep_program(const char *text, unsigned char reading,
                                               const void *program, size_t size) {
  unsigned hash = hash_of(text, reading);
  size_t text_size = strlen(text) + 1;
  size_t alignment = _Alignof(max_align_t);
  size_t entry_size = (sizeof(pymv_c_kept_program) + alignment - 1) / alignment * alignment;
  if (size > sizeof storage || text_size > sizeof storage) return NULL;
  char *room = allocate(entry_size + size + text_size);
  if (room == NULL) return NULL;
  pymv_c_kept_program *entry = (pymv_c_kept_program *)(void *)room;
  memcpy(room + entry_size, program, size);
  memcpy(room + entry_size + size, text, text_size);
  entry->program = room + entry_size;
  entry->text = room + entry_size + size;
  entry->hash = hash;
  entry->reading = reading;
  /* Order: publish. */
  _Atomic(const pymv_c_kept_program *) *head = &buckets[hash % BUCKETS];
  const pymv_c_kept_program *first = atomic_load_explicit(head, memory_order_relaxed);
  do {
    entry->next = first;
  } while (!atomic_compare_exchange_weak_explicit(head, &first, entry, memory_order_release,
                                                  memory_order_relaxed));
  return entry;
}
