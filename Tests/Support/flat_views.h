/* Sample views for each test of a program, made before it and dropped after it. */
#ifndef PYMV_TESTS_FLAT_VIEWS_H
#define PYMV_TESTS_FLAT_VIEWS_H

#include "flat.h"

#define VIEWS(function) cmocka_unit_test_setup_teardown(function, make_views, drop_views)

static PyObject *cube, *rows;

static int make_views(void **state) {
  cube = flat_cube();
  rows = flat_rows();
  return 0;
}

static int drop_views(void **state) {
  PyMV_DecRef(cube);
  PyMV_DecRef(rows);
  return no_error_is_left(state);
}

#endif /* PYMV_TESTS_FLAT_VIEWS_H */
