/* What a call prints on standard error. */
#ifndef PYMV_TESTS_CAPTURE_H
#define PYMV_TESTS_CAPTURE_H

/** Send standard error to a file until capture_end(). */
void capture_begin(void);

/** Restore standard error. @return what was printed; valid until the next call. */
const char *capture_end(void);

#endif /* PYMV_TESTS_CAPTURE_H */
