/* Requests to memoryviews, and contiguous copies. */
#include "harness.h"
#include "observed.h"

static const struct {
  const char *name;
  int flags;
} requests[] = {
    {"PyBUF_SIMPLE", PyBUF_SIMPLE},
    {"PyBUF_WRITABLE", PyBUF_WRITABLE},
    {"PyBUF_FORMAT", PyBUF_FORMAT},
    {"PyBUF_ND", PyBUF_ND},
    {"PyBUF_STRIDES", PyBUF_STRIDES},
    {"PyBUF_C_CONTIGUOUS", PyBUF_C_CONTIGUOUS},
    {"PyBUF_F_CONTIGUOUS", PyBUF_F_CONTIGUOUS},
    {"PyBUF_ANY_CONTIGUOUS", PyBUF_ANY_CONTIGUOUS},
    {"PyBUF_INDIRECT", PyBUF_INDIRECT},
    {"PyBUF_FULL", PyBUF_FULL},
    {"PyBUF_FULL_RO", PyBUF_FULL_RO},
    {"PyBUF_CONTIG", PyBUF_CONTIG},
    {"PyBUF_CONTIG_RO", PyBUF_CONTIG_RO},
    {"PyBUF_STRIDED", PyBUF_STRIDED},
    {"PyBUF_RECORDS", PyBUF_RECORDS},
    {"FMT|W", PyBUF_FORMAT | PyBUF_WRITABLE},
};

static const Observed views[] = {
    {"b", "m"},     {"rev", "m[::-1]"},
    {"F", "f2"},    {"C2", "memoryview(nd('B', (2, 3), b'', readonly=1))"},
    {"pil", "pil"}, {"h", "memoryview(bytearray(b'1234')).cast('h')"},
    {"0d", "z"},    {NULL, NULL},
};

static const Observed exporters[] = {
    {"b", "b'abc'"},
    {"rev", "m[::-1]"},
    {"ba", "bytearray(b'abc')"},
    {"F", "f2.obj"},
    {"Fw", "nd('B', (2, 3), b'', strides=(1, 2))"},
    {"pil", "pil.obj"},
    {"int", "5"},
    {"0d", "z.obj"},
    {NULL, NULL},
};

static void requests_to_views(void **state) {
  observed_setup();
  for (const Observed *view = views; view->label != NULL; view++) {
    for (size_t i = 0; i < Py_ARRAY_LENGTH(requests); i++) {
      observe_as(text("getbuf %s %s", view->label, requests[i].name),
                 text("request(%s, %d)", view->script, requests[i].flags));
    }
  }
}

static void observe_contiguous(const Observed *exporter, char access, char order) {
  int type = access == 'R' ? PyBUF_READ : PyBUF_WRITE;
  observe_as(text("getcontig %s %c %c", exporter->label, access, order),
             text("x = contiguous(%s, %d, '%c'); (x.format, x.shape, x.strides, x.suboffsets, "
                  "typename(x.obj), x.readonly, x.tolist())",
                  exporter->script, type, order));
}

static void contiguous_memory(void **state) {
  observed_setup();
  for (const Observed *exporter = exporters; exporter->label != NULL; exporter++) {
    for (const char *order = "CFA"; *order != '\0'; order++) {
      observe_contiguous(exporter, 'R', *order);
      observe_contiguous(exporter, 'W', *order);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(requests_to_views),
      CASE(contiguous_memory),
  };
  return cmocka_run_group_tests_name("observed_requests", tests, start_host, stop_host);
}
