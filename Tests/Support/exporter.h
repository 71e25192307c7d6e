/* A well-behaved exporter of any layout, as a static type, and a table of layouts. */
#ifndef PYMV_TESTS_EXPORTER_H
#define PYMV_TESTS_EXPORTER_H

#include <stdbool.h>

#include "api.h"

/* One axis more than there may be, for exporters that have too many. */
enum { EXPORTER_DATA_SIZE = 256, EXPORTER_ROWS = 8, EXPORTER_AXES = PyBUF_MAX_NDIM + 1 };

/** How an exporter's 256 data bytes, with the values 0 to 255, are laid out. */
typedef struct {
  const char *name;
  const char *format; /**< NULL: unsigned bytes. */
  Py_ssize_t itemsize;
  Py_ssize_t offset; /**< Of the first item in the data. */
  int ndim;
  bool indirect; /**< Axis 0 consists of pointers to rows that are `offset` bytes apart. */
  Py_ssize_t shape[EXPORTER_AXES];
  Py_ssize_t strides[EXPORTER_AXES];
  Py_ssize_t suboffsets[EXPORTER_AXES];
} Layout;

/** How an exporter handles a request. */
typedef enum {
  ANSWER, /**< Fills the buffer, or raises BufferError if the layout cannot meet the request. */
  FAIL,   /**< Fails with ValueError("exporter failed"), view->obj NULL. */
  FAIL_WITH_GARBAGE, /**< Fails likewise and leaves view->obj set to itself. */
} Conduct;

typedef struct {
  PyObject_HEAD
  const Layout *layout;
  bool readonly;
  Conduct conduct;
  int gets;           /**< Requests answered. */
  int releases;       /**< Calls of the release hook. */
  int last_request;   /**< Flags of the last request, answered or not. */
  Py_buffer answered; /**< The last answer. */
  Py_buffer released; /**< The argument of the last call of the release hook. */
  void *start;        /**< Buffer address; NULL: computed from the layout. */
  char *rows[EXPORTER_ROWS];
  char data[EXPORTER_DATA_SIZE] __attribute__((aligned(16)));
} Exporter;

extern PyTypeObject Exporter_Type;
/** Exports through a getbufferproc and has no release hook. */
extern PyTypeObject HookFreeExporter_Type;

/** Live exporters. */
extern _Atomic int exporters_alive;

/** Ready the types. @return 0 or -1. */
int exporters_ready(void);

/** New exporter of a layout. */
Exporter *exporter_new(const Layout *layout, bool readonly);
/** New exporter of a type derived from Exporter. */
Exporter *exporter_new_of_type(PyTypeObject *type, const Layout *layout, bool readonly);

/** The address that the exporter's views start from. */
void *exporter_origin(Exporter *exporter);

/** All layouts, in the order of the table; `layout_count` of them. */
extern const Layout *const layouts[];
extern const int layout_count;

/** Find a layout by name; aborts if there is none. */
const Layout *layout_named(const char *name);

#endif /* PYMV_TESTS_EXPORTER_H */
