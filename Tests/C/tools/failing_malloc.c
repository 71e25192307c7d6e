/* A preloaded allocator whose calls can be made to fail, and which counts its blocks. */
#include "../../Support/failing_malloc.h"

#include <errno.h>
#include <stddef.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

static _Thread_local __attribute__((tls_model("initial-exec"))) struct {
  bool is_armed;
  long calls, first, last;
} faults;

static long live;

void faults_arm(long first, long last) {
  faults.calls = 0, faults.first = first, faults.last = last;
  faults.is_armed = true;
}

long faults_disarm(void) {
  faults.is_armed = false;
  return faults.calls;
}

long faults_live_blocks(void) {
  return __atomic_load_n(&live, __ATOMIC_RELAXED);
}

static bool fails(void) {
  if (!faults.is_armed) return false;
  faults.calls++;
  bool is_chosen = faults.first <= faults.calls && faults.calls <= faults.last;
  if (is_chosen) errno = ENOMEM;
  return is_chosen;
}

static void *counted(void *block) {
  if (block != NULL) __atomic_add_fetch(&live, 1, __ATOMIC_RELAXED);
  return block;
}

void *malloc(size_t size) {
  return fails() ? NULL : counted(__libc_malloc(size));
}

void *calloc(size_t count, size_t size) {
  return fails() ? NULL : counted(__libc_calloc(count, size));
}

void *realloc(void *block, size_t size) {
  if (fails()) return NULL;
  void *moved = __libc_realloc(block, size);
  return block == NULL ? counted(moved) : moved;
}

void *aligned_alloc(size_t alignment, size_t size) {
  return fails() ? NULL : counted(__libc_memalign(alignment, size));
}

int posix_memalign(void **block, size_t alignment, size_t size) {
  void *made = aligned_alloc(alignment, size);
  if (made == NULL) return ENOMEM;
  *block = made;
  return 0;
}

void free(void *block) {
  if (block != NULL) __atomic_sub_fetch(&live, 1, __ATOMIC_RELAXED);
  __libc_free(block);
}
