#include <FormatTables.h>
#include <stdatomic.h>
#include <string.h>

/* Types that exist from the start. A type is one row: name, size, alignment, load, store, equal. */
static const pymv_c_scalar shipped[] = {
    {"bfloat16", 2, 2, pymv_s_bfloat16_load, pymv_s_bfloat16_store, NULL},
    {"float8_e4m3fn", 1, 1, pymv_s_float8_e4m3fn_load, pymv_s_float8_e4m3fn_store, NULL},
    {"float8_e5m2", 1, 1, pymv_s_float8_e5m2_load, pymv_s_float8_e5m2_store, NULL},
};
enum { SHIPPED = sizeof shipped / sizeof shipped[0] };

/* Types of callers; their numbers follow those of the shipped ones. */
static pymv_c_scalar added[PYMV_MOST_SCALARS - SHIPPED];
static char names[PYMV_MOST_SCALARS - SHIPPED][PYMV_MOST_SCALAR_NAME + 1];

/* So many rows of `added` are complete and never change. Order: publish (Atomics.h). */
static atomic_int complete;
static atomic_flag is_changing = ATOMIC_FLAG_INIT;

/* The shipped types have a second name, with this prefix. */
static const char prefix[] = "ml_dtypes$";
enum { PREFIX_LENGTH = sizeof prefix - 1 };

/* Finds a name among the first rows. */
static int find(const char *name, size_t length, int count) {
  for (int number = 0; number < count; number++) {
    const char *known = pymv_c_scalar_at(number)->name;
    if (strncmp(known, name, length) == 0 && known[length] == '\0') return number;
  }
  return -1;
}

int pymv_c_find_scalar(const char *name, size_t length) {
  int count = SHIPPED + atomic_load_explicit(&complete, memory_order_acquire);
  int number = find(name, length, count);
  if (number >= 0 || length < PREFIX_LENGTH || memcmp(name, prefix, PREFIX_LENGTH) != 0)
    return number;
  return find(name + PREFIX_LENGTH, length - PREFIX_LENGTH, SHIPPED);
}

const pymv_c_scalar *pymv_c_scalar_at(int number) {
  return number < SHIPPED ? &shipped[number] : &added[number - SHIPPED];
}

static _Bool have_equal_properties(const pymv_c_scalar *a, const pymv_c_scalar *b) {
  return a->size == b->size && a->alignment == b->alignment && a->load == b->load &&
         a->store == b->store && a->equal == b->equal;
}

static pymv_c_registration add(const pymv_c_scalar *scalar) {
  int known = pymv_c_find_scalar(scalar->name, strlen(scalar->name));
  if (known >= 0)
    return have_equal_properties(pymv_c_scalar_at(known), scalar) ? PYMV_REGISTERED
                                                                  : PYMV_NAME_IN_USE;
  /* Relaxed: the lock orders all stores. */
  int number = atomic_load_explicit(&complete, memory_order_relaxed);
  if (number == PYMV_MOST_SCALARS - SHIPPED) return PYMV_REGISTRY_FULL;
  strncpy(names[number], scalar->name, PYMV_MOST_SCALAR_NAME);
  added[number] = *scalar;
  added[number].name = names[number];
  atomic_store_explicit(&complete, number + 1, memory_order_release);
  return PYMV_REGISTERED;
}

pymv_c_registration pymv_c_register_scalar(const pymv_c_scalar *scalar) {
  /* Registering takes nanoseconds and is rare, so waiting threads spin. Order: lock (Atomics.h). */
  while (atomic_flag_test_and_set_explicit(&is_changing, memory_order_acquire)) continue;
  pymv_c_registration result = add(scalar);
  atomic_flag_clear_explicit(&is_changing, memory_order_release);
  return result;
}
