/* Shared by the fuzz targets: reading an input, and checks that end the run. */
#ifndef PYMV_TESTS_FUZZ_H
#define PYMV_TESTS_FUZZ_H

#include <PyMemoryView.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/** End the run, so that the input is kept, unless the condition holds. */
#define require(condition) \
  ((condition) ? (void)0 : requirement_failed(__FILE__, __LINE__, #condition))

_Noreturn void requirement_failed(const char *file, int line, const char *condition);

/** Require that a call failed with an exception, and clear it. */
void require_error(void);
/** Require that no exception is set. */
void require_no_error(void);
/** Require an exception if and only if the result is NULL; clear it. @return the result. */
PyObject *checked(PyObject *result);
/** The same for an unused result, which is released. */
void drop(PyObject *result);
/** Likewise for a status: an exception if and only if it is -1. @return whether it is not. */
bool succeeded(int status);

/** The remaining bytes of an input, followed by zeros. */
typedef struct {
  const uint8_t *next;
  size_t left;
} Input;

uint8_t take(Input *input);
/** A number below `bound`, which is 1 to 256. */
unsigned take_below(Input *input, unsigned bound);
/** A signed number of one byte. */
int take_signed(Input *input);

/** Entry of a target. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif /* PYMV_TESTS_FUZZ_H */
