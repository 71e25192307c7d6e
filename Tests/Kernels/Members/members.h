/* Calls of kernels with every small layout, compared with naive loops. Each function returns how
 * many calls it checked, and ends the program if one was wrong. */
#ifndef PYMV_TESTS_MEMBERS_H
#define PYMV_TESTS_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "table.h"

/* Of copies (copies.c). */
long check_blocks(const pymv_k_table *kernels);
long check_packed_blocks(const pymv_k_table *kernels);
long check_interleaving(const pymv_k_table *kernels);
long check_lines(const pymv_k_table *kernels);
long check_rows(void);
long check_streamed_rows(void);
long check_streams(void);
long check_planes(void);
long check_mosaics(void);

/* Of reading (reading.c). */
long check_equality(void);
long check_numbers(void);
long check_hex(void);
long check_hex_groups(void);
long check_workers(void);

/** Ends the program with a message if a call was wrong. */
void claim(bool is_right, const char *kernel, const char *numbers, ...)
    __attribute__((format(printf, 3, 4)));

/** A number for each call of a driver, from which it takes the place of its memory. */
typedef struct {
  unsigned char *start;
  size_t size;
} Room;

/** The place of `size` bytes: at either end of guarded memory, or at any offset from a line. */
unsigned char *place_in(Room room, size_t size, long number);

/** Guarded memory with noise; the source and the destination of copies. */
Room source_room(void);
Room target_room(void);

/** Fills the bytes of a destination and of its model, and a line on both sides of it. */
void fill_target(unsigned char *to, size_t size);
/** The byte of the model for the byte at `to`. */
unsigned char *model_of(const unsigned char *to);
/** Whether the destination, and the line on both sides of it, is equal to the model. */
bool is_as_modelled(const unsigned char *to, size_t size);

#endif /* PYMV_TESTS_MEMBERS_H */
