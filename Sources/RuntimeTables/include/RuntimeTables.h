/* What the C half of the object runtime gives to the Swift half, and takes from it. */
#ifndef RUNTIME_TABLES_H
#define RUNTIME_TABLES_H

#include <PyMemoryView.h>

#include "ThreadState.h"

#include "Allocation.h"

#include "ObjectTypes.h"

#include "ExceptionTypes.h"

#include "Variadic.h"

#include "NumberTypes.h"

#include "SequenceTypes.h"

#endif /* RUNTIME_TABLES_H */
