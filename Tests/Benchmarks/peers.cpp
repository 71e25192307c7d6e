// memcpy, memcmp and memchr of a number of bytes, in the same memory as the cases.
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

void search(benchmark::State &state, std::size_t bytes) {
  char *from = source(bytes);
  std::memset(from, 1, bytes);
  for (auto _ : state) {
    benchmark::DoNotOptimize(std::memchr(from, 77, bytes));
    benchmark::ClobberMemory();
  }
}

struct Peer {
  const char *name;
  void (*body)(benchmark::State &, std::size_t bytes);
};

constexpr Peer peers[] = {{"memcpy", copy}, {"memcmp", compare}, {"memchr", search}};

} // namespace

// The sizes are those that the file BENCH_CASES names.
void add_peers() {
  const char *path = std::getenv("BENCH_CASES");
  std::ifstream file(path != nullptr ? path : "");
  std::set<std::string> known;
  for (std::string line; std::getline(file, line);) {
    std::string name = line.substr(0, line.find('/'));
    for (const Peer &peer : peers) {
      if (name != peer.name || !known.insert(line).second) continue;
      std::size_t bytes = std::strtoull(line.c_str() + name.size() + 1, nullptr, 10);
      benchmark::RegisterBenchmark(line.c_str(),
                                   [=](benchmark::State &state) { peer.body(state, bytes); })
          ->UseRealTime()
          ->Repetitions(repetitions(bytes));
    }
  }
}

} // namespace suite
