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

static void drop(PyObject *view, void *interpreter) {
  if (pymv_c_services.drop_in != NULL) {
    pymv_c_services.drop_in(interpreter, view);
  } else {
    Py_DecRef(view);
  }
}

static void release_array(struct ArrowArray *array) {
  array_levels *all = array->private_data;
  if (array->n_children == 1 && array->children[0]->release != NULL)
    array->children[0]->release(array->children[0]);
  array->release = NULL;
  if (!pymv_c_counter_release(&all->unreleased, 0)) return;
  drop(all->view, all->interpreter);
  free(all);
}

static void release_schema(struct ArrowSchema *schema) {
  schema_levels *all = schema->private_data;
  if (schema->n_children == 1 && schema->children[0]->release != NULL)
    schema->children[0]->release(schema->children[0]);
  schema->release = NULL;
  if (pymv_c_counter_release(&all->unreleased, 0)) free(all);
}

static void fill_arrays(array_levels *all, const Py_buffer *buffer) {
  int64_t length = 1;
  for (int axis = 0; axis < buffer->ndim; axis++) {
    _Bool is_list = axis + 1 < buffer->ndim;
    array_level *level = &all->levels[axis];
    length *= buffer->shape[axis];
    level->child = is_list ? &level[1].array : NULL;
    level->buffers[0] = NULL;
    level->buffers[1] = buffer->buf;
    level->array = (struct ArrowArray){.length = length,
                                       .n_buffers = is_list ? 1 : 2,
                                       .n_children = is_list,
                                       .buffers = level->buffers,
                                       .children = is_list ? &level->child : NULL,
                                       .release = release_array,
                                       .private_data = all};
  }
}

/* Items may be null according to the type, though none is: so it is equal to the type that a
 * consumer makes if nothing else is said. */
static void fill_schemas(schema_levels *all, const Py_buffer *buffer, const char *format) {
  for (int axis = 0; axis < buffer->ndim; axis++) {
    _Bool is_list = axis + 1 < buffer->ndim;
    schema_level *level = &all->levels[axis];
    level->child = is_list ? &level[1].schema : NULL;
    if (is_list) snprintf(level->format, sizeof level->format, "+w:%zd", buffer->shape[axis + 1]);
    level->schema = (struct ArrowSchema){.format = is_list ? level->format : format,
                                         .name = axis == 0 ? "" : "item",
                                         .flags = ARROW_FLAG_NULLABLE,
                                         .n_children = is_list,
                                         .children = is_list ? &level->child : NULL,
                                         .release = release_schema,
                                         .private_data = all};
  }
}

_Bool pymv_c_export_to_arrow(PyMemoryViewObject *view, const char *format, struct ArrowArray *array,
                             struct ArrowSchema *schema) {
  const Py_buffer *buffer = &view->view;
  size_t count = (size_t)buffer->ndim;
  array_levels *arrays = malloc(sizeof *arrays + count * sizeof *arrays->levels);
  schema_levels *schemas = malloc(sizeof *schemas + count * sizeof *schemas->levels);
  if (arrays == NULL || schemas == NULL) {
    free(arrays);
    free(schemas);
    return 0;
  }
  arrays->unreleased = schemas->unreleased = buffer->ndim;
  arrays->view = (PyObject *)view;
  arrays->interpreter = pymv_c_services.interpreter != NULL ? pymv_c_services.interpreter() : NULL;
  fill_arrays(arrays, buffer);
  fill_schemas(schemas, buffer, format);
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
