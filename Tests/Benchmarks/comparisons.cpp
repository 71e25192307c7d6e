// Equality of two arrays with equal items, so that all items are compared.
#include "suite.hpp"

#include <algorithm>
#include <cstring>

namespace suite {
namespace {

struct Format {
  const char *text;
  Py_ssize_t itemsize;
};

constexpr Format formats[] = {{"B", 1}, {"h", 2}, {"i", 4}, {"q", 8}, {"f", 4}, {"d", 8}, {"?", 1}};

// All items the same, so that an array is equal to its transposed copy.
void fill_equally(char *memory, std::size_t bytes, Format format) {
  if (format.text[0] == 'd') {
    double *items = reinterpret_cast<double *>(memory);
    std::fill(items, items + bytes / sizeof *items, 1.0);
  } else {
    std::memset(memory, 1, bytes);
  }
}

void compare(benchmark::State &state, const Layout &layout, const Layout &other, Format format) {
  std::size_t bytes = static_cast<std::size_t>(layout.room * format.itemsize);
  Buffer a(layout, source(bytes), format.itemsize, format.text);
  Buffer b(other, destination(bytes), format.itemsize, format.text);
  Reference left = a.object(), right = b.object();
  for (char *memory : {source(bytes), destination(bytes)}) fill_equally(memory, bytes, format);
  for (auto _ : state) {
    Reference answer(need(PyObject_RichCompare(left, right, Py_EQ)));
    if (answer != Py_True) state.SkipWithError("not equal");
  }
}

// CPython finds records unequal without comparing their items.
void compare_records(benchmark::State &state, std::size_t bytes, Format format) {
  Layout layout = stepped(static_cast<Py_ssize_t>(bytes) / format.itemsize, 1);
  Buffer a(layout, source(bytes), format.itemsize, format.text);
  Buffer b(layout, destination(bytes), format.itemsize, format.text);
  Reference left = a.object(), right = b.object();
  for (char *memory : {source(bytes), destination(bytes)}) std::memset(memory, 1, bytes);
  for (auto _ : state) Reference answer(need(PyObject_RichCompare(left, right, Py_EQ)));
}

void compare_formats(benchmark::State &state, Py_ssize_t count, Format first, Format second) {
  std::size_t room = static_cast<std::size_t>(count) * 8;
  char *zeros[] = {source(room), destination(room)};
  for (char *memory : zeros) std::fill(memory, memory + room, 0);
  Buffer a(stepped(count, 1), zeros[0], first.itemsize, first.text);
  Buffer b(stepped(count, 1), zeros[1], second.itemsize, second.text);
  Reference left = a.object(), right = b.object();
  for (auto _ : state) {
    Reference answer(need(PyObject_RichCompare(left, right, Py_EQ)));
    if (answer != Py_True) state.SkipWithError("not equal");
  }
}

void add_equal(const Layout &layout, const Layout &other, Format format) {
  add("equal", layout.name, format.text, static_cast<std::size_t>(layout.count() * format.itemsize),
      [=](benchmark::State &state) { compare(state, layout, other, format); });
}

} // namespace

void add_comparisons() {
  for (std::size_t bytes : {std::size_t{1} << 20, large()}) {
    for (const Format &format : formats) {
      Py_ssize_t count = static_cast<Py_ssize_t>(bytes) / format.itemsize;
      add_equal(stepped(count, 1), stepped(count, 1), format);
      add_equal(stepped(count, 2), stepped(count, 1), format);
      Py_ssize_t side = 1;
      while (side * side * 4 <= count) side *= 2;
      Layout rows = transposed({side, count / side}, {0, 1});
      add_equal(transposed({count / side, side}, {1, 0}), rows, format);
    }
  }
  constexpr Format records[] = {{"T{i:a:i:b:}", 8}, {"T{q:a:i:b:4x}", 16}};
  for (std::size_t bytes : {std::size_t{1} << 20, large()}) {
    for (const Format &format : records) {
      Py_ssize_t count = static_cast<Py_ssize_t>(bytes) / format.itemsize;
      add("equal-records", std::to_string(count) + ".step1", format.text, bytes,
          [=](benchmark::State &state) { compare_records(state, bytes, format); });
    }
  }
  constexpr Format pairs[][2] = {{{"B", 1}, {"b", 1}},   {{"i", 4}, {"q", 8}},
                                 {{"h", 2}, {"d", 8}},   {{"f", 4}, {"d", 8}},
                                 {{"i", 4}, {"<i", 4}},  {{"<d", 8}, {">d", 8}},
                                 {{">d", 8}, {">d", 8}}, {{">h", 2}, {">i", 4}}};
  for (const auto &pair : pairs) {
    for (Py_ssize_t count : {1 << 10, 1 << 18}) {
      Format first = pair[0], second = pair[1];
      add("equal-formats", std::to_string(count) + ".step1",
          std::string(first.text) + "," + second.text,
          static_cast<std::size_t>(count * first.itemsize),
          [=](benchmark::State &state) { compare_formats(state, count, first, second); });
    }
  }
}

} // namespace suite
