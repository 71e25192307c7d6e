/* Lets a Python script tell callgrind where an operation begins and ends. Loaded with ctypes. */
#include <valgrind/callgrind.h>

void begin(void);
void end(const char *name);

void begin(void) {
  CALLGRIND_ZERO_STATS;
}

/* Writes a dump with the instructions since `begin`. */
void end(const char *name) {
  CALLGRIND_DUMP_STATS_AT(name);
}
