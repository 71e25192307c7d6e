/* The structs by which a view's items are an Arrow array: a list for each axis but the last, and
 * the items. The structs of one array are in one block, and so are those of its type. A consumer
 * may move an inner struct out of its parent, so a block lives until all of its structs are
 * released. */
#include "ArrowExport.h"

#include <stdio.h>
#include <stdlib.h>

#include "MemoryViewTables.h"

typedef struct {
  struct ArrowArray array;  /* Of the outermost level, the consumer has a copy. */
  struct ArrowArray *child; /* The array of the next level. */
  const void *buffers[2];
} array_level;

typedef struct {
  ptrdiff_t unreleased; /* Number of levels. */
  PyObject *view;       /* Owned. */
  void *interpreter;    /* The view's; NULL without a host. */
  array_level levels[];
} array_levels;

typedef struct {
  struct ArrowSchema schema;
  struct ArrowSchema *child;
  char format[sizeof "+w:2147483647"];
} schema_level;

typedef struct {
  ptrdiff_t unreleased;
  schema_level levels[];
} schema_levels;

static void drop(void *view) {
  Py_DecRef(view);
}

static void release_array(struct ArrowArray *array) {
  array_levels *all = array->private_data;
  if (array->n_children == 1 && array->children[0]->release != NULL)
    array->children[0]->release(array->children[0]);
  array->release = NULL;
  if (!pymv_c_counter_release(&all->unreleased, 0)) return;
  pymv_c_run_in(all->interpreter, drop, all->view);
  free(all);
}

static void release_schema(struct ArrowSchema *schema) {
  schema_levels *all = schema->private_data;
  if (schema->n_children == 1 && schema->children[0]->release != NULL)
    schema->children[0]->release(schema->children[0]);
  schema->release = NULL;
  if (pymv_c_counter_release(&all->unreleased, 0)) free(all);
}

/* Assumes: everything is 0. */
static void fill_array(array_level *level, int64_t length, _Bool is_list, const void *items) {
  struct ArrowArray *array = &level->array;
  array->length = length;
  array->n_buffers = is_list ? 1 : 2;
  array->buffers = level->buffers;
  array->release = release_array;
  level->buffers[1] = items;
  if (!is_list) return;
  level->child = &level[1].array;
  array->n_children = 1;
  array->children = &level->child;
}

/* Assumes: everything is 0. Items may be null according to the type, though none is: so it is equal
 * to the type that a consumer makes if nothing else is said. */
static void fill_schema(schema_level *level, Py_ssize_t list_length) {
  struct ArrowSchema *schema = &level->schema;
  schema->flags = ARROW_FLAG_NULLABLE;
  schema->release = release_schema;
  if (list_length < 0) return;
  snprintf(level->format, sizeof level->format, "+w:%zd", list_length);
  level->child = &level[1].schema;
  schema->n_children = 1;
  schema->children = &level->child;
}

static void fill(array_levels *arrays, schema_levels *schemas, const Py_buffer *buffer,
                 const char *format) {
  int64_t length = 1;
  for (int axis = 0; axis < buffer->ndim; axis++) {
    _Bool is_list = axis + 1 < buffer->ndim;
    array_level *array = &arrays->levels[axis];
    schema_level *schema = &schemas->levels[axis];
    length *= buffer->shape[axis];
    fill_array(array, length, is_list, buffer->buf);
    array->array.private_data = arrays;
    fill_schema(schema, is_list ? buffer->shape[axis + 1] : -1);
    schema->schema.private_data = schemas;
    schema->schema.format = is_list ? schema->format : format;
    schema->schema.name = axis == 0 ? "" : "item";
  }
}

_Bool pymv_c_export_to_arrow(PyMemoryViewObject *view, const char *format, struct ArrowArray *array,
                             struct ArrowSchema *schema) {
  size_t count = (size_t)view->view.ndim;
  array_levels *arrays = calloc(1, sizeof *arrays + count * sizeof *arrays->levels);
  schema_levels *schemas = calloc(1, sizeof *schemas + count * sizeof *schemas->levels);
  if (arrays == NULL || schemas == NULL) {
    free(arrays);
    free(schemas);
    return 0;
  }
  arrays->unreleased = schemas->unreleased = view->view.ndim;
  arrays->view = (PyObject *)view;
  arrays->interpreter = pymv_c_current_interpreter();
  fill(arrays, schemas, &view->view, format);
  *array = arrays->levels[0].array;
  *schema = schemas->levels[0].schema;
  return 1;
}

void pymv_c_end_arrow_array(void *memory, void *array) {
  struct ArrowArray *moved = array;
  (void)memory;
  moved->release(moved);
  free(moved);
}
