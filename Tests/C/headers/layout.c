/* The layout assertions, checked against CPython's own definitions. */
#include <Python.h>

#include <pymemoryview/layout.h>
