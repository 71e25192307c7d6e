#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>

#include "OneThread.h"

#ifdef __GLIBC__
static char several_threads;
const char *pymv_c_one_thread = &several_threads;

__attribute__((constructor)) static void find_flag(void) {
  const char *flag = dlsym(RTLD_DEFAULT, "__libc_single_threaded");
  if (flag != NULL) pymv_c_one_thread = flag;
}
#endif
