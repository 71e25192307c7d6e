#include "Kernels.h"

/* Each kernel copies all rows. Strides are what they are, so nothing is gained by looking for the
 * contiguous case once more: the loops are unrolled, and no vectors made of them. */
#define PLAIN _Pragma("clang loop vectorize(disable) unroll_count(1)")
#define UNROLLED _Pragma("clang loop vectorize(disable) unroll_count(4)")

#define DEFINE_ROWS(name, loop, copy_item) \
  static void name(const pymv_k_rows *r, uint8_t *to_row, const uint8_t *from_row) { \
    ptrdiff_t count = r->count, to_stride = r->to_stride, from_stride = r->from_stride; \
    ptrdiff_t to_step = r->to_step, from_step = r->from_step; \
    size_t item = r->item; \
    (void)item; \
    PLAIN for (ptrdiff_t row = r->rows; row > 0; row--) { \
      uint8_t *to = to_row; \
      const uint8_t *from = from_row; \
      loop for (ptrdiff_t i = 0; i < count; i++, to += to_stride, from += from_stride) copy_item; \
      to_row += to_step, from_row += from_step; \
    } \
  }

/* Two pieces that may overlap make an item of any size from one to two pieces. */
#define COPY_ENDS(piece) (memcpy(to, from, piece), COPY_END(piece, 0))
#define COPY_END(piece, before) \
  memcpy(to + item - (before) - (piece), from + item - (before) - (piece), piece)

DEFINE_ROWS(rows_1, UNROLLED, *to = *from)
DEFINE_ROWS(rows_2, UNROLLED, memcpy(to, from, 2))
DEFINE_ROWS(rows_3, UNROLLED, (memcpy(to, from, 2), to[2] = from[2]))
DEFINE_ROWS(rows_4, UNROLLED, memcpy(to, from, 4))
DEFINE_ROWS(rows_8, UNROLLED, memcpy(to, from, 8))
DEFINE_ROWS(rows_16, UNROLLED, memcpy(to, from, 16))
DEFINE_ROWS(rows_to_8, PLAIN, COPY_ENDS(4))
DEFINE_ROWS(rows_to_16, PLAIN, COPY_ENDS(8))
DEFINE_ROWS(rows_to_32, PLAIN, COPY_ENDS(16))
DEFINE_ROWS(rows_to_64, PLAIN, (memcpy(to, from, 32), COPY_END(16, 16), COPY_END(16, 0)))
DEFINE_ROWS(rows_any, PLAIN, memcpy(to, from, item))

static pymv_k_row_kernel kernel_of(size_t item) {
  static const pymv_k_row_kernel exact[] = {rows_any, rows_1, rows_2, rows_3, rows_4};
  if (item < sizeof exact / sizeof *exact) return exact[item];
  if (item == 8) return rows_8;
  if (item == 16) return rows_16;
  return item < 8     ? rows_to_8
         : item < 16  ? rows_to_16
         : item <= 32 ? rows_to_32
         : item <= 64 ? rows_to_64
                      : rows_any;
}

/* --- One item over and over ------------------------------------------------------------------- */

/* Items of all sizes that have kernels of their own, and some more, divide it. */
enum { PATTERN = 48 };

/* From this size on a row is written past the cache. */
enum { STREAMED = 4 << 20 };

#if defined(__SSE2__)
#include <immintrin.h>

/* Writes whole patterns, beginning at a byte of one that leaves vectors aligned. */
static size_t fill_streaming(uint8_t *to, const uint8_t *pattern, size_t size) {
  uint8_t twice[2 * PATTERN];
  memcpy(twice, pattern, PATTERN);
  memcpy(twice + PATTERN, pattern, PATTERN);
  size_t head = (size_t)(-(uintptr_t)to) % sizeof(__m128i);
  memcpy(to, pattern, head);
  const __m128i *vectors = (const __m128i *)(const void *)(twice + head);
  __m128i a = _mm_loadu_si128(vectors), b = _mm_loadu_si128(vectors + 1);
  __m128i c = _mm_loadu_si128(vectors + 2);
  __m128i *line = (__m128i *)(void *)(to + head);
  size_t count = (size - head) / PATTERN;
  for (size_t i = 0; i < count; i++, line += 3) {
    _mm_stream_si128(line, a);
    _mm_stream_si128(line + 1, b);
    _mm_stream_si128(line + 2, c);
  }
  _mm_sfence();
  memcpy(line, twice + head, (size - head) % PATTERN);
  return size;
}
#else
static size_t fill_streaming(uint8_t *to, const uint8_t *pattern, size_t size) {
  (void)to, (void)pattern, (void)size;
  return 0;
}
#endif

