/* Observations: results of a program, as text that can be compared between implementations.
 *
 * Texts returned by the functions here are valid until several more of them have been made; use
 * them immediately. Addresses are replaced by 0xADDR, and the source line in an internal error is
 * omitted.
 */
#ifndef PYMV_TESTS_OBSERVE_H
#define PYMV_TESTS_OBSERVE_H

#include "api.h"

/** Append "claim => text" to the file that PYMV_OBSERVATIONS names; without it, do nothing. A claim
 * must be unique within its program. */
void observe(const char *claim, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Format into a text of the pool. */
const char *text(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** Clear the error indicator. @return "TypeError: message", "TypeError", or "no error". */
const char *take_error(void);

/** repr() of an object, or the error. */
const char *repr_of(PyObject *op);
/** str() of an object, or the error. */
const char *str_of(PyObject *op);

/** The outcome of a call that returns a new reference, which is released: repr() or the error. */
const char *outcome(PyObject *result);
/** As outcome, for a borrowed reference. */
const char *borrowed_outcome(PyObject *result);
/** The outcome of a call that returns an integer, and -1 with an exception on failure. */
const char *number(long long result);
/** As number, for unsigned results. */
const char *unsigned_number(unsigned long long result);
/** The outcome of a call that returns a C string, or NULL with an exception. */
const char *string_outcome(const char *result);

/** Bytes in the form b'..\x00'. */
const char *bytes_text(const void *bytes, Py_ssize_t size);
/** Values in the form (1, 2, 3); "-" for NULL. */
const char *sizes_text(const Py_ssize_t *values, int count);
/** All fields of a filled buffer except obj; buf is relative to `origin`. */
const char *buffer_text(const Py_buffer *view, const void *origin);

#endif /* PYMV_TESTS_OBSERVE_H */
