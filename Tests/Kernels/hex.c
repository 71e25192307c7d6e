#include "hex.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guarded.h"

enum { MOST = 700 };

/* The text of hex(), byte by byte. A negative group is counted from the start. */
static char *expected_text(const unsigned char *bytes, size_t count, int group) {
  char *text = malloc(3 * count + 1), *end = text;
  for (size_t i = 0; i < count; i++) {
    size_t before = group > 0 ? count - i : i, size = (size_t)abs(group);
    if (group != 0 && i > 0 && before % size == 0) *end++ = ':';
    end += sprintf(end, "%02x", bytes[i]);
  }
  *end = '\0';
  return text;
}

int hex_check(Random *random) {
  size_t count = random_pick(random, random_pick(random, 2) ? 40 : MOST);
  /* Kernels have loops of their own for small groups. */
  unsigned most = random_pick(random, 2) ? 2 : 40;
  int group = (int)random_pick(random, 2 * most + 1) - (int)most;
  Guarded memory = guarded_new(count + 1);
  unsigned char *bytes = guarded_place(&memory, count, 1);
  char *expected = expected_text(bytes, count, group);
  PyObject *view = PyMemoryView_FromMemory((char *)bytes, (Py_ssize_t)count, PyBUF_READ);
  PyObject *text = group == 0 ? PyObject_CallMethod(view, "hex", NULL)
                              : PyObject_CallMethod(view, "hex", "si", ":", group);
  if (text == NULL) PyErr_Print();
  int failed = text == NULL || strcmp(PyUnicode_AsUTF8(text), expected) != 0;
  if (failed) fprintf(stderr, "hex of %zu bytes in groups of %d\n", count, group);
  Py_XDECREF(text), Py_DECREF(view);
  free(expected);
  guarded_free(&memory);
  return failed;
}
