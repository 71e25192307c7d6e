/* A program that loads libpython itself, and runs Python code with it, each in an interpreter that
 * starts when the one before has ended.
 *
 * usage: embedding LIBPYTHON local|global CODE...
 */
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  int visibility = strcmp(argv[2], "global") == 0 ? RTLD_GLOBAL : RTLD_LOCAL;
  void *libpython = dlopen(argv[1], RTLD_NOW | visibility);
  if (libpython == NULL) return puts(dlerror()), 2;
  void (*initialize)(int) = dlsym(libpython, "Py_InitializeEx");
  int (*run)(const char *) = dlsym(libpython, "PyRun_SimpleString");
  int (*finalize)(void) = dlsym(libpython, "Py_FinalizeEx");
  int status = 0;
  for (int i = 3; i < argc; i++) {
    initialize(0);
    status |= run(argv[i]) != 0;
    status |= finalize() != 0;
  }
  return status;
}
