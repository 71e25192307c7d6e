/* Texts of item formats from the bytes of an input. */
#ifndef PYMV_TESTS_RECORD_TEXTS_H
#define PYMV_TESTS_RECORD_TEXTS_H

#include "fuzz.h"

enum { RECORD_MOST_TEXT = 120 };

/** A text that follows the grammar, but for its limits and where it is cut short. */
void take_structured_text(Input *input, char *text);

/** A text as it stands in the input, up to a NUL. */
void take_raw_text(Input *input, char *text);

/** Replace one byte of a text by one that is at hand in an input. */
void take_damage(Input *input, char *text);

/** Write a text of the same meaning with other letters. */
void respell(const char *text, char *other);

#endif /* PYMV_TESTS_RECORD_TEXTS_H */
