/* Storage of item formats: parsed formats by text, registered scalar types, and the conversion of
 * `long double`, which Swift lacks on some processors. Independent of Python. */
#ifndef FORMAT_TABLES_H
#define FORMAT_TABLES_H

#include <CSupport.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* --- cache of parsed formats --- */

/** A cached program. Entries live in static storage and never change. */
typedef struct pymv_c_kept_program {
  const struct pymv_c_kept_program *next;
  const char *text;
  const void *program;
  unsigned hash;
  unsigned char reading;
} pymv_c_kept_program;

/** Find the program of a text in one of its readings; NULL if it is not cached. */
const pymv_c_kept_program *pymv_c_find_program(const char *text, unsigned char reading)
    PYMV_NONNULL();

/** Copy a program of `size` bytes into the cache. @return NULL if the cache is full. */
const pymv_c_kept_program *pymv_c_keep_program(const char *text, unsigned char reading,
                                               const void *program, size_t size) PYMV_NONNULL();

/* --- registered scalar types --- */

enum { PYMV_MOST_SCALARS = 64, PYMV_MOST_SCALAR_NAME = 47, PYMV_MOST_SCALAR_SIZE = 16 };

typedef struct {
  const char *name;
  ptrdiff_t size;
  ptrdiff_t alignment;
  /** Convert an item, in native byte order, of any alignment. */
  double (*load)(const void *item);
  /** Convert to an item. @return 0, or -1 with nothing written if it cannot be represented. */
  int (*store)(double value, void *item);
  /** Compare two items; NULL: compare the loaded values. */
  int (*equal)(const void *a, const void *b);
} pymv_c_scalar;

typedef enum {
  PYMV_REGISTERED,
  PYMV_NAME_IN_USE, /**< by a type with other properties */
  PYMV_REGISTRY_FULL,
} pymv_c_registration;

/** Register a type; its name is copied. Equal registrations may be repeated. */
pymv_c_registration pymv_c_register_scalar(const pymv_c_scalar *scalar) PYMV_NONNULL();

/** Number of the type with a name of `length` bytes; -1 if there is none. */
int pymv_c_find_scalar(const char *name, size_t length) PYMV_NONNULL();

/** A registered type. Assumes: the number is from pymv_c_find_scalar. */
const pymv_c_scalar *pymv_c_scalar_at(int number);

/* Implemented in Swift. */
double pymv_s_bfloat16_load(const void *item) PYMV_NONNULL();
int pymv_s_bfloat16_store(double value, void *item) PYMV_NONNULL();
double pymv_s_float8_e4m3fn_load(const void *item) PYMV_NONNULL();
int pymv_s_float8_e4m3fn_store(double value, void *item) PYMV_NONNULL();
double pymv_s_float8_e5m2_load(const void *item) PYMV_NONNULL();
int pymv_s_float8_e5m2_store(double value, void *item) PYMV_NONNULL();

/* --- long double --- */

enum { PYMV_LONG_DOUBLE_SIZE = sizeof(long double) };

/** Load a long double, rounded to a double. `is_swapped`: its bytes are in reverse order. */
double pymv_c_long_double_load(const void *place, _Bool is_swapped) PYMV_NONNULL();

/** Likewise, but NaN if a double cannot represent the value exactly. */
double pymv_c_long_double_load_exactly(const void *place, _Bool is_swapped) PYMV_NONNULL();

void pymv_c_long_double_store(double value, void *place, _Bool is_swapped) PYMV_NONNULL();

_Bool pymv_c_long_doubles_equal(const void *a, _Bool a_is_swapped, const void *b,
                                _Bool b_is_swapped) PYMV_NONNULL();

#endif /* FORMAT_TABLES_H */
