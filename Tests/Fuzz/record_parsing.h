/* The functions PyMV_Format* compared with the model of record formats. */
#ifndef PYMV_TESTS_RECORD_PARSING_H
#define PYMV_TESTS_RECORD_PARSING_H

#include "model_record.h"

enum { RECORD_MOST_WRITTEN = 1 << 14 };

/** Read a text with the model and the library, and require the same fields or an error in the same
 * place; then require the same of the text that the library writes for these fields.
 * @param spare bytes that this item has behind the format.
 * @param written room for RECORD_MOST_WRITTEN bytes; receives that text, unless the format is
 * invalid. */
void check_parsing(const char *text, unsigned spare, ModelFormat *model, char *written);

#endif /* PYMV_TESTS_RECORD_PARSING_H */
