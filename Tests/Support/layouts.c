#include "exporter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const Layout bytes3 = {
    .name = "b", .format = "B", .itemsize = 1, .ndim = 1, .shape = {3}, .strides = {1}};
static const Layout no_format = {
    .name = "nofmt", .itemsize = 1, .ndim = 1, .shape = {4}, .strides = {1}};
static const Layout no_format_wide = {
    .name = "nofmt4", .itemsize = 4, .ndim = 1, .shape = {3}, .strides = {4}};
static const Layout reversed = {.name = "rev",
                                .format = "B",
                                .itemsize = 1,
                                .offset = 2,
                                .ndim = 1,
                                .shape = {3},
                                .strides = {-1}};
static const Layout stepped = {
    .name = "step2", .format = "h", .itemsize = 2, .ndim = 1, .shape = {5}, .strides = {4}};
static const Layout fortran = {
    .name = "F", .format = "B", .itemsize = 1, .ndim = 2, .shape = {2, 3}, .strides = {1, 2}};
static const Layout c_order = {
    .name = "C2", .format = "B", .itemsize = 1, .ndim = 2, .shape = {2, 3}, .strides = {3, 1}};
static const Layout gaps = {
    .name = "gaps", .format = "i", .itemsize = 4, .ndim = 2, .shape = {3, 2}, .strides = {16, 4}};
static const Layout row = {
    .name = "row", .format = "h", .itemsize = 2, .ndim = 2, .shape = {1, 4}, .strides = {40, 2}};
static const Layout column = {
    .name = "column", .format = "h", .itemsize = 2, .ndim = 2, .shape = {4, 1}, .strides = {2, 50}};
static const Layout single_item = {.name = "one",
                                   .format = "d",
                                   .itemsize = 8,
                                   .ndim = 1,
                                   .shape = {1},
                                   .strides = {-24},
                                   .offset = 24};
static const Layout shorts = {
    .name = "h", .format = "h", .itemsize = 2, .ndim = 1, .shape = {2}, .strides = {2}};
static const Layout scalar = {.name = "0d", .format = "i", .itemsize = 4, .ndim = 0};
static const Layout empty = {
    .name = "empty", .format = "B", .itemsize = 1, .ndim = 1, .shape = {0}, .strides = {1}};
static const Layout empty_stepped = {
    .name = "emptystep", .format = "B", .itemsize = 1, .ndim = 1, .shape = {0}, .strides = {-7}};
static const Layout empty_axis = {.name = "2x0x3",
                                  .format = "h",
                                  .itemsize = 2,
                                  .ndim = 3,
                                  .shape = {2, 0, 3},
                                  .strides = {100, 12, 2}};
static const Layout repeated = {
    .name = "zerostride", .format = "h", .itemsize = 2, .ndim = 1, .shape = {4}, .strides = {0}};
static const Layout cube = {.name = "3dC",
                            .format = "h",
                            .itemsize = 2,
                            .ndim = 3,
                            .shape = {2, 3, 4},
                            .strides = {24, 8, 2}};
static const Layout cube_fortran = {.name = "3dF",
                                    .format = "h",
                                    .itemsize = 2,
                                    .ndim = 3,
                                    .shape = {2, 3, 4},
                                    .strides = {2, 4, 12}};
static const Layout cube_mixed = {.name = "3dmixed",
                                  .format = "<3sx",
                                  .itemsize = 4,
                                  .offset = 200,
                                  .ndim = 3,
                                  .shape = {2, 3, 4},
                                  .strides = {-80, 4, -16}};
static const Layout large_items = {.name = "16s",
                                   .format = "16s",
                                   .itemsize = 16,
                                   .ndim = 2,
                                   .shape = {2, 3},
                                   .strides = {16, 48}};
static const Layout pointers = {.name = "pil",
                                .format = "B",
                                .itemsize = 1,
                                .offset = 3,
                                .ndim = 2,
                                .indirect = true,
                                .shape = {2, 3},
                                .strides = {8, 1},
                                .suboffsets = {0, -1}};
static const Layout pointers_reversed = {.name = "pilrev",
                                         .format = "h",
                                         .itemsize = 2,
                                         .offset = 16,
                                         .ndim = 2,
                                         .indirect = true,
                                         .shape = {3, 2},
                                         .strides = {16, -4},
                                         .suboffsets = {6, -1}};
static const Layout pointers_1d = {.name = "pil1d",
                                   .format = "i",
                                   .itemsize = 4,
                                   .offset = 20,
                                   .ndim = 1,
                                   .indirect = true,
                                   .shape = {4},
                                   .strides = {8},
                                   .suboffsets = {8}};
static const Layout direct_with_suboffsets = {.name = "pilempty",
                                              .format = "B",
                                              .itemsize = 1,
                                              .offset = 4,
                                              .ndim = 2,
                                              .indirect = true,
                                              .shape = {0, 3},
                                              .strides = {8, 1},
                                              .suboffsets = {0, -1}};

#define TIMES_4(x) x, x, x, x
#define TIMES_16(x) TIMES_4(x), TIMES_4(x), TIMES_4(x), TIMES_4(x)
#define TIMES_20(x) TIMES_16(x), TIMES_4(x)
/* 64 values; only three of the axes of the layouts below are longer than 1. */
#define ALMOST_ALL(x, first, second, third) \
  {TIMES_20(x), first, TIMES_20(x), second, TIMES_20(x), x, third}
static const Layout many_axes = {.name = "64d",
                                 .format = "h",
                                 .itemsize = 2,
                                 .ndim = 64,
                                 .shape = ALMOST_ALL(1, 2, 3, 2),
                                 .strides = ALMOST_ALL(2, 12, 4, 2)};
static const Layout many_axes_gaps = {.name = "64dgaps",
                                      .format = "h",
                                      .itemsize = 2,
                                      .ndim = 64,
                                      .shape = ALMOST_ALL(1, 2, 3, 2),
                                      .strides = ALMOST_ALL(2, 48, 4, 24)};

const Layout *const layouts[] = {
    &bytes3,
    &no_format,
    &no_format_wide,
    &reversed,
    &stepped,
    &fortran,
    &c_order,
    &gaps,
    &row,
    &column,
    &single_item,
    &shorts,
    &scalar,
    &empty,
    &empty_stepped,
    &empty_axis,
    &repeated,
    &cube,
    &cube_fortran,
    &cube_mixed,
    &large_items,
    &pointers,
    &pointers_1d,
    &pointers_reversed,
    &direct_with_suboffsets,
    &many_axes,
    &many_axes_gaps,
};
const int layout_count = (int)(sizeof layouts / sizeof layouts[0]);

const Layout *layout_named(const char *name) {
  for (int i = 0; i < layout_count; i++) {
    if (strcmp(layouts[i]->name, name) == 0) return layouts[i];
  }
  fprintf(stderr, "no layout %s\n", name);
  abort();
}
