// Operations that visit all items of a view.
#include "suite.hpp"

namespace suite {
namespace {

struct Format {
  const char *text;
  Py_ssize_t itemsize;
};

// One operation on a view of `count` items, `step` apart.
struct Work {
  const char *name;
  Format format;
  Py_ssize_t step;
  std::function<void(PyObject *view)> run;
};

PyObject *absent() {
  static PyObject *number = need(PyLong_FromLong(77)); // not an item of a filled arena
  return number;
}

// The bytes 1 to 4 repeated, for any item: the searched value is not among them.
void fill(char *memory, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; i++) memory[i] = static_cast<char>(1 + i % 4);
}

void count(PyObject *view) {
  if (PySequence_Count(view, absent()) < 0) need(nullptr);
}

void contains(PyObject *view) {
  if (PySequence_Contains(view, absent()) < 0) need(nullptr);
}

void index(PyObject *view) {
  if (PySequence_Index(view, absent()) < 0) PyErr_Clear();
}

void call(PyObject *view, const char *method) {
  Py_DECREF(need(PyObject_CallMethod(view, method, nullptr)));
}

const std::vector<Work> &works() {
  auto hex = [](PyObject *view) { call(view, "hex"); };
  auto tobytes = [](PyObject *view) { call(view, "tobytes"); };
  auto tolist = [](PyObject *view) { call(view, "tolist"); };
  // A view caches its hash, so that each call needs a new view.
  auto hash = [](PyObject *view) {
    Reference fresh(need(PyMemoryView_FromObject(view)));
    if (PyObject_Hash(fresh) == -1) need(nullptr);
  };
  static const std::vector<Work> all = {
      {"hex", {"B", 1}, 1, hex},           {"hex", {"B", 1}, 2, hex},
      {"hex", {"i", 4}, 1, hex},           {"tobytes", {"B", 1}, 1, tobytes},
      {"tobytes", {"B", 1}, 2, tobytes},   {"tobytes", {"d", 8}, -1, tobytes},
      {"hash", {"B", 1}, 1, hash},         {"hash", {"B", 1}, 2, hash},
      {"count", {"B", 1}, 1, count},       {"count", {"i", 4}, 1, count},
      {"count", {"d", 8}, 1, count},       {"count", {"B", 1}, 2, count},
      {"index", {"B", 1}, 1, index},       {"index", {"i", 4}, 1, index},
      {"contains", {"B", 1}, 1, contains}, {"contains", {"d", 8}, 1, contains},
      {"tolist", {"B", 1}, 1, tolist},     {"tolist", {"i", 4}, 1, tolist},
      {"tolist", {"d", 8}, 1, tolist},     {"tolist", {"d", 8}, 2, tolist}};
  return all;
}

void measure(benchmark::State &state, const Work &work, Py_ssize_t items) {
  Layout layout = stepped(items, work.step);
  std::size_t bytes = static_cast<std::size_t>(layout.room * work.format.itemsize);
  fill(source(bytes), bytes);
  Buffer buffer(layout, source(bytes), work.format.itemsize, work.format.text);
  const_cast<Py_buffer *>(buffer.get())->readonly = 1; // writable memory has no hash
  Reference view = buffer.object();
  for (auto _ : state) work.run(view);
}

// view[::step] = other
void assign(benchmark::State &state, Py_ssize_t items, Py_ssize_t step, Format format) {
  std::size_t room = static_cast<std::size_t>(items * format.itemsize);
  Py_ssize_t whole = items * (step < 0 ? -step : step);
  Buffer to(stepped(whole, 1), destination(room * static_cast<std::size_t>(whole / items)),
            format.itemsize, format.text);
  Buffer from(stepped(items, 1), source(room), format.itemsize, format.text);
  Reference target = to.object(), value = from.object();
  Reference distance(need(PyLong_FromSsize_t(step)));
  Reference slice(need(PySlice_New(Py_None, Py_None, distance)));
  for (auto _ : state) {
    need_zero(PyObject_SetItem(target, slice, value));
    benchmark::ClobberMemory();
  }
}

} // namespace

void add_operations() {
  for (std::size_t bytes : {std::size_t{1} << 10, std::size_t{1} << 20, std::size_t{16} << 20}) {
    for (const Work &work : works()) {
      bool objects = work.name == std::string("tolist");
      if (objects && bytes > (1 << 20)) continue;
      Py_ssize_t items = static_cast<Py_ssize_t>(bytes) / work.format.itemsize;
      add(work.name, stepped(items, work.step).name, work.format.text, bytes,
          [=](benchmark::State &state) { measure(state, work, items); });
    }
    for (Py_ssize_t step : {1, 2, -1}) {
      for (Format format : {Format{"B", 1}, Format{"i", 4}, Format{"d", 8}}) {
        Py_ssize_t items = static_cast<Py_ssize_t>(bytes) / format.itemsize;
        add("assign", stepped(items, step).name, format.text, bytes,
            [=](benchmark::State &state) { assign(state, items, step, format); });
      }
    }
  }
}

} // namespace suite
