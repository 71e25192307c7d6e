// Operations whose cost does not depend on the number of items.
#include "suite.hpp"

namespace suite {
namespace {

// The operands: a view of bytes, one of writable memory, and keys.
struct Objects {
  Reference bytes{need(PyBytes_FromStringAndSize(nullptr, 4096))};
  Reference view{need(PyMemoryView_FromObject(bytes))};
  Reference writable{need(PyMemoryView_FromMemory(destination(4096), 4096, PyBUF_WRITE))};
  Reference position{need(PyLong_FromLong(7))};
  Reference number{need(PyLong_FromLong(200))};
  Reference start{need(PyLong_FromLong(10))}, stop{need(PyLong_FromLong(500))};
  Reference step{need(PyLong_FromLong(2))};
  Reference slice{need(PySlice_New(start, stop, step))};
};

void add_object(const char *name, const std::function<void(Objects &)> &operation) {
  add(name, "view", "B", 0, [=](benchmark::State &state) {
    Objects objects;
    for (auto _ : state) operation(objects);
  });
}

} // namespace

void add_objects() {
  add_object("create-free",
             [](Objects &with) { Py_DECREF(need(PyMemoryView_FromObject(with.bytes))); });
  add_object("create-from-view",
             [](Objects &with) { Py_DECREF(need(PyMemoryView_FromObject(with.view))); });
  add_object("slice-free",
             [](Objects &with) { Py_DECREF(need(PyObject_GetItem(with.view, with.slice))); });
  add_object("request-release", [](Objects &with) {
    Py_buffer buffer;
    need_zero(PyObject_GetBuffer(with.view, &buffer, PyBUF_FULL_RO));
    benchmark::DoNotOptimize(buffer.buf);
    PyBuffer_Release(&buffer);
  });
  add_object("item-get",
             [](Objects &with) { Py_DECREF(need(PyObject_GetItem(with.view, with.position))); });
  add_object("item-set", [](Objects &with) {
    need_zero(PyObject_SetItem(with.writable, with.position, with.number));
  });
  add_object("cast-free", [](Objects &with) {
    Py_DECREF(need(PyObject_CallMethod(with.view, "cast", "s", "I")));
  });
}

} // namespace suite
