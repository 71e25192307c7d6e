#include <pymv.h>
#include <stdio.h>

int main(void) {
  double items[2][3] = {{1, 2, 3}, {4, 5, 6}}, copy[6];
  const ptrdiff_t shape[] = {2, 3};
  PyObject *view = PyMV_FromArray(items, "d", 0, 2, shape, NULL, NULL, 0, NULL, NULL);
  PyObject *transposed = PyMV_Transpose(view, NULL);
  PyMV_ReadInto(transposed, copy, sizeof copy, 'C');
  for (int i = 0; i < 6; i++) printf("%g%c", copy[i], i < 5 ? ' ' : '\n');
  if (PyMV_Index(view, 0, 2) == NULL) {
    const char *kind, *text = PyMV_TakeError(&kind);
    printf("%s: %s\n", kind, text);
  }
  PyMV_DecRef(transposed), PyMV_DecRef(view);
}
