/* Micro-kernels of StridedCopy: what Swift has no word for, as inline functions.
 *
 * SSE2 where the processor has it, which every x86-64 does; plain C elsewhere.
 */
#ifndef COPY_KERNELS_H
#define COPY_KERNELS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#define PYMV_HAS_SSE2 1
#endif

/* Copy `count` bytes without reading the destination into the cache. Between the two ends, which are
 * copied in the ordinary way, whole cache lines are written.
 * Assumes: no overlap. pymv_k_stream_fence must follow before others read. */
static inline void pymv_k_stream_copy(uint8_t *restrict to, const uint8_t *restrict from,
                                      size_t count) {
#ifdef PYMV_HAS_SSE2
  size_t head = (size_t)(-(uintptr_t)to) & 63;
  if (count < head + 64) {
    memcpy(to, from, count);
    return;
  }
  memcpy(to, from, head);
  to += head, from += head, count -= head;
  for (; count >= 64; to += 64, from += 64, count -= 64) {
    __m128i a = _mm_loadu_si128((const __m128i *)from);
    __m128i b = _mm_loadu_si128((const __m128i *)(from + 16));
    __m128i c = _mm_loadu_si128((const __m128i *)(from + 32));
    __m128i d = _mm_loadu_si128((const __m128i *)(from + 48));
    _mm_stream_si128((__m128i *)to, a);
    _mm_stream_si128((__m128i *)(to + 16), b);
    _mm_stream_si128((__m128i *)(to + 32), c);
    _mm_stream_si128((__m128i *)(to + 48), d);
  }
  memcpy(to, from, count);
#else
  memcpy(to, from, count);
#endif
}

/* Make streamed bytes visible to others. */
static inline void pymv_k_stream_fence(void) {
#ifdef PYMV_HAS_SSE2
  _mm_sfence();
#endif
}

/* Transpose a square block. Row i of the source starts at from + i * from_stride, row j of the
 * result at to + j * to_stride; strides in bytes, any alignment. The suffix says how many rows of
 * items of how many bytes. */

#ifdef PYMV_HAS_SSE2
#define PYMV_LOAD(i) _mm_loadu_si128((const __m128i *)(from + (ptrdiff_t)(i) * from_stride))
#define PYMV_STORE(j, v) _mm_storeu_si128((__m128i *)(to + (ptrdiff_t)(j) * to_stride), (v))

static inline void pymv_k_transpose_2x8(uint8_t *to, ptrdiff_t to_stride, const uint8_t *from,
                                        ptrdiff_t from_stride) {
  __m128i a = PYMV_LOAD(0), b = PYMV_LOAD(1);
  PYMV_STORE(0, _mm_unpacklo_epi64(a, b));
  PYMV_STORE(1, _mm_unpackhi_epi64(a, b));
}

static inline void pymv_k_transpose_4x4(uint8_t *to, ptrdiff_t to_stride, const uint8_t *from,
                                        ptrdiff_t from_stride) {
  __m128i a = PYMV_LOAD(0), b = PYMV_LOAD(1), c = PYMV_LOAD(2), d = PYMV_LOAD(3);
  __m128i ab0 = _mm_unpacklo_epi32(a, b), ab1 = _mm_unpackhi_epi32(a, b);
  __m128i cd0 = _mm_unpacklo_epi32(c, d), cd1 = _mm_unpackhi_epi32(c, d);
  PYMV_STORE(0, _mm_unpacklo_epi64(ab0, cd0));
  PYMV_STORE(1, _mm_unpackhi_epi64(ab0, cd0));
  PYMV_STORE(2, _mm_unpacklo_epi64(ab1, cd1));
  PYMV_STORE(3, _mm_unpackhi_epi64(ab1, cd1));
}

