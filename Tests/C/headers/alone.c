/* The header by itself, in C11, C17 and C++17. */
#include <PyMemoryView.h>
