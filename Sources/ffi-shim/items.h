/* Single items as text. */
#ifndef SHIM_ITEMS_H
#define SHIM_ITEMS_H

#include <PyMemoryView.h>
#include <stdbool.h>

enum item_class {
  ITEM_BOOL,
  ITEM_SIGNED,
  ITEM_UNSIGNED,
  ITEM_FLOAT,
  ITEM_COMPLEX,
  ITEM_BYTES,   /**< Codes c and s. */
  ITEM_UNICODE, /**< Code w: four bytes a character. */
  ITEM_OPAQUE   /**< Anything else: shown as hexadecimal bytes. */
};

/** The kind of an item, by its format. */
struct item_kind {
  enum item_class class;
  int size;         /**< Bytes of a number; a complex number has two of them. */
  bool swapped;     /**< The most significant byte comes first. */
  Py_ssize_t count; /**< Length of a text in characters. */
  Py_ssize_t total; /**< Bytes of the whole item; 0 for ITEM_OPAQUE. */
};

/** Longest text of an item, with its NUL. */
#define ITEM_TEXT_SIZE 64

/** Parse a format of one number or text; any other is ITEM_OPAQUE. */
struct item_kind item_kind_of(const char *format);

/** The kind in words, e.g. "64-bit float, big-endian". */
void item_describe(struct item_kind kind, char *text, size_t size);

/** The item at an address as text. @param itemsize bytes there, for ITEM_OPAQUE. */
void item_print(struct item_kind kind, const unsigned char *item, Py_ssize_t itemsize,
                char text[ITEM_TEXT_SIZE]);

/** The unsigned integer of `size` bytes at an address. */
unsigned long long item_unsigned(const unsigned char *item, int size, bool swapped);

#endif
