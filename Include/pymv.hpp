/* pymv.hpp: the views of pymv.h for C++20 and later. One header, without parts to compile.
 *
 * A pymv::view owns one reference: copies share the view, the destructor drops it; one that was
 * moved from may only be assigned or destroyed. Functions that derive views copy no items. Failures
 * of the library are exceptions; each is a pymv::error and, where the standard library has one of
 * the kind, that one too:
 *
 *   IndexError   std::out_of_range         ValueError   std::invalid_argument
 *   TypeError    std::logic_error          others       std::runtime_error
 *
 * Items are typed by their format: a function with `T` throws std::logic_error if the items of the
 * view are no `T`. Link with libpymv.so (pkg-config pymv).
 */
#ifndef PYMV_HPP
#define PYMV_HPP

#include <pymv.h>

#include <version>

#if !defined(__cpp_lib_span)
#error "pymv.hpp needs C++20"
#endif

#include <array>
#include <complex>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>
#ifdef __cpp_lib_mdspan
#include <mdspan>
#endif

namespace pymv {

/** What every exception of this header has beside its text: the kind, such as "IndexError". */
class error {
public:
  explicit error(std::string kind) : kind_(std::move(kind)) {}
  virtual ~error() = default;
  const std::string &kind() const noexcept { return kind_; }

private:
  std::string kind_;
};

namespace detail {

template <class Base> class error_of : public Base, public error {
public:
  error_of(std::string kind, const std::string &text) : Base(text), error(std::move(kind)) {}
};

[[noreturn]] inline void raise(std::string kind, const std::string &text) {
  if (kind == "IndexError") throw error_of<std::out_of_range>(std::move(kind), text);
  if (kind == "ValueError") throw error_of<std::invalid_argument>(std::move(kind), text);
  if (kind == "TypeError") throw error_of<std::logic_error>(std::move(kind), text);
  throw error_of<std::runtime_error>(std::move(kind), text);
}

/** Throws the error of the calling thread. */
[[noreturn]] inline void raise_taken() {
  const char *kind = nullptr;
  const char *text = PyMV_TakeError(&kind);
  raise(kind ? kind : "SystemError", text ? text : "no error is set");
}

inline void check(int result) {
  if (result < 0) raise_taken();
}

template <class T> struct always_false : std::false_type {};

/** The item format of a type. */
template <class T> constexpr const char *format_of() {
  constexpr bool is_signed = std::is_signed_v<T>;
  if constexpr (std::is_same_v<T, bool>)
    return "?";
  else if constexpr (std::is_same_v<T, float>)
    return "f";
  else if constexpr (std::is_same_v<T, double>)
    return "d";
  else if constexpr (std::is_same_v<T, long double>)
    return "g";
  else if constexpr (std::is_same_v<T, std::complex<float>>)
    return "Zf";
  else if constexpr (std::is_same_v<T, std::complex<double>>)
    return "Zd";
  else if constexpr (std::is_same_v<T, std::byte>)
    return "B";
  else if constexpr (!std::is_integral_v<T>)
    static_assert(always_false<T>::value, "no format");
  else if constexpr (sizeof(T) == 1)
    return is_signed ? "b" : "B";
  else if constexpr (sizeof(T) == 2)
    return is_signed ? "h" : "H";
  else if constexpr (sizeof(T) == 4)
    return is_signed ? "i" : "I";
  else
    return is_signed ? "q" : "Q";
}

struct format_deleter {
  void operator()(PyMV_Format *format) const noexcept { PyMV_FormatFree(format); }
};
using format_pointer = std::unique_ptr<PyMV_Format, format_deleter>;

/** The only field of a format, if it has no more and is no structure. */
inline std::optional<PyMV_Field> scalar_of(const PyMV_Format *format) {
  PyMV_Field field{};
  field.struct_size = sizeof field;
  if (!format || PyMV_FormatFieldCount(format) != 1) return std::nullopt;
  check(PyMV_FormatField(format, 0, &field));
  return field;
}

/** Whether items of two formats are the same bytes: "l" and "q" are, "<d" and ">d" are not. */
inline bool same_items(const char *first, const char *second) {
  if (std::string_view(first) == second) return true;
  const format_pointer a(PyMV_FormatParse(first, nullptr)), b(PyMV_FormatParse(second, nullptr));
  if (!a || !b) return PyMV_TakeError(nullptr), false;
  const auto x = scalar_of(a.get()), y = scalar_of(b.get());
  return x && y && std::string_view(x->type) == y->type && x->byteorder == y->byteorder &&
         x->size == x->itemsize && y->size == x->size;
}

using owner = std::function<void()>;

inline void destroy_owner(void *, void *context) noexcept {
  const std::unique_ptr<owner> heir(static_cast<owner *>(context));
  (*heir)();
}

} // namespace detail

using extents = std::span<const std::ptrdiff_t>;

#ifdef __cpp_lib_mdspan
/** Layout of an mdspan with any strides, also negative and zero ones, which std::layout_stride
 * does not allow. The data handle is the lowest address of the array; the mapping adds the place
 * of the item whose indices are all 0. */
struct layout_any_stride {
  template <class Extents> class mapping {
  public:
    using extents_type = Extents;
    using index_type = typename Extents::index_type;
    using size_type = typename Extents::size_type;
    using rank_type = typename Extents::rank_type;
    using layout_type = layout_any_stride;
    static_assert(std::is_signed_v<index_type>, "strides may be negative");

    constexpr mapping() noexcept = default;

    /** `strides` are in items. */
    constexpr mapping(const Extents &sizes,
                      const std::array<index_type, Extents::rank()> &strides) noexcept
        : extents_(sizes), strides_(strides) {
      for (rank_type axis = 0; axis < Extents::rank(); axis++) {
        const index_type reach = (sizes.extent(axis) - 1) * strides[axis];
        if (sizes.extent(axis) == 0) empty_ = true;
        (reach < 0 ? origin_ : end_) += reach < 0 ? -reach : reach;
      }
      if (empty_) origin_ = 0;
    }

    constexpr const Extents &extents() const noexcept { return extents_; }
    constexpr index_type stride(rank_type axis) const noexcept { return strides_[axis]; }
    constexpr index_type required_span_size() const noexcept {
      return empty_ ? 0 : origin_ + end_ + 1;
    }
    /** Place of the item whose indices are all 0. */
    constexpr index_type origin() const noexcept { return origin_; }

    template <std::convertible_to<index_type>... Indices>
      requires(sizeof...(Indices) == Extents::rank())
    constexpr index_type operator()(Indices... indices) const noexcept {
      rank_type axis = 0;
      index_type place = origin_;
      ((place += static_cast<index_type>(indices) * strides_[axis++]), ...);
      return place;
    }

    static constexpr bool is_always_unique() noexcept { return false; }
    static constexpr bool is_always_exhaustive() noexcept { return false; }
    static constexpr bool is_always_strided() noexcept { return true; }
    /** Conservative, as the standard permits. */
    constexpr bool is_unique() const noexcept { return Extents::rank() == 0; }
    constexpr bool is_exhaustive() const noexcept { return Extents::rank() == 0; }
    static constexpr bool is_strided() noexcept { return true; }

    friend constexpr bool operator==(const mapping &a, const mapping &b) noexcept {
      return a.extents_ == b.extents_ && a.strides_ == b.strides_;
    }

  private:
    Extents extents_{};
    std::array<index_type, Extents::rank()> strides_{};
    index_type origin_ = 0, end_ = 0;
    bool empty_ = false;
  };
};

template <class T, std::size_t Rank>
using strided_mdspan = std::mdspan<T, std::dextents<std::ptrdiff_t, Rank>, layout_any_stride>;
#endif

/** A typed, strided, N-dimensional view of memory. */
class view {
public:
  /** View an array of numbers in memory of the caller; of const items, read-only.
   * @param data the item whose indices are all 0.
   * @param shape items along each axis.
   * @param strides bytes from one item to the next along each axis; empty: C order.
   * @param destroy called once, after the last view of the memory is gone, in the thread that
   *   dropped it; it must not throw. Not called if the constructor throws. */
  template <class T>
  view(T *data, extents shape, extents strides = {}, detail::owner destroy = nullptr)
      : view(data, detail::format_of<std::remove_const_t<T>>(), shape, strides, std::is_const_v<T>,
             std::move(destroy)) {}

