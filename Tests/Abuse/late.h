/* A library whose destructor runs after those of libraries that were loaded later. */
#ifndef PYMV_ABUSE_LATE_H
#define PYMV_ABUSE_LATE_H

/** Called by the destructor, when it is not NULL. */
extern void (*at_the_end)(void);

#endif /* PYMV_ABUSE_LATE_H */
