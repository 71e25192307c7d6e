/* Objects whose hooks run more of a script during an operation. */
#ifndef PYMV_TESTS_ACTORS_H
#define PYMV_TESTS_ACTORS_H

#include "exporter.h"
#include "fuzz.h"

/** The function that a hook calls, and the input that determines its result. */
extern void (*act)(void);
extern Input script;

/** Act in a hook, and preserve an exception that the operation in progress has set. */
void act_apart(void);

/** Live actors; exporters have their own count. */
extern int actors_alive;

/** Ready the types. */
void actors_ready(void);

/** An exporter of a layout that acts on requests, releases and hashing. Between the last release
 * and the next request its memory must not be accessed. On deallocation it requires as many
 * releases as requests. */
PyObject *new_acting_exporter(const Layout *layout, bool readonly);

/** An object that acts when it is used as an index or compared. */
PyObject *new_actor(void);

#endif /* PYMV_TESTS_ACTORS_H */
