// A pybind11 class that exports a matrix, and a function that requests one.
#include <pybind11/pybind11.h>

#include <vector>

namespace py = pybind11;

struct Matrix {
  py::ssize_t rows, columns;
  std::vector<double> items;
};

PYBIND11_MODULE(pybind_matrix, module) {
  py::class_<Matrix>(module, "Matrix", py::buffer_protocol())
      .def(py::init([](py::ssize_t rows, py::ssize_t columns) {
        return Matrix{rows, columns, std::vector<double>(rows * columns)};
      }))
      .def_buffer([](Matrix &matrix) {
        // Columns are contiguous.
        return py::buffer_info(matrix.items.data(), sizeof(double), "d", 2,
                               {matrix.rows, matrix.columns},
                               {sizeof(double), sizeof(double) * matrix.rows});
      });

  module.def("total", [](const py::buffer &buffer) {
    py::buffer_info info = buffer.request();
    double sum = 0;
    for (py::ssize_t i = 0; i < info.size; i++) sum += static_cast<double *>(info.ptr)[i];
    return sum;
  });
}
