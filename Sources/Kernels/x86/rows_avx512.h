/* Included by tables.h: gathers and scatters along rows by permutations of vectors of 64 bytes. */
#ifndef PYMV_X86_ROWS_AVX512_H
#define PYMV_X86_ROWS_AVX512_H

#include <immintrin.h>

#include "../assumptions.h"
#include "processor.h"
#include "rows_avx2.h"

enum { WIDE = 64 };

/* The first bytes of a vector: none or all if `count` is out of range. */
static inline __mmask64 first_bytes(ptrdiff_t count) {
  return count <= 0 ? 0 : count >= WIDE ? ~(__mmask64)0 : ((__mmask64)1 << count) - 1;
}

/* The bytes of half a vector that consists of items of `unit` bytes: for each the number of its
 * item, and its place in the item. */
typedef struct {
  __m512i item, place;
} Bytes;

AVX512 PYMV_ALWAYS_INLINE Bytes bytes_of(ptrdiff_t unit, int half) {
  pymv_assert(unit >= 1 && unit <= WIDE);
  uint16_t numbers[WIDE / 2];
  for (int i = 0; i < WIDE / 2; i++) numbers[i] = (uint16_t)(i + half * WIDE / 2);
  __m512i number = _mm512_loadu_si512(numbers);
  /* A division by multiplication, exact for numbers and units of up to 64. */
  __m512i inverse = _mm512_set1_epi16((short)(4096 / unit + 1));
  __m512i item = _mm512_mulhi_epu16(_mm512_slli_epi16(number, 4), inverse);
  __m512i start = _mm512_mullo_epi16(item, _mm512_set1_epi16((short)unit));
  return (Bytes){item, _mm512_sub_epi16(number, start)};
}

/* Where the bytes are if their items are `stride` bytes apart. */
AVX512 PYMV_ALWAYS_INLINE __m512i places_of(Bytes bytes, ptrdiff_t first, ptrdiff_t stride) {
  __m512i item = _mm512_mullo_epi16(bytes.item, _mm512_set1_epi16((short)stride));
  __m512i place = _mm512_add_epi16(bytes.place, _mm512_set1_epi16((short)first));
  return _mm512_add_epi16(item, place);
}

/* A permutation uses the low bits of the places. */
AVX512 PYMV_ALWAYS_INLINE __m512i permutation(const __m512i *halves) {
  __m512i low = _mm512_castsi256_si512(_mm512_cvtepi16_epi8(halves[0]));
  return _mm512_inserti64x4(low, _mm512_cvtepi16_epi8(halves[1]), 1);
}

/* --- Gather ----------------------------------------------------------------------------------- */

/* The bytes of some items. */
typedef struct {
  ptrdiff_t items;
  __mmask64 stored, loaded[MOST_LOADS];
} Piece;

typedef struct {
  Gather g;
  __m512i places;             /* for each byte, the one in a loaded vector */
  __mmask64 from[MOST_LOADS]; /* for each loaded vector, the bytes taken from it */
  Piece whole, part;          /* of `items` items, and of fewer; most rows end in the same way */
} WideGather;

AVX512 static void find_bytes(WideGather *w) {
  const Gather *g = &w->g;
  __m512i places[2];
  for (int half = 0; half < 2; half++)
    places[half] = places_of(bytes_of(g->item, half), g->first, g->stride);
  w->places = permutation(places);
  __m512i low = _mm512_srai_epi16(places[0], 6), high = _mm512_srai_epi16(places[1], 6);
  PLAIN for (int i = 0; i < g->loads; i++) {
    __m512i load = _mm512_set1_epi16((short)i);
    w->from[i] = _mm512_cmpeq_epi16_mask(low, load) | (__mmask64)_mm512_cmpeq_epi16_mask(high, load)
                                                          << WIDE / 2;
  }
}

