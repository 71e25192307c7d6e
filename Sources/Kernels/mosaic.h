/* Private to the kernels of mosaics: limits of a tile, which its plan keeps. */
#ifndef PYMV_MOSAIC_H
#define PYMV_MOSAIC_H

#include "assumptions.h"
#include "walk.h"

enum {
  PYMV_K_TILE = 32 << 10,    /* bytes */
  PYMV_K_TILE_RUNS = 512,    /* runs of adjacent items, in either array */
  PYMV_K_TILE_PIECES = 2048, /* items of a run */
};

/* For functions that run once for each copy or tile: small code is better than fast code. */
#define SMALL __attribute__((minsize))

#endif /* PYMV_MOSAIC_H */
