#include "observed.h"

#include "faults.h"
#include "observe.h"
#include "script.h"

void observed_setup(void) {
  given("m = memoryview(b'abc'); it = iter(m); r = memoryview(b'abc'); r.release();"
        "w = memoryview(bytearray(b'abcdef'));"
        "z = memoryview(nd('i', (), b'\\7\\0\\0\\0', readonly=1));"
        "zw = memoryview(nd('i', (), b'\\7\\0\\0\\0')); d = memoryview(nd('B', (3, 4)));"
        "f2 = memoryview(nd('B', (2, 3), b'', strides=(1, 2), readonly=1));"
        "pil = memoryview(nd('B', (2, 3), b'', indirect=1, offset=3, readonly=1));"
        "pil1 = memoryview(nd('B', (3,), b'\\1\\2\\3', indirect=1, offset=1))");
}

void observe_as(const char *label, const char *script) {
  inject_faults(script);
  PyObject *value = script_run(script);
  const char *prefix = value != NULL ? "OK " : "";
  observe(label, "%s%s", prefix, outcome(value));
}

void observe_table(const Observed *table) {
  for (; table->label != NULL; table++) {
    observe_as(table->label, table->script);
  }
}
