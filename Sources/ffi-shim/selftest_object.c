/* The memoryview as an object: attributes, methods, subscripts and errors, in Python's words. */
#include "evaluate.h"
#include "selftest.h"
#include "selftest_arrays.h"

/** An expression, and the repr of its value or "Type: message". */
struct expectation {
  const char *text;
  const char *outcome;
};

static void claim_outcome(struct expectation expected, const struct variable *variables) {
  struct outcome outcome = evaluate_outcome(expected.text, variables);
  bool holds = strcmp(outcome.text, expected.outcome) == 0;
  claim(holds, "%s is %s", expected.text, expected.outcome);
  if (!holds) printf("# got %s\n", outcome.text);
}

static void claim_outcomes(const struct expectation *expected, size_t count,
                           const struct variable *variables) {
  for (size_t k = 0; k < count; k++) claim_outcome(expected[k], variables);
}

/** An expression that is evaluated with faults. */
struct evaluated {
  const char *text;
  const struct variable *variables;
};

static PyObject *evaluate_again(void *context) {
  const struct evaluated *evaluated = context;
  return evaluate(evaluated->text, evaluated->variables);
}

/** The outcomes are not looked at: some expressions change what others see. */
static void claim_survivals(const struct expectation *expected, size_t count,
                            const struct variable *variables) {
  for (size_t k = 0; k < count; k++) {
    struct evaluated evaluated = {expected[k].text, variables};
    claim_survives(evaluate_again, &evaluated, "%s", evaluated.text);
  }
}

static const struct expectation about_bytes[] = {
    {"len(m)", "6"},
    {"m[0]", "97"},
    {"m[-1]", "102"},
    {"m[6]", "IndexError: index out of bounds on dimension 1"},
    {"m[1:3].tolist()", "[98, 99]"},
    {"m[::-1].tobytes()", "b'fedcba'"},
    {"m[::-2].strides", "(-2,)"},
    {"m[9:].shape", "(0,)"},
    {"m[::0]", "ValueError: slice step cannot be zero"},
    {"m['a']", "TypeError: memoryview: invalid slice key"},
    {"m.hex()", "'616263646566'"},
    {"m.hex(' ', 4)", "'6162 63646566'"},
    {"m.hex(bytes_per_sep=-4, sep=':')", "'61626364:6566'"},
    {"m.hex('')", "ValueError: sep must be length 1."},
    {"m.tobytes(order='F')", "b'abcdef'"},
    {"m.tobytes('X')", "ValueError: order must be 'C', 'F' or 'A'"},
    {"m.cast('H').shape", "(3,)"},
    {"m.cast('B', shape=(2, 3)).tolist()", "[[97, 98, 99], [100, 101, 102]]"},
    {"m.cast('B', (2, 3))[1, -1]", "102"},
    {"m.cast('q')", "TypeError: memoryview: length is not a multiple of itemsize"},
    {"m.cast(format='x')", "ValueError: memoryview: destination format must be a native single "
                           "character format prefixed with an optional '@'"},
    {"list(m[:3])", "[97, 98, 99]"},
    {"99 in m", "True"},
    {"'c' in m", "False"},
    {"m == b'abcdef'", "True"},
    {"m[:3] != b'abc'", "False"},
    {"m == 5", "False"},
    {"m.toreadonly().readonly", "True"},
    {"hash(m)", "ValueError: cannot hash writable memoryview object"},
    {"hash(m.toreadonly())", "TypeError: unhashable type: 'bytearray'"},
    {"hash(memoryview(b'abc')) == hash(b'abc')", "True"},
    {"memoryview(m).nbytes", "6"},
    {"memoryview(5)", "TypeError: memoryview: a bytes-like object is required, not 'int'"},
    {"m.nothing", "AttributeError: 'memoryview' object has no attribute 'nothing'"},
    {"m.tolist(1)", "TypeError: memoryview.tolist() takes no arguments (1 given)"},
};

