#include "failure.h"

#include "calls.h"

struct failure failure_take(void) {
  struct failure failure = {"", ""};
  const char *kind, *text = call_PyMV_TakeError(&kind);
  if (text == NULL) return failure;
  snprintf(failure.type, sizeof failure.type, "%s", kind);
  snprintf(failure.message, sizeof failure.message, "%s", text);
  return failure;
}
