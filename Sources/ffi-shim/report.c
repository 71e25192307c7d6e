#define _POSIX_C_SOURCE 200809L /* clock_gettime */

#include "report.h"

#include "calls.h"
#include "failure.h"
#include "items.h"
#include "requests.h"

#include <time.h>

static void label(const char *text) {
  printf("  %-14s", text);
}

/** A tuple as Python writes it; NULL as "none". */
static void put_tuple(const Py_ssize_t *values, int count) {
  if (values == NULL) {
    printf("none");
    return;
  }
  printf("(");
  for (int k = 0; k < count; k++) printf(k == 0 ? "%zd" : ", %zd", values[k]);
  printf(count == 1 ? ",)" : ")");
}

static void put_tuple_line(const char *name, const Py_ssize_t *values, int count) {
  label(name);
  put_tuple(values, count);
  printf("\n");
}

static const char *yes_or_no(int condition) {
  return condition ? "yes" : "no";
}

/** Compare the item size with the size computed from the format. */
static void put_itemsize(const Py_buffer *buffer) {
  Py_ssize_t size = call_PyBuffer_SizeFromFormat(buffer->format);
  struct failure failure = failure_take();
  label("itemsize");
  printf("%zd byte%s; PyBuffer_SizeFromFormat ", buffer->itemsize,
         buffer->itemsize == 1 ? "" : "s");
  if (size == -1) {
    printf("raises %s: %s\n", failure.type, failure.message);
  } else if (size == buffer->itemsize) {
    printf("agrees\n");
  } else {
    printf("says %zd\n", size);
  }
}

void report_facts(PyObject *view, struct terminal terminal) {
  const Py_buffer *buffer = call_PyMemoryView_GET_BUFFER(view);
  char meaning[80];
  terminal_heading(terminal, "buffer");
  item_describe(item_kind_of(buffer->format), meaning, sizeof meaning);
  label("format");
  printf("%s  (%s)\n", buffer->format, meaning);
  put_itemsize(buffer);
  label("ndim");
  printf("%d\n", buffer->ndim);
  put_tuple_line("shape", buffer->ndim > 0 ? buffer->shape : (Py_ssize_t[]){0}, buffer->ndim);
  put_tuple_line("strides", buffer->ndim > 0 ? buffer->strides : (Py_ssize_t[]){0}, buffer->ndim);
  put_tuple_line("suboffsets", buffer->suboffsets, buffer->ndim);
  label("nbytes");
  printf("%zd\n", buffer->len);
  label("readonly");
  printf("%s\n", yes_or_no(buffer->readonly));
  label("contiguous");
  printf("C %s, Fortran %s\n", yes_or_no(call_PyBuffer_IsContiguous(buffer, 'C')),
         yes_or_no(call_PyBuffer_IsContiguous(buffer, 'F')));
}

/** The fields that a request has filled. */
static void put_answer(const Py_buffer *answer) {
  printf("ok  ndim %d", answer->ndim);
  if (answer->format != NULL) printf("  format %s", answer->format);
  if (answer->shape != NULL) {
    printf("  shape ");
    put_tuple(answer->shape, answer->ndim);
  }
  if (answer->strides != NULL) {
    printf("  strides ");
    put_tuple(answer->strides, answer->ndim);
  }
  if (answer->suboffsets != NULL) {
    printf("  suboffsets ");
    put_tuple(answer->suboffsets, answer->ndim);
  }
  printf("\n");
}

void report_requests(PyObject *view, struct terminal terminal) {
  terminal_heading(terminal, "requests");
  for (int k = 0; k < REQUEST_COUNT; k++) {
    Py_buffer answer;
    printf("  %-16s", requests[k].name);
    if (call_PyObject_GetBuffer(view, &answer, requests[k].flags) == 0) {
      put_answer(&answer);
      call_PyBuffer_Release(&answer);
    } else {
      struct failure failure = failure_take();
      printf("%s: %s\n", failure.type, failure.message);
    }
  }
}

static double seconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/** Make the array contiguous, repeatedly if that is quick: the first call includes page faults.
 * @param seconds gets the time of the fastest call. @return result of the last call. */
static PyObject *time_contiguous(PyObject *view, char order, double *seconds) {
  enum { MOST_CALLS = 5 };
  const double patience = 0.2;
  PyObject *result = NULL;
  double begin = seconds_now(), end = begin;
  for (int k = 0; k < MOST_CALLS && end - begin < patience; k++) {
    call_Py_DecRef(result);
    double start = seconds_now();
    result = call_PyMemoryView_GetContiguous(view, PyBUF_READ, order);
    end = seconds_now();
    if (k == 0 || end - start < *seconds) *seconds = end - start;
    if (result == NULL) return NULL;
  }
  return result;
}

static void put_contiguous(PyObject *view, char order) {
  double seconds = 0;
  PyObject *result = time_contiguous(view, order, &seconds);
  printf("  order %c  ", order);
  if (result == NULL) {
    struct failure failure = failure_take();
    printf("%s: %s\n", failure.type, failure.message);
    return;
  }
  PyObject *base = call_PyMemoryView_GET_BASE(result);
  if (base == call_PyMemoryView_GET_BASE(view)) {
    printf("view of the original, nothing copied\n");
  } else {
    Py_ssize_t bytes = call_PyMemoryView_GET_BUFFER(result)->len;
    bool brief = seconds < 1e-3;
    printf("copy of %zd bytes into %s in %.2f %s, %.2f GB/s\n", bytes, Py_TYPE(base)->tp_name,
           seconds * (brief ? 1e6 : 1e3), brief ? "us" : "ms", (double)bytes / seconds * 1e-9);
  }
  call_Py_DecRef(result);
}

void report_contiguous(PyObject *view, struct terminal terminal) {
  terminal_heading(terminal, "PyMemoryView_GetContiguous");
  for (const char *order = "CFA"; *order != '\0'; order++) put_contiguous(view, *order);
}
