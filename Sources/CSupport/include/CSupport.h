/* Shared by the C targets: assertions, compiler attributes, atomic fields and thread-local
 * variables. Header-only and independent of Python. */
#ifndef CSUPPORT_H
#define CSUPPORT_H

#include "Assertions.h"
#include "Atomics.h"
#include "Marks.h"
#include "OneThread.h"
#include "ThreadLocal.h"

#endif /* CSUPPORT_H */
