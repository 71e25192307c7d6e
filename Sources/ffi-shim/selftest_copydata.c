/* PyObject_CopyData. */
#include "failure.h"
#include "selftest.h"
#include "selftest_arrays.h"

/** Two arrays and an exporter of each. */
struct pair {
  struct array to, from;
  struct exporter *to_exporter, *from_exporter;
};

static void pair_export(struct pair *pair) {
  pair->to_exporter = exporter_new(&pair->to.layout);
  pair->from_exporter = exporter_new(&pair->from.layout);
}

static int pair_copy(struct pair *pair) {
  return call_PyObject_CopyData((PyObject *)pair->to_exporter, (PyObject *)pair->from_exporter);
}

/** Free it. @return false if a request was not released. */
static bool pair_end(struct pair *pair) {
  bool balanced = Py_REFCNT(pair->to_exporter) == 1 && Py_REFCNT(pair->from_exporter) == 1;
  call_Py_DecRef((PyObject *)pair->to_exporter);
  call_Py_DecRef((PyObject *)pair->from_exporter);
  array_free(&pair->to);
  array_free(&pair->from);
  return balanced;
}

static void test_forms(enum array_form to, enum array_form from) {
  static const char *const names[] = {"C-contiguous", "Fortran-contiguous", "scattered",
                                      "indirect"};
  enum { TIMES = 30 };
  int right = 0;
  for (int k = 0; k < TIMES; k++) {
    struct pair pair;
    do {
      array_make_any(&pair.from, from);
      if (pair.from.layout.ndim > 0) break;
      array_free(&pair.from);
    } while (true);
    array_make(&pair.to, to, pair.from.layout.itemsize, pair.from.layout.ndim, pair.from.shape);
    pair_export(&pair);
    int status = pair_copy(&pair);
    unsigned char *copy = array_copy(&pair.from, 'C');
    right += status == 0 && array_equals(&pair.to, 'C', copy) &&
             pair.to_exporter->last_flags == PyBUF_FULL &&
             pair.from_exporter->last_flags == PyBUF_FULL_RO;
    free(copy);
    right -= !pair_end(&pair);
  }
  claim(right == TIMES, "CopyData copies %s arrays to %s ones", names[from], names[to]);
}

static void test_too_small(void) {
  struct pair pair;
  array_make(&pair.to, ARRAY_C, 4, 1, (Py_ssize_t[]){5});
  array_make(&pair.from, ARRAY_C, 4, 1, (Py_ssize_t[]){6});
  pair_export(&pair);
  claim(pair_copy(&pair) == -1, "CopyData refuses a destination that is too small");
  claim_raised("BufferError", "destination is too small to receive data from source",
               "CopyData says that it is too small");
  claim(pair.to_exporter->releases == 1 && pair.from_exporter->releases == 1,
        "CopyData releases both when it refuses");
  pair_end(&pair);
}

static void test_failing(bool destination) {
  struct pair pair;
  const char *which = destination ? "destination" : "source";
  array_make(&pair.to, ARRAY_C, 4, 1, (Py_ssize_t[]){5});
  array_make(&pair.from, ARRAY_C, 4, 1, (Py_ssize_t[]){5});
  pair_export(&pair);
  (destination ? pair.to_exporter : pair.from_exporter)->failure = "not now";
  claim(pair_copy(&pair) == -1, "CopyData fails with its %s", which);
  claim_raised("BufferError", "not now", "CopyData passes on the words of its %s", which);
  claim(pair.to_exporter->releases == !destination && pair.from_exporter->releases == 0,
        "CopyData releases what it has got when its %s fails", which);
  claim(pair_end(&pair), "CopyData keeps no reference when its %s fails", which);
}

static void test_objects(void) {
  PyObject *bytes = call_PyBytes_FromStringAndSize("abcde", 5);
  PyObject *bytearray = call_PyByteArray_FromStringAndSize("vwxyz!", 6);
  PyObject *number = call_PyLong_FromLong(1);
  claim(call_PyObject_CopyData(bytearray, bytes) == 0 &&
            memcmp(call_PyByteArray_AsString(bytearray), "abcde!", 6) == 0,
        "CopyData copies bytes to the beginning of a bytearray");
  claim(call_PyObject_CopyData(bytes, bytearray) == -1, "CopyData does not write to bytes");
  claim_raised("BufferError", "Object is not writable.", "bytes say why");
  claim(call_PyObject_CopyData(number, bytes) == -1, "CopyData refuses an int as destination");
  claim_raised("TypeError", "both destination and source must be bytes-like objects",
               "CopyData says what the destination is not");
  claim(call_PyObject_CopyData(bytearray, number) == -1, "CopyData refuses an int as source");
  claim_raised("TypeError", "both destination and source must be bytes-like objects",
               "CopyData says what the source is not");
  call_Py_DecRef(number);
  call_Py_DecRef(bytearray);
  call_Py_DecRef(bytes);
}

static void test_overlap(void) {
  struct pair pair;
  array_make(&pair.to, ARRAY_C, 2, 1, (Py_ssize_t[]){9});
  array_make(&pair.from, ARRAY_C, 2, 1, (Py_ssize_t[]){9});
  unsigned char *expected = array_copy(&pair.to, 'C');
  pair.from.layout.first = pair.to.memory + 16; /* The destination's memory, backwards. */
  pair.from.strides[0] = -2;
  pair_export(&pair);
  claim(pair_copy(&pair) == 0, "CopyData copies memory onto itself");
  pair.from.layout.first = expected + 16;
  claim(array_equals(&pair.from, 'C', pair.to.memory),
        "CopyData copies overlapping memory as if through a temporary");
  pair_end(&pair);
  free(expected);
}

static void test_other_shape(void) {
  struct pair pair;
  array_make(&pair.to, ARRAY_C, 4, 2, (Py_ssize_t[]){3, 8});
  array_thin(&pair.to);
  array_make(&pair.from, ARRAY_FORTRAN, 4, 2, (Py_ssize_t[]){2, 6});
  pair_export(&pair);
  unsigned char *copy = array_copy(&pair.from, 'C');
  claim(pair_copy(&pair) == 0 && array_equals(&pair.to, 'C', copy),
        "CopyData copies equally many items one after the other");
  free(copy);
  pair_end(&pair);
  array_make(&pair.to, ARRAY_FORTRAN, 4, 2, (Py_ssize_t[]){4, 4});
  array_make(&pair.from, ARRAY_C, 4, 2, (Py_ssize_t[]){2, 6});
  pair_export(&pair);
  int status = pair_copy(&pair);
  struct failure failure = failure_take();
  claim(status == -1 && strcmp(failure.type, "ValueError") == 0,
        "CopyData refuses items that fit neither by index nor by number");
  pair_end(&pair);
}

void selftest_copydata(void) {
  for (int to = ARRAY_C; to <= ARRAY_INDIRECT; to++) {
    for (int from = ARRAY_C; from <= ARRAY_INDIRECT; from++) {
      test_forms((enum array_form)to, (enum array_form)from);
    }
  }
  test_too_small();
  test_failing(true);
  test_failing(false);
  test_objects();
  if (claim_ours("CopyData copies what CPython leaves undefined")) {
    test_overlap();
    test_other_shape();
  }
}
