#include "MemoryViewTables.h"

#include <pthread.h>

static PyBufferProcs owner_as_buffer = {
    .bf_getbuffer = pymv_s_owner_getbuffer,
    .bf_releasebuffer = pymv_s_owner_releasebuffer,
};

/* Reserves space because the type struct of a newer interpreter may be larger than this library's,
 * and the interpreter writes to all of it. */
static union {
  PyTypeObject type;
  char reserved[1024];
} memory_owner = {.type = {
                      .ob_base = {PYMV_UNFINISHED_HEAD 0},
                      .tp_name = "pymemoryview.memory",
                      .tp_basicsize = sizeof(pymv_memory_owner),
                      .tp_dealloc = pymv_s_owner_dealloc,
                      .tp_as_buffer = &owner_as_buffer,
                      .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
                      .tp_doc = "Memory destroyed after its last view is released.",
                      .tp_traverse = pymv_s_owner_traverse,
                  }};

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void ready(void) {
  PyType_Ready(&memory_owner.type);
}

PyTypeObject *pymv_c_memory_owner_type(void) {
  pthread_once(&once, ready);
  if (PyType_HasFeature(&memory_owner.type, Py_TPFLAGS_READY)) return &memory_owner.type;
  if (!PyErr_Occurred()) PyErr_NoMemory();
  return NULL;
}

void pymv_c_free_memory(void *memory, void *context) {
  (void)context;
  free(memory);
}