static inline void pymv_k_transpose_8x2(uint8_t *to, ptrdiff_t to_stride, const uint8_t *from,
                                        ptrdiff_t from_stride) {
  __m128i row[8], pair[8], quad[8];
  for (int i = 0; i < 8; i++) row[i] = PYMV_LOAD(i);
  for (int i = 0; i < 4; i++) {
    pair[i] = _mm_unpacklo_epi16(row[2 * i], row[2 * i + 1]);
    pair[i + 4] = _mm_unpackhi_epi16(row[2 * i], row[2 * i + 1]);
  }
  for (int i = 0; i < 2; i++) {
    quad[4 * i] = _mm_unpacklo_epi32(pair[4 * i], pair[4 * i + 1]);
    quad[4 * i + 1] = _mm_unpackhi_epi32(pair[4 * i], pair[4 * i + 1]);
    quad[4 * i + 2] = _mm_unpacklo_epi32(pair[4 * i + 2], pair[4 * i + 3]);
    quad[4 * i + 3] = _mm_unpackhi_epi32(pair[4 * i + 2], pair[4 * i + 3]);
  }
  for (int i = 0; i < 2; i++) {
    PYMV_STORE(4 * i, _mm_unpacklo_epi64(quad[4 * i], quad[4 * i + 2]));
    PYMV_STORE(4 * i + 1, _mm_unpackhi_epi64(quad[4 * i], quad[4 * i + 2]));
    PYMV_STORE(4 * i + 2, _mm_unpacklo_epi64(quad[4 * i + 1], quad[4 * i + 3]));
    PYMV_STORE(4 * i + 3, _mm_unpackhi_epi64(quad[4 * i + 1], quad[4 * i + 3]));
  }
}

/* Four rounds of interleaving rows i and i + 8 transpose 16 rows of 16 bytes. */
static inline void pymv_k_transpose_16x1(uint8_t *to, ptrdiff_t to_stride, const uint8_t *from,
                                         ptrdiff_t from_stride) {
  __m128i a[16], b[16];
  for (int i = 0; i < 16; i++) a[i] = PYMV_LOAD(i);
  for (int round = 0; round < 2; round++) {
    for (int i = 0; i < 8; i++) {
      b[2 * i] = _mm_unpacklo_epi8(a[i], a[i + 8]);
      b[2 * i + 1] = _mm_unpackhi_epi8(a[i], a[i + 8]);
    }
    for (int i = 0; i < 8; i++) {
      a[2 * i] = _mm_unpacklo_epi8(b[i], b[i + 8]);
      a[2 * i + 1] = _mm_unpackhi_epi8(b[i], b[i + 8]);
    }
  }
  for (int j = 0; j < 16; j++) PYMV_STORE(j, a[j]);
}
#undef PYMV_LOAD
#undef PYMV_STORE

#else

static inline void pymv_k_transpose_plain(uint8_t *to, ptrdiff_t to_stride, const uint8_t *from,
                                          ptrdiff_t from_stride, int rows, size_t item) {
  for (int i = 0; i < rows; i++)
    for (int j = 0; j < rows; j++)
      memcpy(to + j * to_stride + (size_t)i * item, from + i * from_stride + (size_t)j * item, item);
}

static inline void pymv_k_transpose_2x8(uint8_t *to, ptrdiff_t to_stride, const uint8_t *from,
                                        ptrdiff_t from_stride) {
  pymv_k_transpose_plain(to, to_stride, from, from_stride, 2, 8);
}

static inline void pymv_k_transpose_4x4(uint8_t *to, ptrdiff_t to_stride, const uint8_t *from,
                                        ptrdiff_t from_stride) {
  pymv_k_transpose_plain(to, to_stride, from, from_stride, 4, 4);
}

static inline void pymv_k_transpose_8x2(uint8_t *to, ptrdiff_t to_stride, const uint8_t *from,
                                        ptrdiff_t from_stride) {
  pymv_k_transpose_plain(to, to_stride, from, from_stride, 8, 2);
}

static inline void pymv_k_transpose_16x1(uint8_t *to, ptrdiff_t to_stride, const uint8_t *from,
                                         ptrdiff_t from_stride) {
  pymv_k_transpose_plain(to, to_stride, from, from_stride, 16, 1);
}
#endif

#endif /* COPY_KERNELS_H */
