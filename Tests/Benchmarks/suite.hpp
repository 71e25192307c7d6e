// What every benchmark uses: registration by name, memory, layouts and views.
//
// A case is named operation/layout/item/bytes, where bytes are those of the items it works on. The
// peer of a case is memcpy, memcmp or memchr/bytes; results.py has which. It uses the same memory
// and runs interleaved with the case, because all benchmarks of a run are repeated in random order.
// Other programs and scripts that measure the same cases read the names only.
#ifndef PYMV_BENCHMARKS_SUITE_HPP
#define PYMV_BENCHMARKS_SUITE_HPP

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "api.h"

#include <benchmark/benchmark.h>

namespace suite {

/// Owns one reference.
class Reference {
public:
  explicit Reference(PyObject *object = nullptr) : object(object) {}
  Reference(Reference &&other) noexcept : object(other.object) { other.object = nullptr; }
  Reference(const Reference &) = delete;
  Reference &operator=(const Reference &) = delete;
  ~Reference() { Py_XDECREF(object); }
  operator PyObject *() const { return object; }

private:
  PyObject *object;
};

/// Return the new reference; on NULL print the exception and end the program.
PyObject *need(PyObject *object);

/// End the program with the exception unless status is 0.
void need_zero(int status);

/// Memory for sources and destinations. The first `bytes` bytes are mapped and hold a pattern, the
/// same in both, without the byte 255. Changes by benchmarks remain.
char *source(std::size_t bytes);
char *destination(std::size_t bytes);

/// The layout of an array. Extents and steps are in items.
struct Layout {
  std::string name;
  std::vector<Py_ssize_t> shape;
  std::vector<Py_ssize_t> steps;
  Py_ssize_t first = 0; ///< Of the item with indices 0.
  Py_ssize_t room = 0;  ///< Items that the memory must hold.

  Py_ssize_t count() const;
};

/// A C-contiguous array with permuted axes: `axes` as for numpy.transpose.
Layout transposed(const std::vector<Py_ssize_t> &memory, const std::vector<int> &axes);

/// The array that a name describes, as layouts.py documents it.
Layout named(const std::string &name, Py_ssize_t itemsize);

/// `count` items, `step` items apart: 0 repeats one item, below 0 starts with the last.
Layout stepped(Py_ssize_t count, Py_ssize_t step);

/// A filled Py_buffer over memory; the layout is copied.
class Buffer {
public:
  Buffer(const Layout &layout, char *memory, Py_ssize_t itemsize, const char *format = nullptr);
  Buffer(const Buffer &) = delete;
  Buffer &operator=(const Buffer &) = delete;
  const Py_buffer *get() const { return &view; }
  /// A memoryview of it, which must not outlive it.
  Reference object() { return Reference(need(PyMemoryView_FromBuffer(&view))); }

private:
  std::vector<Py_ssize_t> shape, strides;
  std::string format;
  Py_buffer view = {};
};

using Body = std::function<void(benchmark::State &)>;

/// Register operation/layout/item/bytes, if it is selected and not there already.
void add(const std::string &operation, const std::string &layout, const std::string &item,
         std::size_t bytes, Body body);

/// Whether the full set of cases is requested (BENCH=full) instead of the usual one.
bool full();

/// More bytes than the caches hold: a power of two, at least twice the last-level cache.
std::size_t large();

/// How often a case of this many bytes is repeated: once for slow ones of CPython, which vary
/// little.
int repetitions(std::size_t bytes);

/// The items' size in bytes, by factors of 4: 64 to the size that the caches do not hold.
std::vector<std::size_t> curve();

void add_copies();
void add_comparisons();
void add_operations();
void add_objects();
void add_peers();

} // namespace suite

#endif // PYMV_BENCHMARKS_SUITE_HPP
