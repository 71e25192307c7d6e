/* Private to the kernels: planes of medium size, or with short rows. */
#ifndef PYMV_STRIPS_H
#define PYMV_STRIPS_H

#include "Kernels.h"

/* Copy one plane. Assumes: items of at most 64 bytes. */
void pymv_k_copy_strips(const pymv_k_plane *plane, uint8_t *to, const uint8_t *from);

#endif /* PYMV_STRIPS_H */
