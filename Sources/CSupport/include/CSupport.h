/* What C targets share: assertions, marks for the compiler, and access to fields that several
 * threads change. Header-only, and knows nothing of Python. */
#ifndef CSUPPORT_H
#define CSUPPORT_H

#include "Assertions.h"
#include "Atomics.h"
#include "Marks.h"
#include "OneThread.h"
#include "ThreadLocal.h"

#endif /* CSUPPORT_H */
