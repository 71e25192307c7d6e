#include "selftest_layouts.h"

/* The letters of `requests` stand in the order of requests.c:
 * SIMPLE WRITABLE FORMAT ND STRIDES C_CONTIGUOUS F_CONTIGUOUS ANY_CONTIGUOUS INDIRECT
 * CONTIG CONTIG_RO STRIDED STRIDED_RO RECORDS RECORDS_RO FULL FULL_RO */
const struct sample_layout sample_layouts[SAMPLE_LAYOUT_COUNT] = {
    {"C-contiguous", ARRAY_C, false, false, 2, {3, 4}, "..p...f..........", "vyvyvnvn"},
    {"read-only C-contiguous", ARRAY_C, false, true, 2, {3, 4}, ".wp...f..w.w.w.w.", "vyvywwww"},
    {"Fortran-contiguous", ARRAY_FORTRAN, false, false, 2, {3, 4}, "cccc.c...cc......", "yvvynvvn"},
    {"thinned", ARRAY_C, true, false, 2, {3, 4}, "cccc.cfa.cc......", "yyyynnnn"},
    {"read-only thinned", ARRAY_C, true, true, 2, {3, 4}, "cwcc.cfa.wcw.w.w.", "yyyywwww"},
    {"indirect", ARRAY_INDIRECT, false, false, 2, {3, 4}, "ssssscfa.ssssss..", "yyyynnnn"},
    {"read-only indirect",
     ARRAY_INDIRECT,
     false,
     true,
     3,
     {2, 3, 2},
     "swssscfa.wswswsw.",
     "yyyywwww"},
    {"one-axis", ARRAY_C, false, false, 1, {5}, "..p..............", "vvvyvvvn"},
    {"axisless", ARRAY_C, false, false, 0, {0}, "..p..............", "vvv-vvvn"},
    {"empty", ARRAY_SCATTERED, false, false, 3, {2, 0, 3}, "..p..............", "vvvyvvvn"},
};

struct exporter *sample_export(const struct sample_layout *sample, struct array *array) {
  array_make(array, sample->form, 4, sample->ndim, sample->shape);
  if (sample->thin) array_thin(array);
  array->layout.readonly = sample->readonly;
  return exporter_new(&array->layout);
}
