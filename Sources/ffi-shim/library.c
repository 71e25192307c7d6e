#define _GNU_SOURCE
#include "library.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SONAME "libPyMemoryView.so.0"

static void *handle;
static char library_file[PATH_MAX];
static char runtime_file[PATH_MAX];

/** Path of a file given relative to the folder of the executable; false if there is none. */
static bool beside_executable(const char *relative, char path[PATH_MAX]) {
  char executable[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", executable, sizeof executable - 1);
  if (length <= 0) return false;
  executable[length] = '\0';
  char *slash = strrchr(executable, '/');
  if (slash == NULL) return false;
  *slash = '\0';
  int written = snprintf(path, PATH_MAX, "%s/%s", executable, relative);
  return written > 0 && written < PATH_MAX && access(path, R_OK) == 0;
}

/** Remember the file that holds a symbol of the opened library. */
static void locate(const char *symbol, char file[PATH_MAX]) {
  Dl_info info;
  void *address = dlsym(handle, symbol);
  if (address == NULL || dladdr(address, &info) == 0 || info.dli_fname == NULL) {
    snprintf(file, PATH_MAX, "(not found)");
  } else if (realpath(info.dli_fname, file) == NULL) {
    snprintf(file, PATH_MAX, "%s", info.dli_fname);
  }
}

bool library_open(const char *path) {
  char found[PATH_MAX];
  const char *name = path != NULL ? path : getenv("PYMEMORYVIEW_LIBRARY");
  if (name == NULL || *name == '\0') {
    bool beside = beside_executable("../lib/" SONAME, found) || beside_executable(SONAME, found);
    name = beside ? found : SONAME;
  }
  handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) {
    fprintf(stderr, "ffi-shim: cannot load the library: %s\n", dlerror());
    return false;
  }
  locate("PyMemoryView_FromObject", library_file);
  locate("PyErr_Fetch", runtime_file);
  return true;
}

const char *library_path(void) {
  return library_file;
}

const char *runtime_path(void) {
  return runtime_file;
}

void (*library_function(const char *name))(void) {
  void *address = dlsym(handle, name);
  void (*function)(void) = NULL;
  memcpy(&function, &address, sizeof function); /* ISO C has no cast between the two. */
  return function;
}

void *library_data(const char *name) {
  return dlsym(handle, name);
}

void library_close(void) {
  if (handle != NULL) dlclose(handle);
  handle = NULL;
}
