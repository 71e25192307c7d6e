// Checks of the tests of pymv.hpp. The example has its own, because it is read alone.
#pragma once

#include <cstdio>
#include <cstdlib>

inline int checks = 0;

inline void check(bool holds, const char *claim) {
  checks++;
  if (holds) return;
  std::printf("FAILED: %s\n", claim);
  std::exit(1);
}
