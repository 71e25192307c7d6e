/* Exporters whose memory exists only between a request and its release. */
#ifndef PYMV_TESTS_FLEETING_H
#define PYMV_TESTS_FLEETING_H

#include "exporter.h"

/** Requests answered, and calls of the release hook, of all exporters of this type. */
extern _Atomic long fleeting_gets, fleeting_releases;

/** Ready the type. @return 0 or -1. */
int fleeting_ready(void);

/** New exporter that allocates memory for each request, which the release hook poisons and frees.
 * Only one thread at a time may request; any thread may release. */
PyObject *fleeting_new(const Layout *layout, bool readonly);

#endif /* PYMV_TESTS_FLEETING_H */
