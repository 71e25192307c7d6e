#include <pymemoryview/arrow.h>
#include <pymv.h>
#include <stdio.h>

static void give_up(void *items, void *unused) {
  (void)items, (void)unused;
  puts("the items are free again");
}

int main(void) {
  static double items[2][3] = {{1, 2, 3}, {4, 5, 6}};
  const ptrdiff_t shape[] = {2, 3}, last[] = {1, 2};
  struct ArrowArray array;
  struct ArrowSchema type;
  PyObject *view = PyMV_FromArray(items, "d", 0, 2, shape, NULL, NULL, 0, give_up, NULL);
  if (view == NULL || PyMV_ToArrow(view, &array, &type) < 0) return 1;
  PyMV_DecRef(view); /* the array keeps the items */
  printf("%d lists, %s of %s\n", (int)array.length, type.format, type.children[0]->format);

  double item;
  view = PyMV_FromArrow(&array, &type); /* takes both structs, so they are not released here */
  if (view == NULL || PyMV_GetDouble(view, last, &item) < 0) return 1;
  printf("%g\n", item);
  PyMV_DecRef(view);
}
