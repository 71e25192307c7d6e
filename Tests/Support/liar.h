/* An exporter that answers with any struct it is given, sound or not, and counts. */
#ifndef PYMV_TESTS_LIAR_H
#define PYMV_TESTS_LIAR_H

#include <stdbool.h>

#include "api.h"

typedef struct {
  PyObject_HEAD
  Py_buffer answer; /**< What requests are answered with, but for obj. */
  int status;       /**< What requests return. */
  PyObject *error;  /**< Exception type that requests leave set, or NULL. */
  bool keeps_obj;   /**< A failing request leaves obj as a good one sets it, without a reference. */
  bool anonymous;   /**< A good request sets obj to NULL. */
  int gets;         /**< Requests answered with 0. */
  int releases;     /**< Calls of the release hook. */
  void (*on_release)(Py_buffer *view); /**< Called by the release hook, or NULL. */
} Liar;

extern PyTypeObject Liar_Type;

/** New exporter that answers truly: the 24 bytes of liar_memory as two rows of three ints. */
Liar *liar_new(void);

/** A sound struct without exporter: the 24 bytes of liar_memory as two rows of three ints. */
Py_buffer liar_struct(void);

/** 256 bytes, the first 24 of which are items. */
extern unsigned char liar_memory[256];

#endif /* PYMV_TESTS_LIAR_H */
