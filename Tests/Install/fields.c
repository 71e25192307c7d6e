#include <pymv.h>
#include <stdio.h>

int main(void) {
  PyMV_Format *format = PyMV_FormatParse("T{<i:a:4x<d:b:}", NULL);
  if (format == NULL) {
    puts(PyMV_TakeError(NULL));
    return 1;
  }
  printf("size %td, alignment %td\n", PyMV_FormatSize(format), PyMV_FormatAlignment(format));
  for (ptrdiff_t i = 0; i < PyMV_FormatFieldCount(format); i++) {
    PyMV_Field field = {.struct_size = sizeof field};
    if (PyMV_FormatField(format, i, &field) < 0) return 1;
    const char *name = field.name != NULL ? field.name : "-";
    printf("%*s%s %s, order %c, ", 2 * field.depth, "", name, field.type, field.byteorder);
    printf("offset %td, size %td\n", field.offset, field.size);
  }
  PyMV_FormatFree(format);
}
