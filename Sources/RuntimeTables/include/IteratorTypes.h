/* Iterators over sequences, and the slots that the sequence types share. */
#ifndef ITERATOR_TYPES_H
#define ITERATOR_TYPES_H

#include <PyMemoryView.h>

#include <SequenceSearch.h>

/** An iterator over any sequence. */
typedef struct {
  PyObject_HEAD
  Py_ssize_t index;   /**< Of the next item. */
  Py_ssize_t offset;  /**< In a str, of the next item's bytes. */
  PyObject *sequence; /**< Owned; NULL once exhausted. */
} pymv_iterator;

/** What an iterator goes over; index of its type. */
typedef enum {
  PYMV_OVER_ANY,
  PYMV_OVER_TUPLE,
  PYMV_OVER_LIST,
  PYMV_OVER_BYTES,
  PYMV_OVER_BYTEARRAY,
  PYMV_OVER_ASCII,
  PYMV_OVER_TEXT,
} pymv_iterated;

extern PYMV_SHARED_DATA PyTypeObject pymv_c_sequence_iterator_types[];
static inline PyTypeObject *pymv_c_sequence_iterator_type(pymv_iterated iterated) {
  return &pymv_c_sequence_iterator_types[iterated];
}

void pymv_s_iterator_dealloc(PyObject *op);
PyObject *pymv_s_iterator_next(PyObject *op);

/* Of tuple, list, bytes, bytearray and str. */
Py_ssize_t pymv_s_sequence_length(PyObject *op);
PyObject *pymv_s_sequence_item(PyObject *op, Py_ssize_t index);
PyObject *pymv_s_sequence_subscript(PyObject *op, PyObject *key);
PyObject *pymv_s_sequence_iter(PyObject *op);
/* Of list and bytearray. */
int pymv_s_sequence_ass_item(PyObject *op, Py_ssize_t index, PyObject *value);
int pymv_s_sequence_ass_subscript(PyObject *op, PyObject *key, PyObject *value);

int pymv_s_bytes_contains(PyObject *op, PyObject *value);
int pymv_s_text_contains(PyObject *op, PyObject *value);

#endif /* ITERATOR_TYPES_H */
