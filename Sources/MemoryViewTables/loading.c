#include "MemoryViewTables.h"

/* While the library is loaded nobody changes the environment, as threads may do later. */
__attribute__((constructor)) static void read_environment(void) {
  pymv_s_read_environment();
}
