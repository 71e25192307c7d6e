/* Shared by the C targets: assertions, compiler attributes, atomic fields, thread-local variables
 * and huge pages. Independent of Python. */
#ifndef CSUPPORT_H
#define CSUPPORT_H

#include "Assertions.h"
#include "Atomics.h"
#include "LargeMemory.h"
#include "Marks.h"
#include "OneThread.h"
#include "ThreadLocal.h"

#endif /* CSUPPORT_H */
