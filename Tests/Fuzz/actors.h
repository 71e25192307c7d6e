/* Objects whose hooks run more of a script in the middle of an operation. */
#ifndef PYMV_TESTS_ACTORS_H
#define PYMV_TESTS_ACTORS_H

#include "exporter.h"
#include "fuzz.h"

/** What a hook calls, and where its answer comes from. */
extern void (*act)(void);
extern Input script;

/** Act in a hook: an exception that the operation under way has set survives it. */
void act_apart(void);

/** Actors in existence; exporters have their own count. */
extern int actors_alive;

/** Ready the types. */
void actors_ready(void);

/** An exporter of a layout that acts when it is asked, told of a release and hashed. Between the
 * last release and the next request its memory must not be touched, and when it goes it requires
 * that there were as many releases as requests. */
PyObject *new_acting_exporter(const Layout *layout, bool readonly);

/** An object that acts when it is taken as an index or compared. */
PyObject *new_actor(void);

#endif /* PYMV_TESTS_ACTORS_H */