/* Packs and stores vectors; with non-temporal stores if `streamed`. */
AVX512 PYMV_ALWAYS_INLINE void pack_vectors(const WideGather *w, uint8_t *to, const uint8_t *from,
                                            ptrdiff_t vectors, _Bool streamed, int loads) {
  ptrdiff_t to_step = w->g.items * w->g.item, from_step = w->g.items * w->g.stride;
  ptrdiff_t ahead = w->g.ahead;
  /* A copy, because the stores could change the original. */
  const WideGather local = *w;
  __m512i places = local.places;
  PLAIN for (; vectors > 0; vectors--, to += to_step, from += from_step) {
    __m512i packed = _mm512_permutexvar_epi8(places, _mm512_loadu_si512(from));
    for (int i = 1; i < loads; i++) {
      __m512i next = _mm512_loadu_si512(from + i * WIDE);
      packed = _mm512_mask_permutexvar_epi8(packed, local.from[i], places, next);
    }
    if (streamed) {
      _mm512_stream_si512((__m512i *)(void *)to, packed);
      for (int i = 0; i < loads; i++) __builtin_prefetch(from + ahead + i * WIDE);
    } else {
      _mm512_storeu_si512(to, packed);
    }
  }
}

__attribute__((noinline, minsize)) static void set_piece(const Gather *g, Piece *piece,
                                                         ptrdiff_t items) {
  ptrdiff_t span = (items - 1) * g->distance + g->item;
  ptrdiff_t low = g->stride < 0 ? g->loads * WIDE - span : 0, high = low + span;
  piece->items = items, piece->stored = first_bytes(items * g->item);
  PLAIN for (int i = 0; i < g->loads; i++, low -= WIDE, high -= WIDE) piece->loaded[i] =
      first_bytes(high) & ~first_bytes(low);
}

/* Packs some items with loads and stores of nothing but their bytes. */
AVX512 PYMV_ALWAYS_INLINE void pack_masked(WideGather *w, uint8_t *to, const uint8_t *from,
                                           ptrdiff_t count) {
  const Gather *g = &w->g;
  for (; count > 0; count -= g->items) {
    Piece *piece = count < g->items ? &w->part : &w->whole;
    ptrdiff_t items = count < g->items ? count : g->items;
    if (piece->items != items) set_piece(g, piece, items);
    __m512i packed = _mm512_setzero_si512();
    PLAIN for (int i = 0; i < g->loads; i++) {
      __m512i next = _mm512_maskz_loadu_epi8(piece->loaded[i], from + i * WIDE);
      packed = _mm512_mask_permutexvar_epi8(packed, w->from[i], w->places, next);
    }
    _mm512_mask_storeu_epi8(to, piece->stored, packed);
    to += items * g->item, from += items * g->stride;
  }
}

AVX512 static void gather_avx512(const pymv_k_rows *r, uint8_t *to_row, const uint8_t *from_row) {
  pymv_assert(pymv_k_rows_are_apart(r, to_row, from_row));
  WideGather w = {.g = gather_of(r, WIDE)};
  Gather *g = &w.g;
  find_bytes(&w);
  for (ptrdiff_t row = 0; row < r->rows; row++) {
    uint8_t *to = to_row + row * r->to_step;
    const uint8_t *from = from_row + row * r->from_step - g->first;
    ptrdiff_t left = r->count, head = items_before_lines(g, to, left);
    if (head > 0) {
      pack_masked(&w, to, from, head);
      to += head * g->item, from += head * g->stride, left -= head;
    }
    ptrdiff_t vectors = vectors_of(g, left, 1);
    WITH_LOADS(pack_vectors, g->loads, &w, to, from, vectors, head >= 0);
    ptrdiff_t done = vectors * g->items;
    pack_masked(&w, to + done * g->item, from + done * g->stride, left - done);
  }
}

/* --- Scatter ---------------------------------------------------------------------------------- */

/* Number of items whose destinations fit into a vector. */
static inline ptrdiff_t scattered_items(const pymv_k_rows *r) {
  ptrdiff_t item = (ptrdiff_t)r->item;
  return r->to_stride > WIDE - item ? 1 : (WIDE - item) / r->to_stride + 1;
}

