/* Included by tables.h: transposition of squares of items into whole cache lines with AVX-512. */
#ifndef PYMV_LINES_AVX512_H
#define PYMV_LINES_AVX512_H

#include "../columns.h"
#include "processor.h"
#include "transpose_avx512.h"

/* --- Lines of columns ------------------------------------------------------------------------- */

static const uint8_t places[LINE] __attribute__((aligned(LINE))) = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
    22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
    44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};

/* A line from the byte `first` on of `before` and `bytes`, one after the other. */
AVX512 PYMV_ALWAYS_INLINE __m512i bytes_from(ptrdiff_t first, __m512i before, __m512i bytes) {
  __m512i index = _mm512_add_epi8(_mm512_load_si512(places), _mm512_set1_epi8((char)first));
  return _mm512_permutex2var_epi8(before, index, bytes);
}

/* The line of a column that ends with items: `before` and `items` follow one another. */
AVX512 PYMV_ALWAYS_INLINE __m512i line_with(const Columns *columns, ptrdiff_t column,
                                            __m512i before, __m512i items) {
  return bytes_from(LINE - columns->kept[column], before, items);
}

AVX512 PYMV_ALWAYS_INLINE void store_line(uint8_t *line, __m512i items) {
  _mm512_stream_si512((__m512i *)(void *)line, items);
}

/* Add the first or last items of a column, `valid` bytes, `offset` bytes behind its next line, and
 * touch no byte before or after it. */
AVX512 __attribute__((noinline, minsize)) static void put_end(Columns *columns, ptrdiff_t column,
                                                              ptrdiff_t offset, __m512i items,
                                                              ptrdiff_t valid, _Bool first,
                                                              _Bool last) {
  ptrdiff_t kept = columns->kept[column], end = kept + valid;
  uint8_t *line = columns->line[column] + offset;
  __m512i before = _mm512_load_si512(columns->carry[column]);
  __mmask64 mask = first_bytes(end);
  if (first) mask &= ~(__mmask64)0 << kept;
  __m512i whole = line_with(columns, column, before, items);
  if (~mask == 0)
    store_line(line, whole);
  else
    _mm512_mask_storeu_epi8(line, mask, whole);
  if (last && end > LINE)
    _mm512_mask_storeu_epi8(line + LINE, first_bytes(end - LINE),
                            line_with(columns, column, items, items));
  _mm512_store_si512(columns->carry[column], items);
}

/* The next line of a column, to which items are added. */
AVX512 PYMV_ALWAYS_INLINE __m512i next_line(Columns *columns, ptrdiff_t column, __m512i items) {
  if (columns->kept[column] == 0) return items;
  __m512i before = _mm512_load_si512(columns->carry[column]);
  _mm512_store_si512(columns->carry[column], items);
  return line_with(columns, column, before, items);
}

AVX512 PYMV_ALWAYS_INLINE void put(Columns *columns, ptrdiff_t column, ptrdiff_t offset,
                                   __m512i items) {
  items = next_line(columns, column, items);
  store_line(columns->line[column] + offset, items);
}

/* --- Squares ---------------------------------------------------------------------------------- */

AVX512 PYMV_ALWAYS_INLINE void turn_2(__m512i *v) {
  __m512i first = _mm512_shuffle_i64x2(v[0], v[1], 0x44);
  v[1] = _mm512_shuffle_i64x2(v[0], v[1], 0xee);
  v[0] = first;
}

AVX512 PYMV_ALWAYS_INLINE void turn_4(__m512i *v) {
  turn_lanes(v, 1);
}

AVX512 PYMV_ALWAYS_INLINE void turn_8(__m512i *v) {
  __m512i even[4], odd[4];
  UNROLL for (int i = 0; i < 4; i++) {
    even[i] = _mm512_unpacklo_epi64(v[2 * i], v[2 * i + 1]);
    odd[i] = _mm512_unpackhi_epi64(v[2 * i], v[2 * i + 1]);
  }
  turn_lanes(even, 1), turn_lanes(odd, 1);
  UNROLL for (int i = 0; i < 4; i++) v[2 * i] = even[i], v[2 * i + 1] = odd[i];
}

