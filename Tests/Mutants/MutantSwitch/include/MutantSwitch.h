/* Which mutant runs: all mutants are compiled into the same libraries, and PYMV_MUTANT names one by
   its number. Without it the libraries behave as their sources say. */

#ifndef PYMV_MUTANT_SWITCH_H
#define PYMV_MUTANT_SWITCH_H

#include <stdbool.h>

#pragma GCC visibility push(hidden)

/* The number of the running mutant; 0: none; -1: none, and places that are reached are recorded. */
extern long pymv_running_mutant;

/* Records that the place of a mutant was reached. */
void pymv_reached_mutant(long id);

#pragma GCC visibility pop

/* Whether this mutant runs. */
static inline bool pymv_m(long id) {
  if (pymv_running_mutant < 0) {
    pymv_reached_mutant(id);
    return false;
  }
  return pymv_running_mutant == id;
}

#endif
