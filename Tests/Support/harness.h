/* Every test program includes this: cmocka, the API under test, observations and exporters.
 *
 * A program ends with
 *
 *   int main(void)
 *   {
 *     const struct CMUnitTest tests[] = {CASE(a_claim), CASE(another_claim)};
 *     return cmocka_run_group_tests_name("area", tests, start_host, stop_host);
 *   }
 *
 * PYMV_CASE in the environment selects the cases to run: a name, or a pattern with * and ?.
 */
#ifndef PYMV_TESTS_HARNESS_H
#define PYMV_TESTS_HARNESS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "api.h"

#include <cmocka.h>

#include "exporter.h"
#include "observe.h"
#include "script.h"

/** A test that also fails if an exception is set or objects of scripts are alive at its end, or if
 * an expectation of a script was not met. */
#define CASE(function) cmocka_unit_test_teardown(function, no_error_is_left)

/** Group setup: start the host, print which library is under test, and exit with status 2 if it is
 * not the file in the folder that PYMV_LIBDIR names. */
int start_host(void **state);
/** Group teardown. */
int stop_host(void **state);
/** Teardown of a test. */
int no_error_is_left(void **state);

/** Assert that take_error() gives this text. */
#define assert_error(expected) assert_string_equal(take_error(), (expected))

#endif /* PYMV_TESTS_HARNESS_H */
