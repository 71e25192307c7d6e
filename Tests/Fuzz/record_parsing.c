#include "record_parsing.h"

#include <pymv.h>
#include <stdio.h>

/* The message names the position too. */
static void check_error(const ModelFormat *model, ptrdiff_t position) {
  const char *kind, *message = PyMV_TakeError(&kind);
  char end[48];
  snprintf(end, sizeof end, " (at position %td)", position);
  require(message != NULL && strcmp(kind, "ValueError") == 0);
  require(strncmp(message, "format: ", 8) == 0 && strlen(message) > strlen(end));
  require(strcmp(message + strlen(message) - strlen(end), end) == 0);
  require(model->error_first <= position && position <= model->error_last);
}

static void check_field(const PyMV_Field *found, const ModelField *wanted) {
  require(strcmp(found->type, wanted->type) == 0);
  require((found->name == NULL) == (wanted->name == NULL));
  if (wanted->name != NULL) {
    require(strlen(found->name) == wanted->name_length);
    require(memcmp(found->name, wanted->name, wanted->name_length) == 0);
  }
  require(found->ndim == wanted->ndim && (found->shape == NULL) == (wanted->ndim == 0));
  for (int i = 0; i < wanted->ndim; i++) require(found->shape[i] == wanted->shape[i]);
  require(found->offset == wanted->offset && found->itemsize == wanted->itemsize);
  require(found->count == wanted->count && found->size == wanted->size);
  require(found->depth == wanted->depth && found->byteorder == wanted->byteorder);
#ifdef FUZZ_DELIBERATE
  require(found->ndim != 2 || found->byteorder != '>');
#endif
}

/* A caller of an older header has a shorter struct: what lies behind it stays. */
static void check_short_field(const PyMV_Format *format, ptrdiff_t index, const PyMV_Field *whole) {
  PyMV_Field field;
  memset(&field, 0x5A, sizeof field);
  field.struct_size = offsetof(PyMV_Field, itemsize);
  require(PyMV_FormatField(format, index, &field) == 0);
  require(field.offset == whole->offset && field.type == whole->type);
  const char *behind = (const char *)&field.itemsize;
  while (behind < (const char *)(&field + 1)) require(*behind++ == 0x5A);
}

static void check_fields(const PyMV_Format *format, const ModelFormat *model, PyMV_Field *fields) {
  ptrdiff_t count = PyMV_FormatFieldCount(format);
  require(PyMV_FormatSize(format) == model->size);
  require(PyMV_FormatAlignment(format) == model->alignment);
  require(count == model_listed(model));
  for (ptrdiff_t i = 0; i < count; i++) {
    fields[i].struct_size = sizeof fields[i];
    require(PyMV_FormatField(format, i, &fields[i]) == 0);
    check_field(&fields[i], model_listed_field(model, (int)i));
  }
  PyMV_Field none = {.struct_size = sizeof none};
  require(PyMV_FormatField(format, count, &none) == -1);
  require_error();
  require(PyMV_FormatField(format, -1, &none) == -1);
  require_error();
  if (count > 0) check_short_field(format, count - 1, &fields[count - 1]);
}

/* The library's own reading must agree with the model on the text that it writes. */
static void check_written(const char *text, const ModelFormat *model, Py_ssize_t itemsize) {
  static ModelFormat again;
  static PyMV_Field fields[MODEL_MOST_FIELDS];
  model_read(text, &again);
  require(again.is_valid && again.size == itemsize && model_listed(&again) == model_listed(model));
  for (int i = model_listed(model); i-- > 0;) {
    require(model_fields_equal(model_listed_field(&again, i), model_listed_field(model, i)));
  }
  PyMV_Format *format = PyMV_FormatParse(text, NULL);
  if (format == NULL && again.is_doubtful) {
    require_error();
    return;
  }
  require(format != NULL);
  check_fields(format, &again, fields);
  PyMV_FormatFree(format);
}

static void check_writing(const PyMV_Field *fields, const ModelFormat *model, unsigned spare,
                          char *written) {
  ptrdiff_t count = model_listed(model);
  // Padding is a value only where there is nothing else.
  Py_ssize_t itemsize = model->size;
  if (!model->is_padding && itemsize <= PY_SSIZE_T_MAX - (Py_ssize_t)spare) itemsize += spare;
  ptrdiff_t length = PyMV_FormatWrite(fields, count, itemsize, NULL, 0);
  if (length == -1 && model->is_doubtful) {
    require_error();
    written[0] = '\0';
    return;
  }
  require(0 <= length && length < RECORD_MOST_WRITTEN);
  memset(written, 0x5A, (size_t)length + 1);
  require(PyMV_FormatWrite(fields, count, itemsize, written, length) == length);
  for (ptrdiff_t i = 0; i <= length; i++) require(written[i] == 0x5A);
  require(PyMV_FormatWrite(fields, count, itemsize, written, length + 1) == length);
  require(strlen(written) == (size_t)length);
  check_written(written, model, itemsize);
}

void check_parsing(const char *text, unsigned spare, ModelFormat *model, char *written) {
  static PyMV_Field fields[MODEL_MOST_FIELDS];
  ptrdiff_t position = -1;
  model_read(text, model);
  PyMV_Format *format = PyMV_FormatParse(text, &position);
  if (format == NULL && model->is_doubtful) model_refuse(model, position);
  require((format != NULL) == model->is_valid);
  if (format == NULL) {
    check_error(model, position);
    require(PyBuffer_SizeFromFormat(text) == -1);
    require_error();
    return;
  }
  require_no_error();
  require(PyBuffer_SizeFromFormat(text) == model->size);
  if (model->is_unclear) {
    strcpy(written, text);
  } else {
    check_fields(format, model, fields);
    check_writing(fields, model, spare, written);
  }
  PyMV_FormatFree(format);
  require_no_error();
}
