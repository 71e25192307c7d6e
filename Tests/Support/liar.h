/* An exporter that fills requests with any given struct, sound or not, and counts requests and
 * releases. */
#ifndef PYMV_TESTS_LIAR_H
#define PYMV_TESTS_LIAR_H

#include <stdbool.h>

#include "api.h"

typedef struct {
  PyObject_HEAD
  Py_buffer answer; /**< The result of requests, except for obj. */
  int status;       /**< The return value of requests. */
  PyObject *error;  /**< Exception type that requests leave set, or NULL. */
  bool keeps_obj; /**< A failing request sets obj as a successful one does, without a reference. */
  bool anonymous; /**< A successful request sets obj to NULL. */
  int gets;       /**< Requests answered with 0. */
  int releases;   /**< Calls of the release hook. */
  void (*on_release)(Py_buffer *view); /**< Called by the release hook, or NULL. */
} Liar;

extern PyTypeObject Liar_Type;

/** New exporter of a sound struct: the 24 bytes of liar_memory as two rows of three ints. */
Liar *liar_new(void);

/** A sound struct without exporter: the 24 bytes of liar_memory as two rows of three ints. */
Py_buffer liar_struct(void);

/** 256 bytes, the first 24 of which are items. */
extern unsigned char liar_memory[256];

#endif /* PYMV_TESTS_LIAR_H */
