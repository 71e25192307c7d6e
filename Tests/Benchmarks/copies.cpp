// Copies between strided and contiguous memory.
#include "suite.hpp"

#include <algorithm>

namespace suite {
namespace {

using Sizes = std::vector<Py_ssize_t>;

// Item sizes: all of them if the full set is requested, else the usual ones.
Sizes sizes(const Sizes &usual) {
  return full() ? Sizes{1, 2, 3, 4, 8, 12, 16, 24} : usual;
}

bool among(Py_ssize_t size, const Sizes &sizes) {
  return std::find(sizes.begin(), sizes.end(), size) != sizes.end();
}

std::size_t room(const Layout &layout, Py_ssize_t itemsize) {
  return static_cast<std::size_t>(layout.room * itemsize);
}

void to_contiguous(benchmark::State &state, const Layout &layout, Py_ssize_t itemsize) {
  Buffer buffer(layout, source(room(layout, itemsize)), itemsize);
  Py_ssize_t length = buffer.get()->len;
  char *items = destination(static_cast<std::size_t>(length));
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

void add_both_ways(const Layout &layout, Py_ssize_t itemsize) {
  add_copy("to-contiguous", to_contiguous, layout, itemsize);
  add_copy("from-contiguous", from_contiguous, layout, itemsize);
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

const std::vector<std::vector<int>> permutations = {{1, 0},    {0, 2, 1}, {1, 0, 2},
                                                    {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

void add_permutations() {
  for (const auto &axes : permutations) {
    for (Py_ssize_t itemsize : sizes({1, 2, 4, 8, 16})) {
      Layout layout = transposed(even_extents(axes.size(), large(), itemsize), axes);
      add_copy("to-contiguous", to_contiguous, layout, itemsize);
      if (among(itemsize, sizes({1, 8}))) {
        add_copy("from-contiguous", from_contiguous, layout, itemsize);
      }
    }
  }
}

struct Arrangement {
  std::vector<Py_ssize_t> memory; // all axes but the first, which is computed
  std::vector<int> axes;
};

// Images of 3 and 64 channels between NHWC and NCHW, attention heads, reversals, contractions.
const std::vector<Arrangement> arrangements = {
    {{128, 128, 3}, {0, 3, 1, 2}},         {{3, 128, 128}, {0, 2, 3, 1}},
    {{28, 28, 64}, {0, 3, 1, 2}},          {{64, 28, 28}, {0, 2, 3, 1}},
    {{64, 8, 64}, {0, 2, 1, 3}},           {{32, 32, 32}, {3, 2, 1, 0}},
    {{32, 32, 32}, {2, 3, 0, 1}},          {{16, 16, 16, 16}, {4, 1, 2, 0, 3}},
    {{8, 8, 8, 64}, {0, 3, 1, 2, 4}},      {{8, 8, 8, 8, 8}, {5, 4, 3, 2, 1, 0}},
    {{8, 8, 8, 8, 8}, {3, 4, 5, 0, 1, 2}}, {{8, 8, 8, 8, 8}, {0, 2, 4, 1, 3, 5}}};

void add_arrangements() {
  for (const Arrangement &arrangement : arrangements) {
    for (Py_ssize_t itemsize : sizes({1, 4})) {
      Py_ssize_t bytes = itemsize;
      for (Py_ssize_t extent : arrangement.memory) bytes *= extent;
      std::vector<Py_ssize_t> memory = {static_cast<Py_ssize_t>(large()) / bytes};
      memory.insert(memory.end(), arrangement.memory.begin(), arrangement.memory.end());
      Layout layout = transposed(memory, arrangement.axes);
      add_copy("to-contiguous", to_contiguous, layout, itemsize);
      if (among(itemsize, sizes({4}))) {
        add_copy("from-contiguous", from_contiguous, layout, itemsize);
      }
      if (full()) add_copy("copy-data", copy_data, layout, itemsize);
    }
  }
}

// Odd extents, which are no multiples of a vector's or tile's size.
void add_odd() {
  for (Py_ssize_t itemsize : sizes({3, 8, 12, 24})) {
    Py_ssize_t rows = static_cast<Py_ssize_t>(large()) / itemsize / 1021;
    add_both_ways(transposed({rows, 1021}, {1, 0}), itemsize);
    add_both_ways(transposed({rows / 13, 13, 1021}, {2, 0, 1}), itemsize);
    add_copy("to-contiguous", to_contiguous, transposed({rows / 77, 11, 7, 1021}, {3, 1, 0, 2}),
             itemsize);
  }
}

void add_steps() {
  for (Py_ssize_t itemsize : sizes({1, 4, 8, 16})) {
    Py_ssize_t count = static_cast<Py_ssize_t>(large()) / itemsize;
    for (Py_ssize_t step : {2, 3, -1, 0}) {
      add_copy("to-contiguous", to_contiguous, stepped(count, step), itemsize);
      if (step != 0 && among(itemsize, sizes({1, 8}))) {
        add_copy("from-contiguous", from_contiguous, stepped(count, step), itemsize);
      }
    }
  }
}

void add_curves() {
  for (std::size_t bytes : curve()) {
    std::vector<Py_ssize_t> memory = even_extents(2, bytes, 8);
    add_copy("to-contiguous", to_contiguous, transposed(memory, {1, 0}), 8);
    add_copy("to-contiguous", to_contiguous, transposed(memory, {0, 1}), 8);
    add_copy("to-contiguous", to_contiguous, stepped(static_cast<Py_ssize_t>(bytes) / 8, 2), 8);
    add_copy("from-contiguous", from_contiguous, transposed(memory, {1, 0}), 8);
    add_copy("to-contiguous", to_contiguous, transposed(even_extents(4, bytes, 4), {3, 1, 0, 2}),
             4);
  }
}

void add_small() {
  for (std::size_t bytes : {64, 512, 4096}) {
    for (Py_ssize_t itemsize : sizes({1, 4, 8})) {
      for (const auto &axes : permutations) {
        std::vector<Py_ssize_t> memory = even_extents(axes.size(), bytes, itemsize);
        add_copy("to-contiguous", to_contiguous, transposed(memory, axes), itemsize);
        add_copy("from-contiguous", from_contiguous, transposed(memory, axes), itemsize);
        add_copy("copy-data", copy_data, transposed(memory, axes), itemsize);
      }
      Py_ssize_t count = static_cast<Py_ssize_t>(bytes) / itemsize;
      for (Py_ssize_t step : {1, 2, 3, -1, 0}) {
        add_copy("to-contiguous", to_contiguous, stepped(count, step), itemsize);
      }
    }
  }
}

} // namespace

void add_copies() {
  add_permutations();
  add_arrangements();
  add_odd();
  add_steps();
  add_curves();
  add_small();
}

} // namespace suite