/* Stores several items at a time, and no byte between them. */
AVX512 static void scatter_avx512(const pymv_k_rows *r, uint8_t *to_row, const uint8_t *from_row) {
  pymv_assert(pymv_k_rows_are_apart(r, to_row, from_row));
  ptrdiff_t item = (ptrdiff_t)r->item, stride = r->to_stride;
  ptrdiff_t items = scattered_items(r), ahead = ahead_in_row(r->count, stride);
  Bytes low = bytes_of(stride, 0), high = bytes_of(stride, 1);
  __m512i size = _mm512_set1_epi16((short)item);
  __mmask64 stored = _mm512_cmplt_epi16_mask(low.place, size) |
                     (__mmask64)_mm512_cmplt_epi16_mask(high.place, size) << WIDE / 2;
  __m512i places = permutation((__m512i[]){places_of(low, 0, item), places_of(high, 0, item)});
  for (ptrdiff_t row = 0; row < r->rows; row++) {
    uint8_t *to = to_row + row * r->to_step;
    const uint8_t *from = from_row + row * r->from_step;
    ptrdiff_t left = r->count, fewest = (WIDE + item - 1) / item;
    __mmask64 whole = stored & first_bytes((items - 1) * stride + item);
    for (; left >= fewest; left -= items, to += items * stride, from += items * item) {
      __builtin_prefetch(to + ahead);
      __m512i spread = _mm512_permutexvar_epi8(places, _mm512_loadu_si512(from));
      _mm512_mask_storeu_epi8(to, whole, spread);
    }
    for (; left > 0; left -= items, to += items * stride, from += items * item) {
      ptrdiff_t count = left < items ? left : items;
      __m512i packed = _mm512_maskz_loadu_epi8(first_bytes(count * item), from);
      __m512i spread = _mm512_permutexvar_epi8(places, packed);
      _mm512_mask_storeu_epi8(to, stored & first_bytes((count - 1) * stride + item), spread);
    }
  }
}

/* --- Short reversed rows ---------------------------------------------------------------------- */

/* Reverses rows that follow one another in both arrays, several in a vector. */
AVX512 __attribute__((minsize)) static void reverse_avx512(const pymv_k_rows *r, uint8_t *to,
                                                           const uint8_t *from) {
  pymv_assert(pymv_k_rows_are_apart(r, to, from));
  ptrdiff_t item = (ptrdiff_t)r->item, row = r->count * item, bytes = WIDE / row * row;
  uint8_t places[WIDE];
  PLAIN for (ptrdiff_t i = 0; i < WIDE; i++) places[i] =
      (uint8_t)(i - i % row + row - item - i % row / item * item + i % item);
  __m512i order = _mm512_loadu_si512(places);
  from -= row - item;
  for (ptrdiff_t left = r->rows * row; left > 0; left -= bytes, to += bytes, from += bytes) {
    /* Bytes behind the last whole row are overwritten. */
    __mmask64 mask = first_bytes(left);
    __m512i items = _mm512_permutexvar_epi8(order, _mm512_maskz_loadu_epi8(mask, from));
    _mm512_mask_storeu_epi8(to, left < WIDE ? first_bytes(left < bytes ? left : bytes) : mask,
                            items);
  }
}

static _Bool has_short_reversed_rows(const pymv_k_rows *r) {
  ptrdiff_t item = (ptrdiff_t)r->item, row = r->count * item;
  return r->to_stride == item && r->from_stride == -item && row <= WIDE / 2 && r->to_step == row &&
         r->from_step == row;
}

/* Shorter rows are scattered faster item by item. */
enum { FEWEST = 32 };

/* --- Choice ----------------------------------------------------------------------------------- */

__attribute__((minsize)) static void choose_rows_avx512(pymv_k_rows *r) {
  ptrdiff_t item = (ptrdiff_t)r->item;
  if (item > WIDE / 4) return;
  if (has_short_reversed_rows(r)) {
    r->kernel = reverse_avx512;
  } else if (r->to_stride == item && r->from_stride != 0) {
    /* Masks of the ends are most of the work on short rows. */
    if (r->count * item < (item == 1 ? 32 : item < 8 ? WIDE : 8 * WIDE)) {
      choose_rows_avx2(r);
      return;
    }
    choose_vector(r, WIDE);
    int items = r->vector_items;
    if (items >= 2 * r->vector_loads && r->count >= items / 2) r->kernel = gather_avx512;
  } else if (r->from_stride == item && r->to_stride > item) {
    if (scattered_items(r) > 1 && r->count >= FEWEST) r->kernel = scatter_avx512;
  }
}

#endif /* PYMV_X86_ROWS_AVX512_H */