/* --- Rows of a square ------------------------------------------------------------------------- */

/* Where the rows of a square are: `offset` bytes behind these addresses. */
typedef struct {
  const uint8_t *const *rows;
  ptrdiff_t offset;
  __m512i index; /* permutation of what is loaded */
} Pieces;

/* Pieces of a square at an edge, where rows or columns are missing. Masked loads touch no byte that
 * the piece has not. The last row stands in for those beyond it. */
typedef struct {
  const uint8_t *rows[LINE];
  uint8_t bytes[LINE][LINE] __attribute__((aligned(LINE)));
} Edge;

AVX512 __attribute__((noinline, minsize)) static Pieces at_edge(Edge *edge, Pieces p,
                                                                ptrdiff_t rows, ptrdiff_t height,
                                                                ptrdiff_t bytes) {
  for (ptrdiff_t i = 0; i < height; i++) {
    const uint8_t *from = p.rows[i < rows ? i : rows - 1] + p.offset;
    _mm512_store_si512(edge->bytes[i], _mm512_maskz_loadu_epi8(first_bytes(bytes), from));
    edge->rows[i] = edge->bytes[i];
  }
  p.rows = edge->rows, p.offset = 0;
  return p;
}

AVX512 PYMV_ALWAYS_INLINE __m512i load_line(const Pieces *p, ptrdiff_t i) {
  return _mm512_loadu_si512(p->rows[i] + p->offset);
}

/* Two rows of items of 2 bytes, interleaved. */
AVX512 PYMV_ALWAYS_INLINE __m512i load_pairs(const Pieces *p, ptrdiff_t i) {
  __m256i half[2];
  UNROLL for (int k = 0; k < 2; k++) half[k] =
      _mm256_loadu_si256((const __m256i *)(const void *)(p->rows[2 * i + k] + p->offset));
  __m512i both = _mm512_inserti64x4(_mm512_castsi256_si512(half[0]), half[1], 1);
  return _mm512_permutexvar_epi8(p->index, both);
}

/* --- Groups of columns ------------------------------------------------------------------------ */

/* Add a line to each of some columns, neither the first nor the last ones. */
#define PUT_LINES(columns, column, offset, v, count) \
  UNROLL for (int i = 0; i < (count); i++) put(columns, (column) + i, offset, v[i])

/* Add a line to each of some columns: four adjacent ones, then four `apart` columns further on, and
 * so on up to `end`. At the first and last lines, `valid` bytes. */
AVX512 __attribute__((noinline, minsize)) static void put_all(const Group *g, const __m512i *lines,
                                                              int count, ptrdiff_t first_column,
                                                              ptrdiff_t apart, ptrdiff_t offset,
                                                              ptrdiff_t valid, _Bool first,
                                                              _Bool last) {
  PLAIN for (int i = 0; i < count; i++) {
    ptrdiff_t column = first_column + i / 4 * apart + i % 4;
    if (column >= g->column + g->count) continue;
    if (first || last)
      put_end(g->columns, column, offset, lines[i], valid < LINE ? valid : LINE, first, last);
    else
      put(g->columns, column, offset, lines[i]);
  }
}

__attribute__((noinline, minsize)) static void end_group(const Group *g) {
  ptrdiff_t bytes = g->tile->rows * (ptrdiff_t)g->item;
  for (ptrdiff_t i = 0; i < g->count; i++) g->columns->line[g->column + i] += bytes;
}

/* Defines a function that copies all rows of a group of columns, square by square: `side` columns
 * of `height` rows, so that each column gets a line. A line of each row is used up before the next
 * rows, because rows that are a power of two apart evict each other. */
