// One program of all benchmarks, built once for each library that is compared.
#include "suite.hpp"

#include <cstdlib>
#include <cstring>

// Have the allocator map pages for results and scratch rows in advance, so that few page faults are
// measured. measure.py sets the limit of what it keeps.
static void warm_allocator() {
  std::size_t bytes = std::size_t{31} << 20;
  void *memory = std::malloc(bytes);
  if (memory == nullptr) std::abort();
  std::memset(memory, 1, bytes);
  benchmark::DoNotOptimize(memory);
  std::free(memory);
}

int main(int argc, char **argv) {
  Py_Initialize();
#ifdef PYMV_AGAINST_CPYTHON
  benchmark::AddCustomContext("python", PY_VERSION);
#endif
  suite::add_peers();
  suite::add_copies();
  suite::add_comparisons();
  suite::add_operations();
  suite::add_objects();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  warm_allocator();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
