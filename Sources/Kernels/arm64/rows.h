/* Included by tables.h: gathers along rows by table lookups, which pick bytes from up to four
 * vectors at once. */
#ifndef PYMV_ARM64_ROWS_H
#define PYMV_ARM64_ROWS_H

#include <arm_neon.h>

#include "../assumptions.h"
#include "../gather.h"

enum { TABLE = 4 * LANE /* bytes of the largest table */ };

typedef struct {
  Gather g;
  uint8x16_t low, high; /* places in the first and in the second table; beyond it, no byte */
  pymv_k_rows rest;     /* copies the items that no vector holds */
} TableGather;

static void set_places(TableGather *t) {
  const Gather *g = &t->g;
  uint8_t places[LANE];
  ptrdiff_t place = g->first, byte = 0;
  PLAIN for (int i = 0; i < LANE; i++) {
    places[i] = (uint8_t)(place + byte);
    if (++byte == g->item) byte = 0, place += g->stride;
  }
  t->low = vld1q_u8(places);
  t->high = vsubq_u8(t->low, vdupq_n_u8(TABLE));
}

/* A vector of packed items. */
PYMV_ALWAYS_INLINE uint8x16_t packed_items(const TableGather *t, const uint8_t *from, int loads) {
  if (loads == 1) return vqtbl1q_u8(vld1q_u8(from), t->low);
  if (loads == 2) return vqtbl2q_u8(vld1q_u8_x2(from), t->low);
  if (loads == 3) return vqtbl3q_u8(vld1q_u8_x3(from), t->low);
  uint8x16_t first = vqtbl4q_u8(vld1q_u8_x4(from), t->low);
  if (loads == 4) return first;
  return vqtbx4q_u8(first, vld1q_u8_x4(from + TABLE), t->high);
}

/* Items need not fill a vector; the next one overwrites the bytes behind them. */
PYMV_ALWAYS_INLINE void pack_vectors(const TableGather *t, uint8_t *to, const uint8_t *from,
                                     ptrdiff_t vectors, int loads) {
  ptrdiff_t run = t->g.items * t->g.item, step = t->g.items * t->g.stride;
  PLAIN for (; vectors > 0; vectors--, to += run, from += step)
      vst1q_u8(to, packed_items(t, from, loads));
}

static void gather_neon(const pymv_k_rows *r, uint8_t *to, const uint8_t *from) {
  pymv_assert(pymv_k_rows_are_apart(r, to, from));
  TableGather t = {.g = gather_of(r, LANE), .rest = *r};
  ptrdiff_t vectors = vectors_of(&t.g, r->count, 1), items = vectors * t.g.items;
  set_places(&t);
  t.rest.count -= items, t.rest.rows = 1, t.rest.kernel = r->inner;
  for (ptrdiff_t row = 0; row < r->rows; row++, to += r->to_step, from += r->from_step) {
    if (vectors > 0) WITH_LOADS(pack_vectors, t.g.loads, &t, to, from - t.g.first, vectors);
    if (t.rest.count > 0) t.rest.kernel(&t.rest, to + items * t.g.item, from + items * t.g.stride);
  }
}

static void choose_rows_neon(pymv_k_rows *r) {
  choose_lanes(r, gather_neon);
}

#endif /* PYMV_ARM64_ROWS_H */
