/* Our layout assertions against CPython's own definitions. */
#include <Python.h>

#include <pymemoryview/layout.h>