#define DEFINE_GROUP(name, side, height, load, turn) \
  AVX512 static void name(const Group *g) { \
    enum { ITEM = LINE / (height) }; \
    const uint8_t *const *rows = g->tile->row; \
    __m512i index = _mm512_load_si512(g->orders->apart); \
    ptrdiff_t left = g->tile->rows, offset = 0; \
    for (_Bool first = g->first; left > 0; first = 0, offset += LINE) { \
      _Bool last = g->last && left <= (height); \
      for (ptrdiff_t at = 0; at < g->count; at += (side)) { \
        ptrdiff_t column = g->column + at, count = g->count - at; \
        Edge edge; \
        Pieces p = {rows, column * ITEM, index}; \
        if (count > (side)) count = (side); \
        if (left < (height) || count < (side)) p = at_edge(&edge, p, left, height, count * ITEM); \
        __m512i v[side]; \
        UNROLL for (int i = 0; i < (side); i++) v[i] = load(&p, i); \
        turn(v); \
        if (!first && !last && count == (side)) { \
          PUT_LINES(g->columns, column, offset, v, side); \
        } else { \
          __m512i lines[side]; \
          UNROLL for (int i = 0; i < (side); i++) lines[i] = v[i]; \
          put_all(g, lines, side, column, 4, offset, left * ITEM, first, last); \
        } \
        prefetch(g->ahead, g->quota); \
      } \
      rows += (height), left -= (height); \
    } \
    end_group(g); \
  }

DEFINE_GROUP(group_2, 16, 32, load_pairs, turn_16x4)
DEFINE_GROUP(group_4, 16, 16, load_line, turn_16x4)
DEFINE_GROUP(group_8, 8, 8, load_line, turn_8)
DEFINE_GROUP(group_16, 4, 4, load_line, turn_4)
DEFINE_GROUP(group_32, 2, 2, load_line, turn_2)

/* The same for bytes, in squares whose rows are lines. Four rows are interleaved to items of 4
 * bytes, lane by lane. */
enum { SIDE_1 = 64, STEP_1 = 4, LANE_1 = 16 };

/* Interleave rows of a square; the last one stands in for those beyond it. */
AVX512 PYMV_ALWAYS_INLINE void interleave_square(__m512i parts[4][16], const Group *g,
                                                 const uint8_t *const *rows, ptrdiff_t count) {
  _Bool whole = count >= SIDE_1 && g->count == SIDE_1;
  __mmask64 mask = first_bytes(g->count);
  PLAIN for (int i = 0; i < SIDE_1 / STEP_1; i++) {
    __m512i row[STEP_1];
    if (whole) {
      UNROLL for (int k = 0; k < STEP_1; k++) row[k] =
          _mm512_loadu_si512(rows[i * STEP_1 + k] + g->column);
    } else {
      UNROLL for (int k = 0; k < STEP_1; k++) {
        ptrdiff_t place = i * STEP_1 + k < count ? i * STEP_1 + k : count - 1;
        row[k] = _mm512_maskz_loadu_epi8(mask, rows[place] + g->column);
      }
    }
    interleave_quads(parts, i, row);
  }
}

AVX512 static void group_1(const Group *g) {
  const uint8_t *const *rows = g->tile->row;
  ptrdiff_t left = g->tile->rows, offset = 0;
  for (; left > 0; left -= SIDE_1, offset += LINE, rows += SIDE_1) {
    _Bool first = g->first && offset == 0, last = g->last && left <= SIDE_1;
    __m512i parts[4][16];
    interleave_square(parts, g, rows, left);
    PLAIN for (int part = 0; part < 4; part++) {
      ptrdiff_t column = g->column + 4 * part;
      __m512i *v = parts[part];
      turn_16x4(v);
      if (!first && !last && g->count == SIDE_1) {
        UNROLL for (int i = 0; i < 16; i++)
            put(g->columns, column + i / 4 * LANE_1 + i % 4, offset, v[i]);
      } else {
        put_all(g, v, 16, column, LANE_1, offset, left, first, last);
      }
      prefetch(g->ahead, g->quota);
    }
  }
  end_group(g);
}

/* The same for items of 3 bytes, of which four squares of items of 4 bytes make three lines of each
 * column. */
enum { PARTS = 4, SIDE_3 = 16 };

