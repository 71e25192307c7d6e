/* Within the kernels: those that differ from processor to processor. */
#ifndef PYMV_TABLE_H
#define PYMV_TABLE_H

#include <CSupport.h>

#include "Kernels.h"

/** Bytes of a pattern: a multiple of all sizes of items that have kernels of their own, and of some
 * more. */
enum { PYMV_K_PATTERN = 48 };

/** The functions of one kind of processor. A null pointer is not among them. */
typedef struct {
  /** pymv_k_transpose */
  void (*transpose)(const pymv_k_block *block, size_t item);
  /** pymv_k_equal */
  _Bool (*equal)(pymv_k_equality equality, const uint8_t *a, const uint8_t *b, size_t count);
  /** pymv_k_hex */
  void (*hex)(uint8_t *to, const uint8_t *from, size_t count);
  /** Write the digits and separators of whole groups at the front, and return the number of bytes
   * that are done. NULL: none are. */
  size_t (*hex_groups)(uint8_t *to, const uint8_t *from, size_t count, size_t group,
                       uint8_t separator);
  /** Replace the kernel of rows without gaps in the destination where there is a better one. NULL:
   * there is none. */
  void (*pack_rows)(pymv_k_rows *rows);
} pymv_k_table;

extern PYMV_HIDDEN const pymv_k_table *pymv_k_chosen;

/* Called once: its callers need not save their arguments on the way to the kernel. */
__attribute__((noinline, cold, preserve_most)) const pymv_k_table *pymv_k_choose(void);

/** The table of this processor, chosen at the first call. Threads that make it at the same time
 * choose the same table. */
static inline const pymv_k_table *pymv_k_kernels(void) {
  const pymv_k_table *table = __atomic_load_n(&pymv_k_chosen, __ATOMIC_RELAXED);
  return table != 0 ? table : pymv_k_choose();
}

#endif /* PYMV_TABLE_H */
