#include "suite.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <set>
#include <sstream>

#include <sys/mman.h>

namespace suite {

PyObject *need(PyObject *object) {
  if (object == nullptr) {
    PyErr_Print();
    std::exit(2);
  }
  return object;
}

void need_zero(int status) {
  if (status != 0) need(nullptr);
}

namespace {

// Address space for the largest case; pages are mapped when they are first used.
class Arena {
public:
  char *get(std::size_t bytes) {
    if (start == nullptr) {
      void *mapped = mmap(nullptr, limit, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
      if (mapped == MAP_FAILED) std::abort();
      start = static_cast<char *>(mapped);
      const char *pages = std::getenv("BENCH_PAGES");
      if (pages != nullptr && std::string(pages) == "huge") madvise(mapped, limit, MADV_HUGEPAGE);
    }
    if (bytes > limit) std::abort();
    for (; filled < std::min(bytes, period); filled++) {
      start[filled] = static_cast<char>((filled * 2654435761u >> 13) % 101);
    }
    while (filled < bytes) {
      std::size_t from = filled % period;
      std::size_t more = std::min(bytes - filled, filled - from);
      std::memcpy(start + filled, start + from, more);
      filled += more;
    }
    return start;
  }

private:
  static constexpr std::size_t limit = std::size_t{4} << 30;
  static constexpr std::size_t period = 65521;
  char *start = nullptr;
  std::size_t filled = 0;
};

std::string joined(const std::vector<Py_ssize_t> &numbers, const char *between) {
  std::string text;
  for (std::size_t i = 0; i < numbers.size(); i++) {
    text += (i == 0 ? "" : between) + std::to_string(numbers[i]);
  }
  return text;
}

// Names in the file BENCH_CASES; without it, everything is selected.
bool selected(const std::string &name) {
  static const char *const path = std::getenv("BENCH_CASES");
  static const std::set<std::string> names = [] {
    std::set<std::string> read;
    std::ifstream file(path != nullptr ? path : "");
    for (std::string line; std::getline(file, line);) read.insert(line);
    return read;
  }();
  return path == nullptr || names.count(name) != 0;
}

} // namespace

char *source(std::size_t bytes) {
  static Arena arena;
  return arena.get(bytes);
}

char *destination(std::size_t bytes) {
  static Arena arena;
  return arena.get(bytes);
}

Py_ssize_t Layout::count() const {
  Py_ssize_t items = 1;
  for (Py_ssize_t extent : shape) items *= extent;
  return items;
}

namespace {

constexpr char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";

// Extents as 4x5x6 or 2^24.
std::vector<Py_ssize_t> extents(const std::string &text) {
  std::size_t power = text.find('^');
  if (power != std::string::npos)
    return std::vector<Py_ssize_t>(std::stoul(text.substr(power + 1)), std::stol(text));
  std::vector<Py_ssize_t> found;
  std::istringstream numbers(text);
  for (std::string number; std::getline(numbers, number, 'x');) found.push_back(std::stol(number));
  return found;
}

// An array whose rows are `row` items apart, with permuted axes.
Layout permuted(const std::vector<Py_ssize_t> &memory, Py_ssize_t row,
                const std::vector<int> &axes) {
  std::vector<Py_ssize_t> steps(memory.size(), 1);
  for (std::size_t i = memory.size() - 1; i > 0; i--) {
    steps[i - 1] = steps[i] * (i == memory.size() - 1 ? row : memory[i]);
  }
  Layout layout;
  for (int axis : axes) {
    layout.shape.push_back(memory[static_cast<std::size_t>(axis)]);
    layout.steps.push_back(steps[static_cast<std::size_t>(axis)]);
  }
  layout.room = steps[0] * (memory.size() > 1 ? memory[0] : row);
  return layout;
}

} // namespace

Layout transposed(const std::vector<Py_ssize_t> &memory, const std::vector<int> &axes) {
  Layout layout = permuted(memory, memory.back(), axes);
  layout.name = joined(memory, "x") + ".";
  for (int axis : axes) layout.name += digits[axis];
  return layout;
}

Layout named(const std::string &name, Py_ssize_t itemsize) {
  std::size_t dot = name.find('.'), plus = std::min(name.find('+'), dot);
  std::vector<Py_ssize_t> memory = extents(name.substr(0, plus));
  Py_ssize_t padding = plus < dot ? std::stol(name.substr(plus + 1)) : 0;
  std::vector<int> axes;
  std::vector<std::size_t> backwards;
  for (char letter : name.substr(dot + 1)) {
    if (letter == '-')
      backwards.push_back(axes.size());
    else
      axes.push_back(static_cast<int>(std::strchr(digits, letter) - digits));
  }
  Layout layout = permuted(memory, memory.back() + padding / itemsize, axes);
  layout.name = name;
  for (std::size_t axis : backwards) {
    layout.first += layout.steps[axis] * (layout.shape[axis] - 1);
    layout.steps[axis] *= -1;
  }
  return layout;
}

Layout stepped(Py_ssize_t count, Py_ssize_t step) {
  Layout layout;
  layout.name = std::to_string(count) + ".step" + std::to_string(step);
  layout.shape = {count};
  layout.steps = {step};
  layout.room = (step < 0 ? -step : step) * (count - 1) + 1;
  layout.first = step < 0 ? layout.room - 1 : 0;
  return layout;
}

Buffer::Buffer(const Layout &layout, char *memory, Py_ssize_t itemsize, const char *item_format)
    : shape(layout.shape), format(item_format != nullptr ? item_format : "") {
  for (Py_ssize_t step : layout.steps) strides.push_back(step * itemsize);
  view.buf = memory + layout.first * itemsize;
  view.itemsize = itemsize;
  view.len = layout.count() * itemsize;
  view.ndim = static_cast<int>(shape.size());
  view.format = item_format != nullptr ? &format[0] : nullptr;
  view.shape = shape.data();
  view.strides = strides.data();
}

void add(const std::string &operation, const std::string &layout, const std::string &item,
         std::size_t bytes, Body body) {
  std::string name = operation + "/" + layout + "/" + item + "/" + std::to_string(bytes);
  static std::set<std::string> known;
  if (!selected(name) || !known.insert(name).second) return;
  benchmark::RegisterBenchmark(name.c_str(), body)->UseRealTime()->Repetitions(repetitions(bytes));
}

bool full() {
  const char *set = std::getenv("BENCH");
  return set != nullptr && std::string(set) == "full";
}

std::size_t large() {
  std::size_t last_level = 0, size = std::size_t{32} << 20;
  for (const auto &cache : benchmark::CPUInfo::Get().caches) {
    last_level = std::max(last_level, static_cast<std::size_t>(cache.size));
  }
  while (size < 2 * last_level) size *= 2;
  return size;
}

int repetitions([[maybe_unused]] std::size_t bytes) {
#ifdef PYMV_AGAINST_CPYTHON
  if (bytes > (1 << 20)) return 1;
#endif
  return 3;
}

std::vector<std::size_t> curve() {
  std::vector<std::size_t> sizes;
  for (std::size_t size = 64; size <= large(); size *= 4) sizes.push_back(size);
  return sizes;
}

} // namespace suite
