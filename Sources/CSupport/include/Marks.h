/* Marks for the compiler. */
#ifndef MARKS_H
#define MARKS_H

/** A function that is cheaper than a call, which Swift's optimiser does not always see. */
#define PYMV_ALWAYS_INLINE static inline __attribute__((always_inline))

/** A function whose parameters of these numbers, or all of them, are never NULL. Swift imports them
 * as not optional. */
#define PYMV_NONNULL(...) __attribute__((nonnull(__VA_ARGS__)))

/** A global that other files of the library use, without a detour over the dynamic symbol table. */
#define PYMV_HIDDEN __attribute__((visibility("hidden")))

/** A function that takes the address of a field, which Swift has none of: `&object.pointee.field`
 * may be that of a temporary. */
#define PYMV_C_ONLY \
  __attribute__((availability(swift, unavailable, message = "pass the object to a function in C")))

/** Whether AddressSanitizer watches: memory that is kept for reuse would hide uses after free. */
#if defined(__SANITIZE_ADDRESS__)
#define PYMV_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PYMV_ADDRESS_SANITIZER 1
#endif
#endif
#ifndef PYMV_ADDRESS_SANITIZER
#define PYMV_ADDRESS_SANITIZER 0
#endif

#endif /* MARKS_H */
