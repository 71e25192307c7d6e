#include "grid.h"

#include "calls.h"
#include "items.h"

enum { MOST_ROWS = 8, MOST_COLUMNS = 12, INDENT = 2, GAP = 2 };

/** The texts to show and their widths. */
struct grid {
  int row_axis;                  /**< Axis shown as rows; the last one is shown as columns. */
  Py_ssize_t rows, columns;      /**< Of the array. */
  int shown_rows, shown_columns; /**< Of the grid. */
  int label_width;               /**< Of the row numbers. */
  int widths[MOST_COLUMNS];
  char cells[MOST_ROWS][MOST_COLUMNS][ITEM_TEXT_SIZE];
};

static int digits_of(Py_ssize_t number) {
  return snprintf(NULL, 0, "%zd", number);
}

/** The axis shown as rows: the last but one, or the nearest one before it whose extent is not 1.
 */
static int row_axis_of(const Py_buffer *view) {
  int axis = Py_MAX(view->ndim - 2, 0);
  while (axis > 0 && view->shape[axis] == 1) axis--;
  return axis;
}

static void measure(struct grid *grid, const Py_buffer *view) {
  int ndim = view->ndim;
  grid->row_axis = row_axis_of(view);
  grid->rows = ndim >= 1 ? view->shape[grid->row_axis] : 1;
  grid->columns = ndim >= 2 ? view->shape[ndim - 1] : 1;
  grid->shown_rows = (int)Py_MIN(grid->rows, MOST_ROWS);
  grid->shown_columns = (int)Py_MIN(grid->columns, MOST_COLUMNS);
  grid->label_width = digits_of(grid->shown_rows - 1) + 2;
}

static void read_cells(struct grid *grid, const Py_buffer *view) {
  Py_ssize_t indices[PyBUF_MAX_NDIM] = {0};
  struct item_kind kind = item_kind_of(view->format);
  for (int row = 0; row < grid->shown_rows; row++) {
    for (int column = 0; column < grid->shown_columns; column++) {
      if (view->ndim >= 1) indices[grid->row_axis] = row;
      if (view->ndim >= 2) indices[view->ndim - 1] = column;
      char *cell = grid->cells[row][column];
      item_print(kind, call_PyBuffer_GetPointer(view, indices), view->itemsize, cell);
      grid->widths[column] = Py_MAX(grid->widths[column], text_width(cell));
    }
  }
}

/** Drop the columns that do not fit a line. */
static void fit(struct grid *grid, int line) {
  int used = INDENT + grid->label_width + GAP + 1;
  for (int column = 0; column < grid->shown_columns; column++) {
    grid->widths[column] = Py_MAX(grid->widths[column], digits_of(column) + 2);
    used += GAP + grid->widths[column];
    if (used > line && column > 0) {
      grid->shown_columns = column;
      return;
    }
  }
}

/** Print a text at the right edge of a column. */
static void put(const char *text, int width) {
  printf("%*s%s", GAP + width - text_width(text), "", text);
}

/** The indices shown, as a key of the array, and its shape. */
static void print_title(const struct grid *grid, const Py_buffer *view) {
  printf("  [");
  for (int k = 0; k < view->ndim; k++) {
    const char *separator = k == 0 ? "" : ", ";
    if (k == grid->row_axis) {
      printf("%s0:%d", separator, grid->shown_rows);
    } else if (k == view->ndim - 1) {
      printf("%s0:%d", separator, grid->shown_columns);
    } else {
      printf("%s0", separator);
    }
  }
  printf("] of shape (");
  for (int k = 0; k < view->ndim; k++) printf(k == 0 ? "%zd" : ", %zd", view->shape[k]);
  printf(view->ndim == 1 ? ",)\n" : ")\n");
}

static void print_rows(const struct grid *grid, bool labelled) {
  bool more = grid->shown_columns < grid->columns;
  char label[24];
  if (labelled) {
    printf("%*s", INDENT + grid->label_width, "");
    for (int column = 0; column < grid->shown_columns; column++) {
      snprintf(label, sizeof label, "[%d]", column);
      put(label, grid->widths[column]);
    }
    printf("\n");
  }
  for (int row = 0; row < grid->shown_rows; row++) {
    snprintf(label, sizeof label, "[%d]", row);
    printf("%*s", INDENT + grid->label_width, label);
    for (int column = 0; column < grid->shown_columns; column++) {
      put(grid->cells[row][column], grid->widths[column]);
    }
    printf(more ? "  ...\n" : "\n");
  }
  if (grid->shown_rows < grid->rows) printf("%*s\n", INDENT + grid->label_width, "...");
}

void grid_print(const Py_buffer *view, struct terminal terminal) {
  struct grid grid = {0};
  if (view->len == 0) {
    printf("  no items\n");
    return;
  }
  measure(&grid, view);
  read_cells(&grid, view);
  fit(&grid, terminal.columns);
  print_title(&grid, view);
  print_rows(&grid, view->ndim >= 2);
}
