/* Items, slices and tuples of indices of a memoryview. */
#include "harness.h"

static void one_index_gives_an_item(void **state) {
  given("m = memoryview(b'abcdef')");
  expect("m[0]", "");
  expect("m[-1]", "");
  expect("m[::-2].tolist()", "");
  expect("m[0:1, 2:3]", "");
  expect("m[0] = 3", "");
  expect("m[Index(\"m.release(); 1\")]", "");
  expect("m.tobytes(order='X')", "");
  given("m = memoryview(nd('<h', (2,), b'\\1\\0\\2\\0'))");
  expect("m == nd('>h', (2,), b'\\0\\1\\0\\2')", "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(one_index_gives_an_item),
  };
  return cmocka_run_group_tests_name("view_subscript", tests, start_host, stop_host);
}
