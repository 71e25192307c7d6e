// Memory of this program as a matrix and as records, through pymv.hpp.
#include <pymv.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

namespace {

using doubles = std::vector<double>;
constexpr auto all = pymv::view::omitted;
int checks = 0;

void check(bool holds, const char *claim) {
  checks++;
  if (holds) return;
  std::printf("FAILED: %s\n", claim);
  std::exit(1);
}

template <class Error, class Action> bool throws(const char *text, Action action) {
  try {
    action();
  } catch (const Error &error) {
    return std::string_view(error.what()) == text;
  }
  return false;
}

struct __attribute__((packed)) Record {
  std::int32_t id;
  double value;
};

/** A view that owns its memory, and counts in `releases` how often it gives that back. */
template <class T>
pymv::view view_of(T *items, const char *format, pymv::extents shape, int &releases,
                   bool readonly = false) {
  return {items, format, shape, {}, readonly, [items, &releases] {
            if (releases++ == 0) delete[] items;
          }};
}

void use_views() {
  int releases = 0, locks = 0;
  const std::ptrdiff_t shape[] = {2, 3}, three[] = {3};
  double *items = new double[6]{1, 2, 3, 4, 5, 6};
  std::optional matrix = view_of(items, "d", shape, releases);
  check(std::ranges::equal(matrix->shape(), shape), "the shape is 2, 3");
  std::optional reversed = matrix->slice(1, all, all, -2);
  check(reversed->to_vector<double>() == doubles{3, 1, 6, 4}, "a slice goes backwards");
  std::optional turned = matrix->transposed();
  check(turned->shape()[0] == 3 && turned->at<double>(2, -1) == 6, "a transposed view has 3 rows");
  check(turned->to_vector<double>() == doubles{1, 4, 2, 5, 3, 6}, "a copy is in C order");
  turned->set(60.0, 2, 1);
  check(items[5] == 60 && matrix->as_span<double>()[5] == 60, "a write reaches the memory");

  std::optional records = view_of(new Record[3]{{1, 0.5}, {2, 1.5}, {3, 2.5}}, "T{<i:id:<d:value:}",
                                  three, locks, true);
  check(records->field("value").to_vector<double>() == doubles{0.5, 1.5, 2.5} &&
            records->field("id").to_vector<int>() == std::vector{1, 2, 3},
        "records have columns");

  check(throws<std::out_of_range>("index out of bounds on dimension 1",
                                  [&] { matrix->at<double>(2, 0); }),
        "an index out of range is an error");
  check(throws<std::logic_error>("cannot modify read-only memory",
                                 [&] { records->field("value").set(1.0, 0); }),
        "a write to read-only memory is an error");
  records.reset();
  matrix.reset();
  reversed.reset();
  check(releases == 0 && locks == 1, "a derived view keeps the memory");
  turned.reset();
  check(releases == 1 && locks == 1, "each owner hears once");
}

} // namespace

int main() {
  PyMV_SetDebug(1);
  use_views();
  std::thread(use_views).join();
  check(PyMV_DebugReport(-1) == 0, "nothing is alive");
  std::printf("ok: %d checks\n", checks);
}
