/* Exceptions with formatted messages. Each function raises one. */
#ifndef TEXTS_H
#define TEXTS_H

#include <PyMemoryView.h>

void pymv_c_raise_not_an_exporter(PyObject *op);
void pymv_c_raise_exported(Py_ssize_t count);
void pymv_c_raise_version(unsigned long version);
void pymv_c_raise_buffer_size(Py_ssize_t size, Py_ssize_t own_size);
void pymv_c_raise_index_out_of_bounds(int axis);
void pymv_c_raise_too_many_indices(Py_ssize_t axes, Py_ssize_t given);
void pymv_c_raise_unsupported_format(const char *format);
void pymv_c_raise_unknown_item(const char *format);
void pymv_c_raise_format_problem(const char *reason, Py_ssize_t position);
void pymv_c_raise_field_problem(const char *reason);
void pymv_c_raise_unknown_field(const char *name);
void pymv_c_raise_invalid_character(Py_UCS4 code);
void pymv_c_raise_item_type(const char *format);
void pymv_c_raise_item_value(const char *format);

/* Errors in argument lists. Positions count from 1. `kind` is "keyword ", "positional " or "". */
void pymv_c_raise_too_many_arguments(const char *function, Py_ssize_t most, const char *kind,
                                     Py_ssize_t given);
void pymv_c_raise_missing_argument(const char *function, const char *name, int position);
void pymv_c_raise_unexpected_argument(const char *function, const char *name,
                                      const char *suggestion);
void pymv_c_raise_repeated_argument(const char *function, const char *name, int position);
void pymv_c_raise_argument_type(const char *function, const char *name, const char *expected,
                                PyObject *argument);
void pymv_c_raise_argument_length(const char *function, const char *name, Py_ssize_t length);
void pymv_c_raise_argument_count(const char *function, const char *bound, Py_ssize_t limit,
                                 Py_ssize_t given);

#endif /* TEXTS_H */