/* Add the lines of one column. `parts`: its items in each square, SIDE_3 vectors apart. */
AVX512 __attribute__((noinline, minsize)) static void put_parts(const Group *g,
                                                                const __m512i *parts,
                                                                ptrdiff_t column,
                                                                ptrdiff_t offset) {
  ptrdiff_t bytes = g->tile->rows * (ptrdiff_t)g->item;
  for (ptrdiff_t k = 0; k < PARTS - 1 && offset < bytes; k++, offset += LINE, parts += SIDE_3) {
    __m512i order = _mm512_load_si512(g->orders->together[k]);
    __m512i line = _mm512_permutex2var_epi8(parts[0], order, parts[SIDE_3]);
    ptrdiff_t left = bytes - offset;
    _Bool first = g->first && offset == 0, last = g->last && left <= LINE;
    if (first || last)
      put_end(g->columns, column, offset, line, left < LINE ? left : LINE, first, last);
    else
      put(g->columns, column, offset, line);
  }
}

AVX512 static void group_3(const Group *g) {
  enum { ITEM = 3 };
  __m512i parts[PARTS][SIDE_3];
  ptrdiff_t count = g->tile->rows;
  __m512i apart = _mm512_load_si512(g->orders->apart);
  __mmask64 mask = first_bytes(g->count * ITEM);
  for (ptrdiff_t row = 0, offset = 0; row < count; offset += (PARTS - 1) * LINE) {
    for (ptrdiff_t part = 0; part < PARTS; part++, row += SIDE_3) {
      __m512i v[SIDE_3];
      UNROLL for (int i = 0; i < SIDE_3; i++) {
        const uint8_t *from = g->tile->row[row + i < count ? row + i : count - 1];
        v[i] = _mm512_maskz_loadu_epi8(mask, from + g->column * ITEM);
        v[i] = _mm512_permutexvar_epi8(apart, v[i]);
      }
      turn_16x4(v);
      UNROLL for (int i = 0; i < SIDE_3; i++) parts[part][i] = v[i];
      prefetch(g->ahead, g->quota);
    }
    for (ptrdiff_t i = 0; i < g->count; i++) put_parts(g, parts[0] + i, g->column + i, offset);
  }
  end_group(g);
}

static const struct {
  uint8_t item, width;
  void (*write)(const Group *group);
} groups[] = {{1, 64, group_1}, {2, 32, group_2},  {3, 16, group_3}, {4, 16, group_4},
              {8, 8, group_8},  {16, 4, group_16}, {32, 2, group_32}};

/* Columns of a group; 0: there is no kernel for the size. */
static ptrdiff_t group_width_avx512(size_t item) {
  for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
    if (groups[i].item == item) return groups[i].width;
  return 0;
}

static void write_group_avx512(const Group *group) {
  size_t i = 0;
  while (groups[i].item != group->item) i++;
  groups[i].write(group);
}

/* --- Runs ------------------------------------------------------------------------------------- */

/* The last `count` bytes of a run, or a line of it. A masked load would wait for the line behind.
 */
AVX512 PYMV_ALWAYS_INLINE __m512i load_bytes(const uint8_t *from, ptrdiff_t count, ptrdiff_t run) {
  if (count == LINE) return _mm512_loadu_si512(from);
  if (run < LINE) return _mm512_maskz_loadu_epi8(first_bytes(count), from);
  __m512i last = _mm512_loadu_si512(from + count - LINE);
  return bytes_from(LINE - count, last, last);
}

AVX512 static void append_runs_avx512(const Appending *a) {
  Columns *columns = a->columns;
  __m512i before = _mm512_load_si512(columns->carry[0]);
  uint8_t *line = columns->line[0];
  ptrdiff_t kept = columns->kept[0];
  _Bool first = a->first;
  __mmask64 own = first ? ~(__mmask64)0 << kept : ~(__mmask64)0;
  for (ptrdiff_t i = 0; i < a->tile->rows; i++) {
    const uint8_t *from = a->tile->row[i];
    for (ptrdiff_t left = a->run; left > 0; left -= LINE, from += LINE) {
      ptrdiff_t count = left < LINE ? left : LINE;
      __m512i bytes = load_bytes(from, count, a->run);
      if (kept + count >= LINE) {
        __m512i whole = bytes_from(LINE - kept, before, bytes);
        if (first)
          _mm512_mask_storeu_epi8(line, own, whole), first = 0;
        else
          store_line(line, whole);
        line += LINE, kept -= LINE;
      }
      kept += count;
      before = count == LINE ? bytes : bytes_from(count, before, bytes);
    }
    prefetch(a->ahead, a->quota);
  }
  if (a->last)
    _mm512_mask_storeu_epi8(line, first_bytes(kept) & (first ? own : ~(__mmask64)0),
                            bytes_from(LINE - kept, before, before));
  _mm512_store_si512(columns->carry[0], before);
  columns->line[0] = line;
  columns->kept[0] = (uint8_t)kept;
}

