/* Interface between the C half and the Swift half of the object runtime. */
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
