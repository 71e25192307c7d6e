#include "picture.h"

#include "calls.h"
#include "items.h"

enum { INDENT = 2, MOST_WIDTH = 96, MOST_HEIGHT = 96 };

/** Darkest to brightest. */
static const char shades[] = " .:-=+*#%@";

struct pixel {
  unsigned int red, green, blue; /**< 0 to 255. */
};

/** The view and the pixels of it that are shown, `width` by `height`. */
struct canvas {
  const Py_buffer *view;
  struct item_kind kind;
  enum picture picture;
  unsigned int maxval;
  int width, height;
};

static unsigned int sample(const struct canvas *canvas, Py_ssize_t indices[3], int channel) {
  indices[2] = channel;
  const unsigned char *item = call_PyBuffer_GetPointer(canvas->view, indices);
  unsigned long long value = item_unsigned(item, canvas->kind.size, canvas->kind.swapped);
  unsigned int light = (unsigned int)(Py_MIN(value, canvas->maxval) * 255 / canvas->maxval);
  return canvas->picture == PICTURE_BITMAP ? 255 - light : light;
}

/** The pixel of the view shown at a position of the canvas. */
static struct pixel pixel_at(const struct canvas *canvas, int x, int y) {
  const Py_ssize_t *shape = canvas->view->shape;
  Py_ssize_t indices[3] = {(Py_ssize_t)((double)shape[0] * y / canvas->height),
                           (Py_ssize_t)((double)shape[1] * x / canvas->width), 0};
  if (canvas->picture != PICTURE_RGB) {
    unsigned int gray = sample(canvas, indices, 0);
    return (struct pixel){gray, gray, gray};
  }
  return (struct pixel){sample(canvas, indices, 0), sample(canvas, indices, 1),
                        sample(canvas, indices, 2)};
}

/** Two pixels, one above the other, in one character. */
static void put_half_block(struct pixel upper, struct pixel lower) {
  printf("\033[38;2;%u;%u;%um\033[48;2;%u;%u;%um\u2580", upper.red, upper.green, upper.blue,
         lower.red, lower.green, lower.blue);
}

/** Two pixels as one shade, weighted by luminance. */
static void put_shade(struct pixel upper, struct pixel lower) {
  unsigned int red = upper.red + lower.red, green = upper.green + lower.green;
  unsigned int luma = (red * 299 + green * 587 + (upper.blue + lower.blue) * 114) / 2000;
  putchar(shades[luma * (sizeof shades - 2) / 255]);
}

/** As wide as the terminal and the picture allow, not too high, an even number of rows. */
static void scale(struct canvas *canvas, struct terminal terminal) {
  double rows = (double)canvas->view->shape[0], columns = (double)canvas->view->shape[1];
  double room = Py_MIN(terminal.columns - INDENT, MOST_WIDTH);
  double factor = Py_MIN(1, Py_MIN(room / columns, MOST_HEIGHT / rows));
  canvas->width = (int)Py_MAX(1, columns * factor);
  canvas->height = (int)Py_MAX(1, rows * factor);
  canvas->height += canvas->height % 2;
}

void picture_print(const Py_buffer *view, const struct array_file *array,
                   struct terminal terminal) {
  if (view->len == 0) return;
  struct canvas canvas = {view, item_kind_of(view->format), array->picture, array->maxval, 0, 0};
  scale(&canvas, terminal);
  for (int y = 0; y < canvas.height; y += 2) {
    printf("%*s", INDENT, "");
    for (int x = 0; x < canvas.width; x++) {
      struct pixel upper = pixel_at(&canvas, x, y), lower = pixel_at(&canvas, x, y + 1);
      terminal.colour ? put_half_block(upper, lower) : put_shade(upper, lower);
    }
    printf(terminal.colour ? "\033[0m\n" : "\n");
  }
}