/* --- Channels --------------------------------------------------------------------------------- */

/* Where the streams and the run are, and how many bytes of a stream are copied. */
typedef struct {
  const uint8_t *from[MOST_CHANNELS];
  ptrdiff_t offset;
} Progress;

AVX512 PYMV_ALWAYS_INLINE __m512i mixed(const Mixture *m, ptrdiff_t output, const __m512i *v,
                                        ptrdiff_t count) {
  __m512i items = _mm512_setzero_si512();
  UNROLL for (ptrdiff_t k = 0; k < count; k++) items = _mm512_mask_permutexvar_epi8(
      items, m->mask[output][k], _mm512_load_si512(m->index[output][k]), v[k]);
  return items;
}

/* The first or last line of each stream, or any of many streams. */
AVX512 __attribute__((noinline, minsize)) static void mix_ends(const Channels *c, Progress *now) {
  ptrdiff_t count = c->count, left = c->bytes - now->offset, part = left < LINE ? left : LINE;
  _Bool first = now->offset == 0, last = left <= LINE;
  __m512i v[MOST_CHANNELS];
  PLAIN for (ptrdiff_t i = 0; i < count; i++) {
    ptrdiff_t bytes = c->is_split ? part * count - i * LINE : part;
    v[i] = _mm512_maskz_loadu_epi8(first_bytes(bytes), now->from[i]);
    now->from[i] += c->is_split ? count * LINE : LINE;
  }
  PLAIN for (ptrdiff_t i = 0; i < count; i++) {
    ptrdiff_t column = c->is_split ? i : 0;
    ptrdiff_t place = c->is_split ? now->offset : now->offset * count + i * LINE;
    ptrdiff_t valid = c->is_split ? part : part * count - i * LINE;
    if (valid <= 0) break;
    put_end(c->columns, column, place, mixed(c->mixture, i, v, count), valid < LINE ? valid : LINE,
            first && (c->is_split || i == 0), last && (c->is_split || valid <= LINE));
  }
  now->offset += LINE;
}

AVX512 PYMV_ALWAYS_INLINE void mix_lines(const Channels *c, Progress *now, ptrdiff_t count) {
  enum { NEAR = 2048 };
  ptrdiff_t step = c->is_split ? count * LINE : LINE;
  for (; c->bytes - now->offset > LINE; now->offset += LINE) {
    __m512i v[MOST_CHANNELS];
    UNROLL for (ptrdiff_t i = 0; i < count; i++) {
      v[i] = _mm512_loadu_si512(now->from[i]);
      _mm_prefetch((const char *)now->from[i] + NEAR, _MM_HINT_T0);
      now->from[i] += step;
    }
    UNROLL for (ptrdiff_t i = 0; i < count; i++) {
      ptrdiff_t place = c->is_split ? now->offset : now->offset * count + i * LINE;
      put(c->columns, c->is_split ? i : 0, place, mixed(c->mixture, i, v, count));
    }
  }
}

AVX512 static void copy_channels_avx512(const Channels *c) {
  Progress now = {.offset = 0};
  for (ptrdiff_t i = 0; i < c->count; i++)
    now.from[i] = c->is_split ? c->from[0] + i * LINE : c->from[i];
  mix_ends(c, &now);
  if (c->count == 3) mix_lines(c, &now, 3);
  if (c->count == 4) mix_lines(c, &now, 4);
  while (now.offset < c->bytes) mix_ends(c, &now);
}

#endif /* PYMV_LINES_AVX512_H */
