/* A python3 that is linked to the shared libpython. */
#include <Python.h>

int main(int argc, char **argv) {
  return Py_BytesMain(argc, argv);
}
