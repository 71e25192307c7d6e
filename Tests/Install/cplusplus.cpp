#include <pymv.h>

#include <cstdio>
#include <memory>
#include <vector>

using View = std::unique_ptr<PyObject, decltype(&PyMV_DecRef)>;

int main() {
  std::vector<float> items{1, 2, 3, 4, 5, 6}, copy(3);
  const std::ptrdiff_t shape[] = {2, 3};
  View view(PyMV_FromArray(items.data(), "f", 0, 2, shape, nullptr, nullptr, 0, nullptr, nullptr),
            PyMV_DecRef);
  View row(PyMV_Index(view.get(), 0, 1), PyMV_DecRef);
  PyMV_ReadInto(row.get(), copy.data(), copy.size() * sizeof(float), 'C');
  for (float item : copy) std::printf("%g\n", item);
}