static void fill_row(const pymv_k_rows *r, uint8_t *to, const uint8_t *from) {
  size_t left = (size_t)r->count * r->item;
  if (r->item == 1) {
    memset(to, *from, left);
    return;
  }
  uint8_t pattern[PATTERN];
  pymv_k_rows part = {
      .count = PATTERN / (ptrdiff_t)r->item, .to_stride = r->to_stride, .rows = 1, .item = r->item};
  kernel_of(r->item)(&part, pattern, from);
  if (left >= STREAMED) left -= fill_streaming(to, pattern, left);
  for (; left >= PATTERN; left -= PATTERN, to += PATTERN) memcpy(to, pattern, PATTERN);
  memcpy(to, pattern, left);
}

static void fill(const pymv_k_rows *r, uint8_t *to, const uint8_t *from) {
  for (ptrdiff_t row = 0; row < r->rows; row++) {
    fill_row(r, to + row * r->to_step, from + row * r->from_step);
  }
}

/* --- Several items in one vector -------------------------------------------------------------- */

#if defined(__SSE2__)

enum { VECTOR = 16 };

/* A vector reaches from the start of an item over the items that follow, or, if they lie backwards,
 * from its end; the mask brings those that it holds completely to the front, in their order. What
 * is written behind them is overwritten next, so that the last items are left to another kernel. */
__attribute__((target("avx2"))) static void pack(const pymv_k_rows *r, uint8_t *to_row,
                                                 const uint8_t *from_row) {
  __m128i mask = _mm_loadu_si128((const __m128i *)(const void *)r->mask);
  ptrdiff_t item = (ptrdiff_t)r->item, group = r->group;
  ptrdiff_t vectors = (r->count - r->least) / group + 1;
  ptrdiff_t start = r->from_stride < 0 ? item - VECTOR : 0;
  pymv_k_rows rest = *r;
  rest.count -= vectors * group;
  rest.rows = 1;
  for (ptrdiff_t row = 0; row < r->rows; row++) {
    uint8_t *to = to_row + row * r->to_step;
    const uint8_t *from = from_row + row * r->from_step;
    for (ptrdiff_t i = vectors; i > 0; i--, to += group * item, from += group * r->from_stride) {
      __m128i items = _mm_loadu_si128((const __m128i *)(const void *)(from + start));
      _mm_storeu_si128((__m128i *)(void *)to, _mm_shuffle_epi8(items, mask));
    }
    r->inner(&rest, to, from);
  }
}

/* So many items pay for a mask. */
enum { MANY = 256 };

/* Chooses `pack` if a vector holds several items and a row has enough of them. */
static void prepare_packing(pymv_k_rows *r) {
  ptrdiff_t item = (ptrdiff_t)r->item;
  ptrdiff_t distance = r->from_stride < 0 ? -r->from_stride : r->from_stride;
  if (r->count * r->rows < MANY || item > VECTOR / 2 || distance > VECTOR - item ||
      !pymv_k_has_avx2())
    return;
  ptrdiff_t group = (VECTOR - item) / distance + 1;
  if (group > VECTOR / item) group = VECTOR / item;
  /* Both vectors, read and written, end within the row. */
  ptrdiff_t filling = (VECTOR + item - 1) / item;
  ptrdiff_t reaching = (VECTOR - item + distance - 1) / distance + 1;
  r->least = filling > reaching ? filling : reaching;
  r->group = group;
  if (r->count < 2 * r->least) return;
  for (ptrdiff_t i = 0; i < group; i++) {
    ptrdiff_t first = r->from_stride < 0 ? VECTOR - item - i * distance : i * distance;
    for (ptrdiff_t byte = 0; byte < item; byte++)
      r->mask[i * item + byte] = (uint8_t)(first + byte);
  }
  r->inner = r->kernel;
  r->kernel = pack;
}

#else

static void prepare_packing(pymv_k_rows *r) {
  (void)r;
}

#endif

/* --- Which kernel ----------------------------------------------------------------------------- */

void pymv_k_choose_rows(pymv_k_rows *r) {
  r->kernel = kernel_of(r->item);
  if (r->to_stride != (ptrdiff_t)r->item) return;
  if (r->from_stride != 0)
    prepare_packing(r);
  else if (PATTERN % r->item == 0)
    r->kernel = fill;
}
