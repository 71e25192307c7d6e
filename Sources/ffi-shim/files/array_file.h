/* A file that holds an array, and functions that the parsers share. */
#ifndef SHIM_ARRAY_FILE_H
#define SHIM_ARRAY_FILE_H

#include <PyMemoryView.h>
#include <stdbool.h>

/** The bytes of a mapped file. */
struct byte_range {
  const unsigned char *bytes;
  size_t size;
};

/** How items are drawn. A bitmap's 1 is black. */
enum picture { PICTURE_NONE, PICTURE_BITMAP, PICTURE_GRAY, PICTURE_RGB };

/** An array inside a file, or decoded from it. */
struct array_file {
  char description[192]; /**< Kind of file and its properties, for display. */
  size_t offset;         /**< Of the item whose indices are all 0; 0 if decoded. */
  size_t start, end; /**< Offset of the first byte of the items in the file, and past the last. */
  int ndim;
  Py_ssize_t shape[PyBUF_MAX_NDIM];
  Py_ssize_t strides[PyBUF_MAX_NDIM];
  char format[64];
  Py_ssize_t itemsize;
  enum picture picture;
  unsigned int maxval;    /**< Brightest value of a picture. */
  unsigned char *decoded; /**< Decoded items, owned; NULL if the file holds them as they are. */
};

/** Why a file cannot be used. */
struct problem {
  char text[256];
};

/** Record a problem. @return false, so that a parser can return the result. */
bool refuse_file(struct problem *problem, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Add an axis.
 * @return false with a problem if there are too many axes or the extent does not fit. */
bool array_add_axis(struct array_file *array, unsigned long long extent, struct problem *problem);

/** Compute the strides of a contiguous array and check that it lies within the file.
 * @param array with offset, shape and itemsize. @param order 'C' or 'F'. */
bool array_lay_out(struct array_file *array, char order, struct byte_range range,
                   struct problem *problem);

/** Compute the number of bytes of all items. */
bool array_measure(const struct array_file *array, Py_ssize_t *bytes, struct problem *problem);

/** Allocate `decoded` for a C-contiguous array, unless it has no items.
 * @param array with shape and itemsize. */
bool decoded_allocate(struct array_file *array, struct problem *problem);

/** Free `decoded`; a second call does nothing. */
void decoded_free(struct array_file *array);

/** Make the items samples of a picture, unsigned integers of one or two bytes.
 * @param order prefix of the format for two bytes.
 * @return false with a problem if maxval is not from 1 to 65535. */
bool array_set_samples(struct array_file *array, unsigned long long maxval, const char *order,
                       struct problem *problem);

/** Check that an array of any strides lies within the file; sets `start` and `end`. */
bool array_check_bounds(struct array_file *array, struct byte_range range, struct problem *problem);

/* One parser for each kind of file: fills `array` from the bytes, or records a problem. */
bool npy_parse(struct byte_range range, struct array_file *array, struct problem *problem);
bool wav_parse(struct byte_range range, struct array_file *array, struct problem *problem);
bool netpbm_parse(struct byte_range range, struct array_file *array, struct problem *problem);
bool pam_parse(struct byte_range range, struct array_file *array, struct problem *problem);

/* Whether the file has the signature of this kind. */
bool npy_matches(struct byte_range range);
bool wav_matches(struct byte_range range);
bool netpbm_matches(struct byte_range range);
bool pam_matches(struct byte_range range);

#endif
