/* Construction, attributes, hash, release, and views without axes. */
#include "harness.h"
#include "observed.h"

static const Observed basics[] = {
    {"iter len hint", "it.__length_hint__()"},
    {"new none", "memoryview()"},
    {"new str", "memoryview('x')"},
    {"new kw", "memoryview(object=b'a')"},
    {"new badkw", "memoryview(foo=b'a')"},
    {"new 2", "memoryview(b'a', b'b')"},
    {"new int", "memoryview(5)"},
    {"setattr", "m.foo = 1"},
    {"setattr ro", "m.shape = 1"},
    {"_from_flags", "memoryview._from_flags(b'abc', 0)"},
    {"_from_flags ro", "memoryview._from_flags(b'abc', 1)"},
    {"_from_flags 256", "memoryview._from_flags(b'abc', 0x100)"},
    {"_from_flags 512", "memoryview._from_flags(b'abc', 0x200)"},
    {"cmp __lt__", "compare(m, b'abc', '<')"},
    {"cmp __le__", "compare(m, b'abc', '<=')"},
    {"cmp __gt__", "compare(m, b'abc', '>')"},
    {"cmp __ge__", "compare(m, b'abc', '>=')"},
    {"cmp __eq__", "compare(m, b'abc', '==')"},
    {"cmp __ne__", "compare(m, b'abc', '!=')"},
    {"lt", "m < m"},
    {"hash", "hash(m) == hash(b'abc')"},
    {"hash w", "hash(memoryview(bytearray(b'a')))"},
    {"hash fmt", "hash(memoryview(nd('h', (2,), b'\\1\\0\\2\\0', readonly=1)))"},
    {"hash obj unhash", "hash(memoryview(bytearray(b'a')).toreadonly())"},
    {"hash ndarray rev", "hash(memoryview(b'abc')[::-1]) == hash(b'cba')"},
    {"hash @B", "hash(memoryview(nd('@B', (2,), b'\\1\\2', readonly=1))) == hash(b'\\1\\2')"},
    {"rel len", "len(r)"},
    {"rel item", "r[0]"},
    {"rel bad item", "r['a']"},
    {"rel slice", "r[:1]"},
    {"rel set", "r[0] = 1"},
    {"rel tobytes", "r.tobytes()"},
    {"rel tolist", "r.tolist()"},
    {"rel hex", "r.hex()"},
    {"rel cast", "r.cast('b')"},
    {"rel toreadonly", "r.toreadonly()"},
    {"rel mv", "memoryview(r)"},
    {"rel bytes", "bytes(r)"},
    {"rel hash", "hash(r)"},
    {"rel eq", "r == r"},
    {"rel eq2", "r == b'abc'"},
    {"rel ne2", "r != b'abc'"},
    {"rel repr", "repr(r)"},
    {"rel enter", "r.__enter__()"},
    {"rel exit", "r.__exit__(1, 2)"},
    {"rel release", "r.release()"},
    {"rel iter", "list(r)"},
    {"rel contains", "1 in r"},
    {"rel count", "r.count(1)"},
    {"rel index", "r.index(1)"},
    {"rel bool", "bool(r)"},
    {"repr", "repr(m)"},
    {"hash rel cached", "x = memoryview(b'q'); hash(x); x.release(); hash(x) == hash(b'q')"},
    {"release 1 export", "x = memoryview(bytearray(b'abcd')); h = Holder(x); x.release()"},
    {"release 2 export", "i = Holder(x); x.release()"},
    {"bytearray resize",
     "h = None; i = None; x = bytearray(b'abc'); n = memoryview(x); resize(x, 4)"},
    {"0d item", "z[0]"},
    {"0d ()", "z[()]"},
    {"0d ...", "z[...] is z"},
    {"0d slice", "z[:]"},
    {"0d len", "len(z)"},
    {"0d iter", "iter(z)"},
    {"0d tolist", "z.tolist()"},
    {"0d tobytes", "z.tobytes()"},
    {"0d hex", "z.hex()"},
    {"0d cast", "z.cast('B').tolist()"},
    {"0d cast2", "z.cast('B', shape=[4]).tolist()"},
    {"0d set", "z[0] = 1"},
    {"0d contains", "7 in z"},
    {"0d wset 0", "zw[0] = 1"},
    {"0d wset ()", "zw[()] = 1; (None, zw.tolist())"},
    {"0d wset ...", "zw[...] = 9; (None, zw.tolist())"},
    {"0d count", "z.count(7)"},
    {"0d index", "z.index(7)"},
    {"0d sq_item", "z[0]"},
    {"0d shape", "(z.shape, z.strides, z.suboffsets, z.ndim, z.nbytes, z.c_contiguous, "
                 "z.f_contiguous, z.contiguous)"},
    {"mv of mv obj", "memoryview(m).obj is m.obj"},
    {"iter call", "type(it)()"},
    {NULL, NULL},
};

static const char *const attributes[] = {
    "obj",   "nbytes",  "readonly",   "itemsize",     "format",       "ndim",
    "shape", "strides", "suboffsets", "c_contiguous", "f_contiguous", "contiguous"};

static void construction_comparison_hash_and_release(void **state) {
  observed_setup();
  observe_table(basics);
}

static void attributes_of_live_and_released_views(void **state) {
  observed_setup();
  for (size_t i = 0; i < Py_ARRAY_LENGTH(attributes); i++) {
    observe_as(text("rel %s", attributes[i]), text("r.%s", attributes[i]));
    observe_as(text("attr %s", attributes[i]), text("m.%s", attributes[i]));
  }
}

static void sizes_of_the_type(void **state) {
  observed_setup();
  observe("basicsize", "%zd", PyMemoryView_Type.tp_basicsize);
  observe("itemsize", "%zd", PyMemoryView_Type.tp_itemsize);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(construction_comparison_hash_and_release),
      CASE(attributes_of_live_and_released_views),
      CASE(sizes_of_the_type),
  };
  return cmocka_run_group_tests_name("observed_basics", tests, start_host, stop_host);
}
