/* Included by tables.h: gathers along rows by shuffles of vectors of 16 bytes. */
#ifndef PYMV_X86_ROWS_AVX2_H
#define PYMV_X86_ROWS_AVX2_H

#include <immintrin.h>

#include "../assumptions.h"
#include "../gather.h"
#include "processor.h"

typedef struct {
  Gather g;
  __m256i masks[MOST_LOADS]; /* shuffles, in both lanes the same */
  pymv_k_rows rest;          /* copies the items that no vector holds */
} LaneGather;

/* The shuffle that takes the bytes in the first vector from their places, and sets others to 0. */
AVX2 PYMV_ALWAYS_INLINE __m256i shuffle_of(__m256i places) {
  const __m256i low = _mm256_set1_epi16(LANE - 1), zero = _mm256_set1_epi16(0x80);
  __m256i inside = _mm256_cmpeq_epi16(_mm256_and_si256(places, low), places);
  __m256i words = _mm256_blendv_epi8(zero, places, inside);
  __m128i high = _mm256_extracti128_si256(words, 1);
  return _mm256_broadcastsi128_si256(_mm_packus_epi16(_mm256_castsi256_si128(words), high));
}

AVX2 static void set_masks(LaneGather *l) {
  const Gather *g = &l->g;
  const __m256i number = _mm256_setr_epi16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  /* A division by multiplication, exact for these numbers. */
  __m256i inverse = _mm256_set1_epi16((short)(4096 / g->item + 1));
  __m256i item = _mm256_mulhi_epu16(_mm256_slli_epi16(number, 4), inverse);
  __m256i moved = _mm256_mullo_epi16(item, _mm256_set1_epi16((short)(g->stride - g->item)));
  __m256i first = _mm256_add_epi16(number, _mm256_set1_epi16((short)g->first));
  __m256i places = _mm256_add_epi16(first, moved);
  PLAIN for (int i = 0; i < g->loads; i++) {
    l->masks[i] = shuffle_of(places);
    places = _mm256_sub_epi16(places, _mm256_set1_epi16(LANE));
  }
}

/* Two vectors of packed items, one in each lane. */
AVX2 PYMV_ALWAYS_INLINE __m256i packed_pair(const LaneGather *l, const uint8_t *from, int loads) {
  const uint8_t *second = from + l->g.items * l->g.stride;
  __m256i pair = _mm256_setzero_si256();
  for (int i = 0; i < loads; i++) {
    __m128i low = _mm_loadu_si128((const __m128i *)(const void *)(from + i * LANE));
    __m128i high = _mm_loadu_si128((const __m128i *)(const void *)(second + i * LANE));
    __m256i both = _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
    pair = _mm256_or_si256(pair, _mm256_shuffle_epi8(both, l->masks[i]));
  }
  return pair;
}

/* Packs and stores pairs; with non-temporal stores if `streamed`, else lane by lane, because items
 * need not fill them. */
AVX2 PYMV_ALWAYS_INLINE void pack_pairs(const LaneGather *l, uint8_t *to, const uint8_t *from,
                                        ptrdiff_t vectors, _Bool streamed, int loads) {
  ptrdiff_t run = l->g.items * l->g.item, step = 2 * l->g.items * l->g.stride;
  PLAIN for (; vectors > 0; vectors -= 2, to += 2 * run, from += step) {
    __m256i pair = packed_pair(l, from, loads);
    if (streamed) {
      _mm256_stream_si256((__m256i *)(void *)to, pair);
      for (int i = 0; i < loads; i += 2) __builtin_prefetch(from + l->g.ahead + i * 2 * LANE);
    } else {
      _mm_storeu_si128((__m128i *)(void *)to, _mm256_castsi256_si128(pair));
      _mm_storeu_si128((__m128i *)(void *)(to + run), _mm256_extracti128_si256(pair, 1));
    }
  }
}

AVX2 static void pack_row(LaneGather *l, uint8_t *to, const uint8_t *from, ptrdiff_t count,
                          _Bool streamed) {
  Gather *g = &l->g;
  ptrdiff_t vectors = vectors_of(g, count, 2), items = vectors * g->items;
  if (vectors > 0) {
    WITH_LOADS(pack_pairs, g->loads, l, to, from - g->first, vectors, streamed);
    to += items * g->item, from += items * g->stride, count -= items;
  }
  if (count == 0) return;
  pymv_k_rows rest = l->rest;
  rest.count = count;
  rest.kernel(&rest, to, from);
}

__attribute__((minsize)) AVX2 static void gather_avx2(const pymv_k_rows *r, uint8_t *to_row,
                                                      const uint8_t *from_row) {
  pymv_assert(pymv_k_rows_are_apart(r, to_row, from_row));
  LaneGather l = {.g = gather_of(r, LANE), .rest = *r};
  const Gather *g = &l.g;
  l.rest.rows = 1, l.rest.kernel = r->inner;
  set_masks(&l);
  for (ptrdiff_t row = 0; row < r->rows; row++) {
    uint8_t *to = to_row + row * r->to_step;
    const uint8_t *from = from_row + row * r->from_step;
    ptrdiff_t left = r->count, head = items_before_lines(g, to, left);
    if (head > 0) {
      pack_row(&l, to, from, head, 0);
      to += head * g->item, from += head * g->stride, left -= head;
    }
    pack_row(&l, to, from, left, head >= 0);
  }
}

__attribute__((minsize)) static void choose_rows_avx2(pymv_k_rows *r) {
  choose_lanes(r, gather_avx2);
}

#endif /* PYMV_X86_ROWS_AVX2_H */
