// Views as std::mdspan, with negative strides and with strides of 0. Needs C++23.
#include <pymv.hpp>

#include <numeric>

#include "checks.hpp"

namespace {

constexpr auto all = pymv::view::omitted;

/** Every item is where the view has it, and the mapping is one of non-negative places. */
template <class T> bool agrees(const pymv::view &view) {
  const auto items = view.as_mdspan<T, 2>();
  using index = std::ptrdiff_t;
  for (index i = 0; i < items.extent(0); i++)
    for (index j = 0; j < items.extent(1); j++) {
      const index place = items.mapping()(i, j), indices[] = {i, j};
      if (place < 0 || place >= items.mapping().required_span_size() ||
          &items[i, j] != PyMV_ItemPointer(view.get(), indices, 0))
        return false;
    }
  return items.extent(0) == view.shape()[0] && items.extent(1) == view.shape()[1];
}

template <class Error, class Action> bool throws(const char *text, Action action) {
  try {
    action();
  } catch (const Error &error) {
    return std::string_view(error.what()) == text;
  }
  return false;
}

} // namespace

int main() {
  static_assert(std::is_nothrow_move_constructible_v<
                pymv::layout_any_stride::mapping<std::dextents<std::ptrdiff_t, 2>>>);
  double items[24];
  std::iota(items, items + 24, 0);
  const std::ptrdiff_t shape[] = {4, 6}, many[] = {5, 6}, two[] = {2}, apart[] = {24};
  const pymv::view matrix(items, shape);
  check(agrees<double>(matrix), "C order");
  check(agrees<double>(matrix.transposed()), "Fortran order");
  const auto reversed = matrix.slice(0, all, all, -1).slice(1, all, all, -2);
  const auto span = reversed.as_mdspan<double, 2>();
  check(agrees<double>(reversed), "negative strides");
  check(span.stride(0) == -6 && span.stride(1) == -2 && span[0, 0] == 23, "they are in items");
  check(span.data_handle() == items + 1 && span.mapping().required_span_size() == 23,
        "the handle is the lowest address");
  span[3, 2] = 100;
  check(items[1] == 100, "writing reaches the memory");
  const auto repeated = matrix.index(0, 1).broadcast(many);
  check(agrees<const double>(repeated), "strides of 0");
  check(repeated.as_mdspan<const double, 2>().mapping().required_span_size() == 6,
        "a repeated row is in the memory once");
  const auto none = matrix.slice(1, 6).as_mdspan<double, 2>();
  check(none.size() == 0 && none.mapping().required_span_size() == 0, "no items");
  check(throws<std::logic_error>("cannot modify read-only memory",
                                 [&] { repeated.as_mdspan<double, 2>(); }),
        "read-only memory has const items");
  check(throws<std::invalid_argument>("another number of axes",
                                      [&] { matrix.as_mdspan<double, 1>(); }),
        "the number of axes is checked");
  const pymv::view gaps(reinterpret_cast<std::complex<double> *>(items), two, apart);
  check(throws<std::runtime_error>("a stride is no multiple of the item",
                                   [&] { gaps.as_mdspan<std::complex<double>, 1>(); }),
        "strides are multiples of the item");
  std::printf("ok: %d checks\n", checks);
}
