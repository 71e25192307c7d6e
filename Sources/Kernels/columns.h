/* Private to the kernels: columns of the destination that grow line by line. */
#ifndef PYMV_COLUMNS_H
#define PYMV_COLUMNS_H

#include "tiles.h"

/* The columns of a strip. If one does not start at a cache line, the items that do not fill a line
 * are kept until the next ones are there. */
typedef struct {
  uint8_t *line[MOST_COLUMNS]; /* the next line to write */
  uint8_t kept[MOST_COLUMNS];  /* bytes of it before the next items */
  _Bool are_aligned;           /* nothing is kept */
  uint8_t carry[MOST_COLUMNS][LINE] __attribute__((aligned(LINE))); /* the items before */
} Columns;

static inline void begin_column(Columns *columns, ptrdiff_t column, uint8_t *start) {
  columns->kept[column] = (uint8_t)((uintptr_t)start % LINE);
  columns->line[column] = start - columns->kept[column];
}

/* Permutations of the bytes of a line. */
typedef struct {
  /* Interleaves two rows of items of 2 bytes; moves items of 3 bytes apart, to 4 bytes each. */
  uint8_t apart[LINE] __attribute__((aligned(LINE)));
  /* Of two lines of items that are apart, the bytes of one line of items together; the second line
   * has the places from LINE on. */
  uint8_t together[3][LINE] __attribute__((aligned(LINE)));
} Orders;

/* Some columns of a tile, as many as fill a line of each row. */
typedef struct pymv_k_group {
  Columns *columns;
  const Tile *tile;
  const Orders *orders;
  size_t item;
  ptrdiff_t column, count;
  _Bool first, last; /* whether the tile has ends of columns that are not whole lines */
  Ahead *ahead;
  ptrdiff_t quota; /* lines to prefetch for each square of items */
} Group;

/* The rows of a tile, which are runs that follow one another in the first column. */
typedef struct pymv_k_appending {
  Columns *columns;
  const Tile *tile;
  ptrdiff_t run;     /* bytes of a row */
  _Bool first, last; /* of the column */
  Ahead *ahead;
  ptrdiff_t quota; /* lines to prefetch for each row */
} Appending;

enum { MOST_CHANNELS = 8 };

/* For each output line and input line, which bytes of the one come from where in the other. */
typedef struct {
  uint8_t index[MOST_CHANNELS][MOST_CHANNELS][LINE] __attribute__((aligned(LINE)));
  uint64_t mask[MOST_CHANNELS][MOST_CHANNELS];
} Mixture;

/* Streams of items that are merged into one run, item by item in turn, or one run that is split
 * into such streams. */
typedef struct pymv_k_channels {
  Columns *columns;
  const Mixture *mixture;
  const uint8_t *from[MOST_CHANNELS]; /* the streams; if split, from[0] is the run */
  ptrdiff_t count;
  size_t item;     /* a divisor of a line */
  ptrdiff_t bytes; /* of a stream */
  _Bool is_split;
} Channels;

#endif /* PYMV_COLUMNS_H */
