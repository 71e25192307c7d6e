// memcpy and memcmp of the same number of bytes, in the same memory.
#include "suite.hpp"

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <set>

namespace suite {
namespace {

void copy(benchmark::State &state, std::size_t bytes) {
  const char *from = source(bytes);
  char *to = destination(bytes);
  for (auto _ : state) {
    std::memcpy(to, from, bytes);
    benchmark::ClobberMemory();
  }
}

void compare(benchmark::State &state, std::size_t bytes) {
  char *a = source(bytes), *b = destination(bytes);
  std::memset(a, 1, bytes);
  std::memset(b, 1, bytes);
  for (auto _ : state) {
    benchmark::DoNotOptimize(std::memcmp(a, b, bytes));
    benchmark::ClobberMemory();
  }
}

} // namespace

// The sizes are those that the file BENCH_CASES names.
void add_peers() {
  const char *path = std::getenv("BENCH_CASES");
  std::ifstream file(path != nullptr ? path : "");
  std::set<std::string> known;
  for (std::string line; std::getline(file, line);) {
    std::string operation = line.substr(0, line.find('/'));
    if ((operation != "memcpy" && operation != "memcmp") || !known.insert(line).second) continue;
    std::size_t bytes = std::strtoull(line.c_str() + operation.size() + 1, nullptr, 10);
    auto body = operation == "memcpy" ? copy : compare;
    benchmark::RegisterBenchmark(line.c_str(), [=](benchmark::State &state) { body(state, bytes); })
        ->UseRealTime()
        ->Repetitions(repetitions(bytes));
  }
}

} // namespace suite
