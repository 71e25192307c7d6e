// Copies between strided and contiguous memory.
#include "suite.hpp"

#include <fstream>
#include <sstream>

namespace suite {
namespace {

std::size_t room(const Layout &layout, Py_ssize_t itemsize) {
  return static_cast<std::size_t>(layout.room * itemsize);
}

// To memory that starts `Start` bytes after a cache line.
template <std::size_t Start>
void to_contiguous(benchmark::State &state, const Layout &layout, Py_ssize_t itemsize) {
  Buffer buffer(layout, source(room(layout, itemsize)), itemsize);
  Py_ssize_t length = buffer.get()->len;
  char *items = destination(static_cast<std::size_t>(length) + Start) + Start;
  for (auto _ : state) {
    need_zero(PyBuffer_ToContiguous(items, buffer.get(), length, 'C'));
    benchmark::ClobberMemory();
  }
}

void from_contiguous(benchmark::State &state, const Layout &layout, Py_ssize_t itemsize) {
  Buffer buffer(layout, destination(room(layout, itemsize)), itemsize);
  Py_ssize_t length = buffer.get()->len;
  char *items = source(static_cast<std::size_t>(length));
  for (auto _ : state) {
    need_zero(PyBuffer_FromContiguous(buffer.get(), items, length, 'C'));
    benchmark::ClobberMemory();
  }
}

// Between two objects; the destination is C-contiguous.
void copy_data(benchmark::State &state, const Layout &layout, Py_ssize_t itemsize) {
  std::vector<int> axes;
  for (std::size_t i = 0; i < layout.shape.size(); i++) axes.push_back(static_cast<int>(i));
  Buffer from(layout, source(room(layout, itemsize)), itemsize);
  Buffer to(transposed(layout.shape, axes), destination(room(layout, itemsize)), itemsize);
  Reference source_view = from.object(), destination_view = to.object();
  for (auto _ : state) {
    need_zero(PyObject_CopyData(destination_view, source_view));
    benchmark::ClobberMemory();
  }
}

using Copy = void (*)(benchmark::State &, const Layout &, Py_ssize_t);

void add_copy(const char *operation, Copy copy, const Layout &layout, Py_ssize_t itemsize) {
  std::size_t bytes = static_cast<std::size_t>(layout.count() * itemsize);
  add(operation, layout.name, std::to_string(itemsize), bytes,
      [=](benchmark::State &state) { copy(state, layout, itemsize); });
}

void add_to(const Layout &layout, Py_ssize_t itemsize) {
  add_copy("to-contiguous", to_contiguous<0>, layout, itemsize);
}

void add_from(const Layout &layout, Py_ssize_t itemsize) {
  add_copy("from-contiguous", from_contiguous, layout, itemsize);
}

void add_both_ways(const Layout &layout, Py_ssize_t itemsize) {
  add_to(layout, itemsize);
  add_from(layout, itemsize);
}

// The shapes of shapes.tsv.
void add_shapes() {
  std::ifstream file(BENCH_SHAPES);
  for (std::string line; std::getline(file, line);) {
    if (line[0] == '#') continue;
    std::istringstream fields(line);
    std::string group, title, name, ways;
    Py_ssize_t itemsize;
    fields >> group >> title >> name >> itemsize >> ways;
    Layout layout = named(name, itemsize);
    if (ways.find('t') != ways.npos) add_to(layout, itemsize);
    if (ways.find('u') != ways.npos) add_copy("to-unaligned", to_contiguous<12>, layout, itemsize);
    if (ways.find('f') != ways.npos) add_from(layout, itemsize);
  }
}

// Transpositions of rows that are a power of two apart, and the same with 64 bytes more.
void add_powers() {
  for (Py_ssize_t rows : {4096, 8192}) {
    for (Py_ssize_t itemsize : {1, 2, 4, 8}) {
      for (const char *padding : {"", "+64"}) {
        std::string memory = std::to_string(rows) + "x" + std::to_string(8192 / itemsize);
        Layout layout = named(memory + padding + ".10", itemsize);
        add_to(layout, itemsize);
        if (rows == 4096) add_from(layout, itemsize);
      }
    }
  }
}

// Extents that are powers of two, as equal as possible, for the greatest power of two of items that
// fits.
std::vector<Py_ssize_t> even_extents(std::size_t rank, std::size_t bytes, Py_ssize_t itemsize) {
  std::vector<Py_ssize_t> extents(rank, 1);
  Py_ssize_t items = static_cast<Py_ssize_t>(bytes) / itemsize;
  for (std::size_t axis = rank - 1; items > 1; items /= 2) {
    extents[axis] *= 2;
    axis = axis == 0 ? rank - 1 : axis - 1;
  }
  return extents;
}

// Transpositions of all sizes: extents that are powers of two, and odd ones.
void add_sizes() {
  for (std::size_t bytes : curve()) {
    for (Py_ssize_t itemsize : {1, 2, 4, 8}) {
      std::vector<Py_ssize_t> even = even_extents(2, bytes, itemsize);
      std::vector<std::vector<Py_ssize_t>> memories = {even};
      if (bytes >= 1024) memories.push_back({even[0] + 1, even[1] - 1});
      for (const auto &memory : memories) {
        add_to(transposed(memory, {1, 0}), itemsize);
        if (bytes >= 1024 && bytes <= 1 << 20) add_from(transposed(memory, {1, 0}), itemsize);
      }
    }
  }
}

// Every n-th item, reversed items, and pixels of three bytes with reversed channels.
void add_steps() {
  for (Py_ssize_t itemsize : {1, 2, 4, 8}) {
    Py_ssize_t count = static_cast<Py_ssize_t>(large()) / itemsize;
    for (Py_ssize_t step : {2, 3, 4, -1}) add_both_ways(stepped(count, step), itemsize);
    if (itemsize == 8) add_both_ways(stepped(count, 8), itemsize);
  }
  add_both_ways(named(std::to_string(large() / 3) + "x3.0-1", 1), 1);
}

// --- With BENCH=full ---

constexpr Py_ssize_t all_sizes[] = {1, 2, 3, 4, 8, 12, 16, 24};

const std::vector<std::vector<int>> permutations = {{1, 0},    {0, 2, 1}, {1, 0, 2},
                                                    {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

void add_permutations() {
  for (const auto &axes : permutations) {
    for (Py_ssize_t itemsize : all_sizes) {
      add_both_ways(transposed(even_extents(axes.size(), large(), itemsize), axes), itemsize);
    }
  }
}

// Odd extents, which are no multiples of a vector's or tile's size.
void add_odd() {
  for (Py_ssize_t itemsize : all_sizes) {
    Py_ssize_t rows = static_cast<Py_ssize_t>(large()) / itemsize / 1021;
    add_both_ways(transposed({rows, 1021}, {1, 0}), itemsize);
    add_both_ways(transposed({rows / 13, 13, 1021}, {2, 0, 1}), itemsize);
    add_both_ways(transposed({rows / 77, 11, 7, 1021}, {3, 1, 0, 2}), itemsize);
  }
}

void add_small() {
  for (std::size_t bytes : {64, 512, 4096}) {
    for (Py_ssize_t itemsize : all_sizes) {
      for (const auto &axes : permutations) {
        Layout layout = transposed(even_extents(axes.size(), bytes, itemsize), axes);
        add_both_ways(layout, itemsize);
        add_copy("copy-data", copy_data, layout, itemsize);
      }
      Py_ssize_t count = static_cast<Py_ssize_t>(bytes) / itemsize;
      for (Py_ssize_t step : {1, 2, 3, -1, 0}) add_to(stepped(count, step), itemsize);
    }
  }
}

} // namespace

void add_copies() {
  add_shapes();
  add_powers();
  add_sizes();
  add_steps();
  if (!full()) return;
  add_permutations();
  add_odd();
  add_small();
}

} // namespace suite
