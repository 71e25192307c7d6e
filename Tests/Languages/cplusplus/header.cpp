// What pymv.hpp promises beside the checks of matrix.cpp.
#include <pymv.hpp>

#include <algorithm>

#include "checks.hpp"

namespace {

using floats = std::vector<float>;
constexpr auto all = pymv::view::omitted;

/** Whether an exception is of the library, with a kind, and of the standard library. */
template <class Error, class Action> bool throws(const char *kind, Action action) {
  try {
    action();
  } catch (const Error &error) {
    const auto *own = dynamic_cast<const pymv::error *>(&error);
    return own && own->kind() == kind;
  }
  return false;
}

void deriving() {
  float items[] = {0, 1, 2, 3, 4, 5};
  const std::ptrdiff_t shape[] = {2, 3}, turned[] = {3, 2}, backwards[] = {-4}, six[] = {6};
  const pymv::view view(items, shape);
  check(view.reshaped(turned).index(0, -1).to_vector<float>() == floats{4, 5}, "rows of a shape");
  check(view.to_vector<float>('F') == floats{0, 3, 1, 4, 2, 5}, "Fortran order");
  check(pymv::view(items + 5, six, backwards).at<float>(1) == 4, "strides of the caller");
  check(view.copy('F').strides()[1] == 8, "a copy has its order");
  check(view.bytes().shape()[0] == 24, "the bytes of a view");
  const int axes[] = {1, 0};
  check(view.transposed(axes).at<float>(2, 1) == 5, "axes in an order");
  check(throws<std::invalid_argument>("ValueError", [&] { view.transposed(std::span(axes, 1)); }),
        "each axis is needed");
  check(throws<std::invalid_argument>("ValueError",
                                      [&] { pymv::view(items, std::span(six), std::span(shape)); }),
        "as many strides as extents");
}

void items() {
  const std::ptrdiff_t shape[] = {4};
  const auto view = pymv::view::zeros("<h", shape);
  const std::int16_t numbers[] = {1, 2, 3, 4};
  std::array<std::int16_t, 4> copy{};
  view.write_from<std::int16_t>(numbers);
  view.read_into<std::int16_t>(copy);
  check(std::ranges::equal(copy, numbers), "items are written and read");
  check(view.as_span<const std::int16_t>()[3] == 4, "items in place");
  check(throws<std::logic_error>("TypeError", [&] { view.at<float>(0); }), "another type");
  check(throws<std::logic_error>("TypeError", [&] { view.at<std::uint16_t>(0); }), "another sign");
  check(throws<std::logic_error>("TypeError", [&] { view.at<std::int16_t>(0, 0); }),
        "an index more");
  check(throws<std::runtime_error>("BufferError",
                                   [&] { view.slice(0, all, all, 2).as_span<std::int16_t>(); }),
        "a span has no gaps");
  check(throws<std::logic_error>("TypeError", [&] { view.readonly().as_span<std::int16_t>(); }),
        "read-only items are const");
  check(throws<std::logic_error>("TypeError",
                                 [&] { pymv::view::zeros(">h", shape).at<std::int16_t>(0); }),
        "another byte order");
  alignas(8) char bytes[20]{};
  const pymv::view odd(bytes + 1, "=i", shape);
  check(odd.at<int>(3) == 0, "items that are not aligned are copied");
  check(throws<std::runtime_error>("BufferError", [&] { odd.as_span<int>(); }),
        "a span is aligned");
}

void owning() {
  int releases = 0, memory[2] = {1, 2};
  const std::ptrdiff_t shape[] = {2}, wrong[] = {-1};
  const auto count = [&] { releases++; };
  check(
      throws<std::invalid_argument>("ValueError", [&] { pymv::view(memory, wrong, {}, count); }) &&
          releases == 0,
      "a constructor that throws takes nothing");
  {
    pymv::view first(memory, shape, {}, count), copy(first), moved(std::move(first));
    copy = moved;
    moved = pymv::view::zeros("i", shape);
    check(releases == 0 && copy.at<int>(1) == 2, "copies share a view");
    const auto part = copy.slice(0, 1);
    copy.release();
    check(throws<std::invalid_argument>("ValueError", [&] { copy.shape(); }), "released");
    check(releases == 0, "a derived view keeps the memory");
  }
  check(releases == 1, "the last view releases it");
}

} // namespace

int main() {
  deriving();
  items();
  owning();
  std::printf("ok: %d checks\n", checks);
}
