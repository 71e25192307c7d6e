/* Private to the kernels: the copy of an array by planes. */
#ifndef PYMV_PLANE_H
#define PYMV_PLANE_H

#include "columns.h"
#include "table.h"

enum {
  GROUP = 8, /* columns that are transposed at once */
  SLOP = 64, /* bytes that kernels may read or write behind a row or column */
  PITCH = LINE + 2 * TILE_BYTES + LINE + SLOP, /* of staged columns: an odd number of lines */
  FLAT = 16 << 10,                             /* bytes of short columns that are written at once */
  SHORT = 512,                                 /* columns of fewer bytes are short */
  PACK = 168 << 10,
};

/* A part of the destination that is written from lower to higher addresses. */
typedef struct {
  uint8_t *line;    /* the next line to write; NULL: there is no run */
  ptrdiff_t kept;   /* bytes of it that are kept in `carry`, at the same place */
  ptrdiff_t before; /* bytes of it before the run */
  uint8_t carry[LINE];
} Run;

/* The memory of one copy. */
typedef struct {
  Tile tiles[2];
  Tiles sequence;
  Walk walk;
  Run run;
  Columns columns;
  Mixture mixture;
  Orders orders;
  uint8_t stage[LINE + FLAT + LINE + SLOP] __attribute__((aligned(LINE)));
  uint8_t pack[PACK] __attribute__((aligned(LINE)));
} Space;

typedef struct pymv_k_copy Copy;

/* Write a tile, and prefetch the next one meanwhile. */
typedef void (*Way)(Copy *copy, const Tile *tile, Ahead *ahead);

struct pymv_k_copy {
  const pymv_k_plane *plane;
  const pymv_k_table *kernels;
  Space *space;
  ptrdiff_t item;
  ptrdiff_t pitch; /* of packed rows */
  Way way;
};

/* Pack the rows of a tile in the buffer, or interleave `step` rows at a time. */
void pymv_k_pack_tile(Copy *copy, const Tile *tile, ptrdiff_t step);

/* Prepare pymv_k_write_groups. */
void pymv_k_begin_groups(Copy *copy);

/* The ways to write columns, each longer than a cache line: */

/* With kernels that transpose squares into whole lines. */
void pymv_k_write_groups(Copy *copy, const Tile *tile, Ahead *ahead);
/* The rows are packed first. Assumes: items of at most 16 bytes. */
void pymv_k_write_packed(Copy *copy, const Tile *tile, Ahead *ahead);
/* Items of 17 to PYMV_K_MOST_ITEM bytes. */
void pymv_k_write_wide(Copy *copy, const Tile *tile, Ahead *ahead);

/* The ways to write runs, which follow one another in the destination: */

/* Rows, with kernels that append bytes to lines. */
void pymv_k_append_rows(Copy *copy, const Tile *tile, Ahead *ahead);
/* Rows, through a buffer. Call pymv_k_end_run after the last tile. */
void pymv_k_write_rows(Copy *copy, const Tile *tile, Ahead *ahead);
/* Columns shorter than SHORT, which are transposed into one buffer. Call pymv_k_end_run after the
 * last tile. */
void pymv_k_write_short(Copy *copy, const Tile *tile, Ahead *ahead);

/* Write the bytes that do not fill a line. */
void pymv_k_end_run(Run *run);

/* Copy all planes that consist of a few streams of items, which are in turn in the source or, if
 * not `is_split`, in the destination. Assumes: there is a kernel. */
void pymv_k_copy_channels(Copy *copy, uint8_t *to, const uint8_t *from, _Bool is_split);

#endif /* PYMV_PLANE_H */