  /** The same for a format, such as that of a record. */
  view(const void *data, const char *format, extents shape, extents strides = {},
       bool readonly = false, detail::owner destroy = nullptr) {
    if (!strides.empty() && strides.size() != shape.size())
      detail::raise("ValueError", "as many strides as extents are needed");
    std::unique_ptr<detail::owner> heir;
    if (destroy) heir = std::make_unique<detail::owner>(std::move(destroy));
    object_ =
        checked(PyMV_FromArray(const_cast<void *>(data), format, 0, static_cast<int>(shape.size()),
                               shape.data(), strides.empty() ? nullptr : strides.data(), nullptr,
                               readonly, heir ? detail::destroy_owner : nullptr, heir.get()));
    heir.release();
  }

  /** Take over a reference from a function of pymv.h; throw its error if it is NULL. */
  static view adopt(PyObject *reference) { return view(checked(reference)); }

  /** A new array of zeros. */
  static view zeros(const char *format, extents shape, char order = 'C') {
    return adopt(PyMV_NewArray(format, static_cast<int>(shape.size()), shape.data(), order));
  }

  view(const view &other) noexcept : object_(other.object_) { PyMV_IncRef(object_); }
  view(view &&other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  view &operator=(view other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~view() { PyMV_DecRef(object_); }

  /** The object for functions of pymv.h, borrowed. */
  PyObject *get() const noexcept { return object_; }

  /** Release the view before its destructor does; throws if it is in use. */
  void release() { detail::check(PyMV_Release(object_)); }

  /* --- deriving views --- */

  /** In a slice: as if not written in Python's `start:stop:step`. */
  static constexpr std::ptrdiff_t omitted = PTRDIFF_MIN;

  view index(int axis, std::ptrdiff_t i) const { return adopt(PyMV_Index(object_, axis, i)); }
  view slice(int axis, std::ptrdiff_t start, std::ptrdiff_t stop = omitted,
             std::ptrdiff_t step = omitted) const {
    return adopt(PyMV_Slice(object_, axis, start, stop, step));
  }
  view transposed() const { return adopt(PyMV_Transpose(object_, nullptr)); }
  view transposed(std::span<const int> axes) const {
    if (axes.size() != static_cast<std::size_t>(info().ndim))
      detail::raise("ValueError", "each axis is needed once");
    return adopt(PyMV_Transpose(object_, axes.data()));
  }
  view reshaped(extents shape, char order = 'C') const {
    return adopt(PyMV_Reshape(object_, static_cast<int>(shape.size()), shape.data(), order));
  }
  view broadcast(extents shape) const {
    return adopt(PyMV_Broadcast(object_, static_cast<int>(shape.size()), shape.data()));
  }
  view field(const char *name) const { return adopt(PyMV_GetField(object_, name)); }
  view bytes() const { return adopt(PyMV_AsBytes(object_)); }
  view readonly() const { return adopt(PyMV_AsReadOnly(object_)); }
  /** A new array with the same items. */
  view copy(char order = 'C') const { return adopt(PyMV_Copy(object_, order)); }

  /* --- descriptions --- */

  /** Valid as long as the view. */
  PyMV_Info info() const {
    PyMV_Info info{};
    info.struct_size = sizeof info;
    detail::check(PyMV_GetInfo(object_, &info));
    return info;
  }
  extents shape() const { return axes(&PyMV_Info::shape); }
  extents strides() const { return axes(&PyMV_Info::strides); }

  /* --- items --- */

  /** Read an item; negative indices count from the end. */
  template <class T, std::convertible_to<std::ptrdiff_t>... Indices>
  T at(Indices... indices) const {
    T value;
    std::memcpy(&value, item<T>({static_cast<std::ptrdiff_t>(indices)...}, false), sizeof value);
    return value;
  }
  /** Write an item. */
  template <class T, std::convertible_to<std::ptrdiff_t>... Indices>
  void set(const T &value, Indices... indices) const {
    std::memcpy(item<T>({static_cast<std::ptrdiff_t>(indices)...}, true), &value, sizeof value);
  }

  /** The items, copied in C or Fortran order. */
  template <class T> std::vector<T> to_vector(char order = 'C') const {
    static_assert(!std::is_same_v<T, bool>, "std::vector<bool> has no items in memory");
    const PyMV_Info info = typed<T>();
    std::vector<T> items(static_cast<std::size_t>(info.nbytes) / sizeof(T));
    detail::check(PyMV_ReadInto(object_, items.data(), info.nbytes, order));
    return items;
  }
  template <class T> void read_into(std::span<T> items, char order = 'C') const {
    typed<T>();
    detail::check(PyMV_ReadInto(object_, items.data(),
                                static_cast<std::ptrdiff_t>(items.size_bytes()), order));
  }
  template <class T> void write_from(std::span<const T> items, char order = 'C') const {
    typed<T>();
    detail::check(PyMV_WriteFrom(object_, items.data(),
                                 static_cast<std::ptrdiff_t>(items.size_bytes()), order));
  }

  /** The items in place, in C order; valid as long as the view. Throws if they have gaps, are not
   * aligned or, unless `T` is const, are read-only. */
  template <class T> std::span<T> as_span() const {
    const PyMV_Info info = accessible<T>();
    if (!info.c_contiguous) detail::raise("BufferError", "the items are not C-contiguous");
    return {static_cast<T *>(info.data), static_cast<std::size_t>(info.nbytes) / sizeof(T)};
  }

#ifdef __cpp_lib_mdspan
  /** The items in place, with the strides of the view; valid as long as the view. Throws if the
   * view has another number of axes, pointers, or strides that are no multiples of the item, and as
   * as_span. */
  template <class T, std::size_t Rank> strided_mdspan<T, Rank> as_mdspan() const {
    using result = strided_mdspan<T, Rank>;
    const PyMV_Info info = accessible<T>();
    if (info.ndim != static_cast<int>(Rank)) detail::raise("ValueError", "another number of axes");
    if (info.suboffsets) detail::raise("BufferError", "the array has pointers");
    std::array<std::ptrdiff_t, Rank> sizes{}, strides{};
    for (std::size_t axis = 0; axis < Rank; axis++) {
      if (info.strides[axis] % info.itemsize != 0)
        detail::raise("BufferError", "a stride is no multiple of the item");
      sizes[axis] = info.shape[axis];
      strides[axis] = info.strides[axis] / info.itemsize;
    }
    const typename result::mapping_type mapping(typename result::extents_type(sizes), strides);
    return result(static_cast<T *>(info.data) - mapping.origin(), mapping);
  }
#endif

private:
  explicit view(PyObject *object) noexcept : object_(object) {}

  static PyObject *checked(PyObject *object) {
    if (!object) detail::raise_taken();
    return object;
  }

  extents axes(const std::ptrdiff_t *PyMV_Info::*entries) const {
    const PyMV_Info info = this->info();
    return {info.*entries, static_cast<std::size_t>(info.ndim)};
  }

  template <class T> PyMV_Info typed() const {
    const PyMV_Info info = this->info();
    if (info.itemsize != sizeof(T) || !detail::same_items(info.format, detail::format_of<T>()))
      detail::raise("TypeError", std::string("the items have format ") + info.format);
    return info;
  }

  static bool aligned(const PyMV_Info &info, std::size_t alignment) {
    auto places = reinterpret_cast<std::uintptr_t>(info.data);
    for (int axis = 0; axis < info.ndim; axis++)
      places |= static_cast<std::uintptr_t>(info.strides[axis]);
    return places % alignment == 0;
  }

  template <class T> PyMV_Info accessible() const {
    const PyMV_Info info = typed<std::remove_const_t<T>>();
    if (!std::is_const_v<T> && info.readonly)
      detail::raise("TypeError", "cannot modify read-only memory");
    if (!aligned(info, alignof(T))) detail::raise("BufferError", "the items are not aligned");
    return info;
  }

  template <class T>
  void *item(std::initializer_list<std::ptrdiff_t> indices, bool for_writing) const {
    const PyMV_Info info = typed<T>();
    if (static_cast<int>(indices.size()) != info.ndim)
      detail::raise("TypeError", "one index for each axis is needed");
    void *const item = PyMV_ItemPointer(object_, indices.begin(), for_writing);
    if (!item) detail::raise_taken();
    return item;
  }

  PyObject *object_;
};

} // namespace pymv

#endif /* PYMV_HPP */