static const struct expectation about_assignment[] = {
    {"m[0] = 65", "None"},
    {"m[0]", "65"},
    {"m[1:3] = b'BC'", "None"},
    {"m[1:] = m[:5]", "None"},
    {"m.tobytes()", "b'AABCde'"},
    {"m[0] = 256", "ValueError: memoryview: invalid value for format 'B'"},
    {"m[0] = 'a'", "TypeError: memoryview: invalid type for format 'B'"},
    {"m[:2] = b'abc'", "ValueError: memoryview assignment: lvalue and rvalue have different "
                       "structures"},
    {"del m[0]", "TypeError: cannot delete memory"},
    {"m.toreadonly()[0] = 1", "TypeError: cannot modify read-only memory"},
    {"m.release()", "None"},
    {"m.release()", "None"},
    {"len(m)", "ValueError: operation forbidden on released memoryview object"},
    {"m.tolist()", "ValueError: operation forbidden on released memoryview object"},
};

/** New in Python 3.14. */
static const struct expectation about_search[] = {
    {"m.count(98)", "1"},
    {"m.index(99, 1)", "2"},
    {"m.index(200)", "ValueError: memoryview.index(x): x not found"},
};

/** Does something with expressions about the same objects. */
typedef void (*expectations_use)(const struct expectation *, size_t, const struct variable *);

/** Use a writable view of b'abcdef'. */
static void with_bytes(expectations_use use) {
  PyObject *bytearray = call_PyByteArray_FromStringAndSize("abcdef", 6);
  PyObject *view = call_PyMemoryView_FromObject(bytearray);
  const struct variable variables[] = {{"m", view}, {NULL, NULL}};
  use(about_bytes, Py_ARRAY_LENGTH(about_bytes), variables);
  if (claim_ours("memoryviews have count and index"))
    use(about_search, Py_ARRAY_LENGTH(about_search), variables);
  use(about_assignment, Py_ARRAY_LENGTH(about_assignment), variables);
  claim(call_PyByteArray_Resize(bytearray, 9) == 0, "release lets the bytearray be resized");
  claim(Py_REFCNT(view) == 1, "values and errors of expressions leave no reference to the view");
  call_Py_DecRef(view);
  call_Py_DecRef(bytearray);
}

static const struct expectation about_axes[] = {
    {"g.tolist()", "[[0, 1, 2], [3, 4, 5]]"},
    {"g[1, 2]", "5"},
    {"g[-1, 0]", "3"},
    {"g[::-1].tolist()", "[[3, 4, 5], [0, 1, 2]]"},
    {"g[1:].shape", "(1, 3)"},
    {"g[0, 3]", "IndexError: index out of bounds on dimension 2"},
    {"g[0, 0, 0]", "TypeError: cannot index 2-dimension view with 3-element tuple"},
    {"g[0]", "NotImplementedError: multi-dimensional sub-views are not implemented"},
    {"g[0:1, 0:1]", "NotImplementedError: multi-dimensional slicing is not implemented"},
    {"list(g)", "NotImplementedError: multi-dimensional sub-views are not implemented"},
    {"g.cast('B').cast('i').tolist()", "[0, 1, 2, 3, 4, 5]"},
    {"memoryview(g.tobytes('F')).cast('i').tolist()", "[0, 3, 1, 4, 2, 5]"},
    {"g == g[::-1]", "False"},
    {"(g.format, g.ndim, g.strides)", "('i', 2, (12, 4))"},
    {"(g.c_contiguous, g.f_contiguous, g.contiguous)", "(True, False, True)"},
    {"(g.suboffsets, g.obj)", "((), None)"},
    {"hash(g.toreadonly())", "ValueError: memoryview: hashing is restricted to formats 'B', 'b' or "
                             "'c'"},
    {"g[1, 1] = -7", "None"},
    {"g[1:].tolist()", "[[3, -7, 5]]"},
    {"g[0, 0] = 2147483648", "ValueError: memoryview: invalid value for format 'i'"},
};

