/* The time from loading the library to the first view, in nanoseconds. usage: start LIBRARY */
#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>
#include <time.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

int main(int argc, char **argv) {
  static char memory[64];
  void *(*make_view)(char *, ptrdiff_t, int) = NULL;
  double start = now();
  void *library = argc == 2 ? dlopen(argv[1], RTLD_NOW) : NULL;
  if (library != NULL) *(void **)&make_view = dlsym(library, "PyMemoryView_FromMemory");
  if (make_view == NULL || make_view(memory, sizeof memory, 0x100) == NULL) return 1;
  printf("%.0f\n", now() - start);
  return 0;
}
