#ifndef RUNTIME_TABLES_H
#define RUNTIME_TABLES_H
#include <PyMemoryView.h>
#endif
