/* The python3 of a libpython that is linked as a shared library. */
#include <Python.h>

int main(int argc, char **argv) {
  return Py_BytesMain(argc, argv);
}
