/* Observations under the labels of Tests/C/observed/cpython-3.13.txt. */
#ifndef PYMV_TESTS_OBSERVED_H
#define PYMV_TESTS_OBSERVED_H

typedef struct {
  const char *label;
  const char *script;
} Observed;

/** Set the variables that the scripts of observations share: memoryviews m of bytes, w of a
 * bytearray, r released, z and zw without axes, d with two, f2 in Fortran order, pil and pil1
 * through pointers, and it, an iterator over m. */
void observed_setup(void);

/** Observe "OK" and the value of a script, or its error. */
void observe_as(const char *label, const char *script);

/** As observe_as, for a table that ends with an empty entry. */
void observe_table(const Observed *table);

#endif /* PYMV_TESTS_OBSERVED_H */
