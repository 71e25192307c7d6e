#include <pymv.h>
#include <stdio.h>

/* Unsigned fixed point with 4 binary places, 0 to 15.9375. */
static double load(const void *item) {
  return *(const unsigned char *)item / 16.0;
}

static int store(double value, void *item) {
  if (!(value >= 0 && value <= 255 / 16.0)) return -1; /* also a NaN */
  *(unsigned char *)item = (unsigned char)(value * 16 + 0.5);
  return 0;
}

int main(void) {
  const PyMV_ScalarType type = {.struct_size = sizeof type,
                                .name = "ufixed8",
                                .size = 1,
                                .alignment = 1,
                                .load = load,
                                .store = store};
  if (PyMV_RegisterScalar(&type) < 0) return 1;

  unsigned char levels[3] = {8, 16, 40};
  const ptrdiff_t shape[] = {3}, last[] = {2};
  double level;
  PyObject *view = PyMV_FromArray(levels, "[ufixed8]", 0, 1, shape, NULL, NULL, 0, NULL, NULL);
  if (view == NULL || PyMV_GetDouble(view, last, &level) < 0) return 1;
  printf("%g\n", level);
  PyMV_DecRef(view);
}
