/* Compiler attributes. */
#ifndef MARKS_H
#define MARKS_H

/** A function that costs less than a call. Swift's optimiser does not always inline it unasked. */
#define PYMV_ALWAYS_INLINE static inline __attribute__((always_inline))

/** The parameters with these numbers must not be NULL; without numbers: all parameters. Swift
 * imports them as non-optional. */
#define PYMV_NONNULL(...) __attribute__((nonnull(__VA_ARGS__)))

/** A global that is shared within the library only; accesses bypass the dynamic symbol table. */
#define PYMV_HIDDEN __attribute__((visibility("hidden")))

/** A function that takes the address of a field. Swift must not call it: there
 * `&object.pointee.field` may be the address of a temporary copy. */
#define PYMV_C_ONLY \
  __attribute__((availability(swift, unavailable, message = "pass the object to a function in C")))

/** Whether AddressSanitizer is enabled. Reusing freed memory would hide uses after free from it. */
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