static const struct expectation about_scalar[] = {
    {"s[()]", "4"},
    {"s.tolist()", "4"},
    {"s[...].ndim", "0"},
    {"s.shape", "()"},
    {"len(s)", "TypeError: 0-dim memory has no length"},
    {"s[0]", "TypeError: invalid indexing of 0-dim memory"},
    {"list(s)", "TypeError: invalid indexing of 0-dim memory"},
    {"s == s", "True"},
    {"s[()] = 9", "None"},
    {"s.cast('B').cast('i', ())[()]", "9"},
};

/** Use a grid of two axes and a scalar. */
static void with_axes(expectations_use use) {
  int items[] = {0, 1, 2, 3, 4, 5}, item = 4;
  Py_ssize_t shape[] = {2, 3};
  Py_buffer grid = {
      .buf = items, .len = 24, .itemsize = 4, .ndim = 2, .format = (char[]){"i"}, .shape = shape};
  Py_buffer scalar = {.buf = &item, .len = 4, .itemsize = 4, .format = (char[]){"i"}};
  PyObject *g = call_PyMemoryView_FromBuffer(&grid), *s = call_PyMemoryView_FromBuffer(&scalar);
  const struct variable variables[] = {{"g", g}, {"s", s}, {NULL, NULL}};
  use(about_axes, Py_ARRAY_LENGTH(about_axes), variables);
  use(about_scalar, Py_ARRAY_LENGTH(about_scalar), variables);
  call_Py_DecRef(s);
  call_Py_DecRef(g);
}

/** Views of an exporter made of closures. */
static void test_exporter(void) {
  struct array array;
  array_make(&array, ARRAY_SCATTERED, 3, 2, (Py_ssize_t[]){4, 5});
  struct exporter *exporter = exporter_new(&array.layout);
  const struct variable variables[] = {{"e", (PyObject *)exporter}, {NULL, NULL}};
  PyObject *copy = evaluate("memoryview(e).tobytes('F')", variables);
  claim(copy != NULL && array_equals(&array, 'F', (unsigned char *)call_PyBytes_AsString(copy)),
        "tobytes('F') copies an exporter of any layout");
  call_Py_DecRef(copy);
  claim(exporter->releases == 1, "the view within an expression has been released");
  claim_outcome((struct expectation){"memoryview(e).tolist()",
                                     "NotImplementedError: memoryview: unsupported format 3s"},
                variables);
  claim_outcome((struct expectation){"memoryview(e)[::-1] == e", "False"}, variables);
  claim_outcome((struct expectation){"memoryview(e).release()", "None"}, variables);
  claim(exporter->requests == exporter->releases && Py_REFCNT(exporter) == 1,
        "every view of the exporter has been released");
  call_Py_DecRef((PyObject *)exporter);
  array_free(&array);
}

static void test_misunderstood(void) {
  static const char *const texts[] = {"n", "m[0", "m.", "m m", "del m", "len(m", "(m, ", "m[,]"};
  PyObject *m = call_PyBytes_FromStringAndSize("abc", 3);
  const struct variable variables[] = {{"m", m}, {NULL, NULL}};
  for (size_t k = 0; k < Py_ARRAY_LENGTH(texts); k++) {
    struct outcome outcome = evaluate_outcome(texts[k], variables);
    claim(outcome.raised && strncmp(outcome.text, "SystemError: ffi-shim: ", 23) == 0,
          "%s is no expression", texts[k]);
  }
  claim(Py_REFCNT(m) == 1, "what is no expression leaves no reference");
  call_Py_DecRef(m);
}

void selftest_object(void) {
  with_bytes(claim_outcomes);
  with_axes(claim_outcomes);
  if (faults_are_injected()) {
    with_bytes(claim_survivals);
    with_axes(claim_survivals);
  }
  test_exporter();
  test_misunderstood();
}
