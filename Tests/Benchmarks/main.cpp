// One program of all benchmarks, built once for each library that is compared.
#include "suite.hpp"

int main(int argc, char **argv) {
  Py_Initialize();
  suite::add_peers();
  suite::add_copies();
  suite::add_comparisons();
  suite::add_operations();
  suite::add_objects();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
