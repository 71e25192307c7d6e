#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>
#include <unistd.h>

#include "ObjectWatch.h"

void pymv_c_watch_print(int fd, const char *format, ...) {
  char text[1024];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  if (length < 0) return;
  size_t left = (size_t)length < sizeof text ? (size_t)length : sizeof text - 1;
  for (const char *rest = text; left > 0;) {
    ssize_t written = write(fd, rest, left);
    if (written <= 0) return;
    rest += written;
    left -= (size_t)written;
  }
}

void pymv_c_describe_place(const void *address, char *text, size_t room) {
  if (pymv_c_services.describe_line != NULL && pymv_c_services.describe_line(text, room)) return;
  Dl_info info;
  /* Minus one: the return address of a call at the end of a function is past the function. */
  const char *call = (const char *)address - 1;
  if (dladdr(call, &info) == 0) {
    snprintf(text, room, "%p", address);
    return;
  }
  ptrdiff_t offset = call - (const char *)info.dli_fbase;
  if (info.dli_sname != NULL) {
    snprintf(text, room, "%s (%s+0x%tx)", info.dli_sname, info.dli_fname, offset);
  } else {
    snprintf(text, room, "%s+0x%tx", info.dli_fname, offset);
  }
}
