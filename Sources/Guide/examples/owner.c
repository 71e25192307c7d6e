#include <pymv.h>
#include <stdio.h>
#include <stdlib.h>

/* Called once, when the last view of the array is gone. */
static void on_last_release(void *data, void *context) {
  printf("%s is freed\n", (const char *)context);
  free(data);
}

int main(void) {
  double *items = calloc(6, sizeof *items);
  const ptrdiff_t shape[] = {2, 3};
  PyObject *matrix =
      PyMV_FromArray(items, "d", 0, 2, shape, NULL, NULL, 0, on_last_release, "matrix");
  if (matrix == NULL) {
    free(items); /* nothing was taken */
    return 1;
  }
  PyObject *row = PyMV_Index(matrix, 0, 1);
  PyMV_DecRef(matrix); /* the row keeps the memory */
  PyMV_SetDouble(row, (ptrdiff_t[]){2}, 1.5);
  printf("%g\n", items[5]);
  PyMV_DecRef(row);
}
