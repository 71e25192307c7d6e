/* Included by tables.h: transposition of planes in squares of 64 by 64 bytes, so that whole cache
 * lines are read and written. */
#ifndef PYMV_X86_TRANSPOSE_AVX512_H
#define PYMV_X86_TRANSPOSE_AVX512_H

#include <immintrin.h>

#include "rows_avx512.h"
#include "transpose.h"

/* Lane i of vector j becomes lane j of vector i, for four vectors `step` apart. */
AVX512 PYMV_ALWAYS_INLINE void turn_lanes(__m512i *v, int step) {
  __m512i ab0 = _mm512_shuffle_i32x4(v[0], v[step], 0x88);
  __m512i ab1 = _mm512_shuffle_i32x4(v[0], v[step], 0xdd);
  __m512i cd0 = _mm512_shuffle_i32x4(v[2 * step], v[3 * step], 0x88);
  __m512i cd1 = _mm512_shuffle_i32x4(v[2 * step], v[3 * step], 0xdd);
  v[0] = _mm512_shuffle_i32x4(ab0, cd0, 0x88);
  v[step] = _mm512_shuffle_i32x4(ab1, cd1, 0x88);
  v[2 * step] = _mm512_shuffle_i32x4(ab0, cd0, 0xdd);
  v[3 * step] = _mm512_shuffle_i32x4(ab1, cd1, 0xdd);
}

/* Transposes sixteen rows of units of 4 bytes. */
AVX512 PYMV_ALWAYS_INLINE void turn_16x4(__m512i *v) {
  __m512i t[16];
  UNROLL for (int i = 0; i < 16; i += 2) {
    t[i] = _mm512_unpacklo_epi32(v[i], v[i + 1]);
    t[i + 1] = _mm512_unpackhi_epi32(v[i], v[i + 1]);
  }
  UNROLL for (int i = 0; i < 16; i += 4) {
    v[i] = _mm512_unpacklo_epi64(t[i], t[i + 2]);
    v[i + 1] = _mm512_unpackhi_epi64(t[i], t[i + 2]);
    v[i + 2] = _mm512_unpacklo_epi64(t[i + 1], t[i + 3]);
    v[i + 3] = _mm512_unpackhi_epi64(t[i + 1], t[i + 3]);
  }
  UNROLL for (int i = 0; i < 4; i++) turn_lanes(v + i, 4);
}

/* A square of a block, which may end before all rows and columns of the square. */
typedef struct {
  uint8_t *to;
  ptrdiff_t to_stride;
  const uint8_t *from;
  ptrdiff_t from_stride;
  ptrdiff_t rows, columns;
  __mmask64 loaded, stored; /* bytes of each row and column */
} Square;

/* A row; the last one instead of those that follow it. */
AVX512 PYMV_ALWAYS_INLINE __m512i row_of(const Square *s, ptrdiff_t row) {
  row = row < s->rows ? row : s->rows - 1;
  return _mm512_maskz_loadu_epi8(s->loaded, s->from + row * s->from_stride);
}

AVX512 PYMV_ALWAYS_INLINE void store_column(const Square *s, ptrdiff_t column, __m512i v) {
  if (column < s->columns) _mm512_mask_storeu_epi8(s->to + column * s->to_stride, s->stored, v);
}

/* Stores the columns of sixteen rows of units of 4 bytes, which consist of the items of several
 * rows each. Each lane of a row holds adjacent units, of which the first is of column `column` or,
 * for the next lanes, `apart` columns further on. */
AVX512 __attribute__((noinline)) static void store_units(const Square *s, const __m512i *rows,
                                                         ptrdiff_t column, ptrdiff_t apart) {
  __m512i v[16];
  UNROLL for (int i = 0; i < 16; i++) v[i] = rows[i];
  turn_16x4(v);
  const Square local = *s; /* which the stores do not change */
  UNROLL for (int i = 0; i < 16; i++) store_column(&local, column + i / 4 * apart + i % 4, v[i]);
}

/* Interleaves four rows of bytes, lane by lane, to units of 4 bytes: row `i` of each part. */
AVX512 PYMV_ALWAYS_INLINE void interleave_quads(__m512i parts[4][16], int i, const __m512i *rows) {
  __m512i ab0 = _mm512_unpacklo_epi8(rows[0], rows[1]),
          ab1 = _mm512_unpackhi_epi8(rows[0], rows[1]);
  __m512i cd0 = _mm512_unpacklo_epi8(rows[2], rows[3]),
          cd1 = _mm512_unpackhi_epi8(rows[2], rows[3]);
  parts[0][i] = _mm512_unpacklo_epi16(ab0, cd0), parts[1][i] = _mm512_unpackhi_epi16(ab0, cd0);
  parts[2][i] = _mm512_unpacklo_epi16(ab1, cd1), parts[3][i] = _mm512_unpackhi_epi16(ab1, cd1);
}

AVX512 PYMV_ALWAYS_INLINE void square_64x1(const Square *s) {
  __m512i v[4][16];
  const Square local = *s; /* which the stores do not change */
  PLAIN for (int i = 0; i < 16; i++) {
    __m512i rows[4];
    UNROLL for (int k = 0; k < 4; k++) rows[k] = row_of(&local, 4 * i + k);
    interleave_quads(v, i, rows);
  }
  PLAIN for (int i = 0; i < 4; i++) store_units(s, v[i], 4 * i, 16);
}

/* Squares of which half is used are faster than those of AVX2, which need sides of at least 16. If
 * those do not fit into a block, squares are faster than single items. */
enum { LEAST_SMALL = 96, SIDE = 16 };

static inline ptrdiff_t squares_along(ptrdiff_t extent) {
  return (extent + WIDE - 1) / WIDE;
}

static _Bool can_transpose_bytes_avx512(const pymv_k_block *b) {
  _Bool low = b->rows < SIDE, narrow = b->columns < SIDE;
  /* Columns that overlap must be written in ascending order. */
  if (low != narrow || b->to_stride < b->rows) return 0;
  if (low) return b->rows * b->columns >= LEAST_SMALL;
  return 2 * b->rows * b->columns >=
         squares_along(b->rows) * squares_along(b->columns) * (WIDE * WIDE);
}

AVX512 static void transpose_bytes_avx512(const pymv_k_block *b, size_t item) {
  (void)item;
  pymv_assert(item == 1 && can_transpose_bytes_avx512(b));
  Square s = {.to_stride = b->to_stride, .from_stride = b->from_stride};
  for (ptrdiff_t column = 0; column < b->columns; column += WIDE) {
    s.columns = b->columns - column < WIDE ? b->columns - column : WIDE;
    s.loaded = first_bytes(s.columns);
    for (ptrdiff_t row = 0; row < b->rows; row += WIDE) {
      s.rows = b->rows - row < WIDE ? b->rows - row : WIDE;
      s.stored = first_bytes(s.rows);
      s.to = b->to + column * b->to_stride + row;
      s.from = b->from + row * b->from_stride + column;
      square_64x1(&s);
    }
  }
}

#endif /* PYMV_X86_TRANSPOSE_AVX512_H */
