/* What is required of the views of rows. */
#ifndef PYMV_TESTS_RECORD_CHECKS_H
#define PYMV_TESTS_RECORD_CHECKS_H

#include "record_rows.h"

/** Only the memory that is accessed matters. */
void use_unclear_row(const Row *row);

/** Items, lists and iteration give the values of the model, and change no byte. */
void check_reading(const Row *row);

/** `count`, `index` and `in` find the first item. */
void check_search(const Row *row);

/** Both operators compare two rows as the model does. */
void check_equality(const Row *a, const Row *b);

/** Items of one row are copied to the other, by assignment or by PyMV_CopyItems, if and only if the
 * layouts are the same. */
void check_copy(Row *to, const Row *from, bool by_slice);

/** The last item is written from the first: its values change, and nothing else. */
void check_item_assignment(Row *row);

/** An item is written with something wrong in place of one of its values: no byte changes. */
void check_refused_assignment(Input *input, Row *row);

/** A view of one field has the values and the memory of the field. */
void check_field_view(Input *input, Row *row);

#endif /* PYMV_TESTS_RECORD_CHECKS_H */
