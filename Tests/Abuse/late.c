#include "late.h"

#include <stddef.h>

void (*at_the_end)(void);

static __attribute__((destructor)) void end(void) {
  if (at_the_end != NULL) at_the_end();
}
