/* The flat API: the Arrow C data interface, both ways. */
#include "flat.h"

#include <pymemoryview/arrow.h>

#include <pthread.h>
#include <stdlib.h>

enum { MOST_AXES = 64 };

static void count_call(void *ptr, void *ctx) {
  __atomic_fetch_add((int *)ctx, 1, __ATOMIC_SEQ_CST);
}

/** What ToArrow made. */
typedef struct {
  struct ArrowArray array;
  struct ArrowSchema schema;
} Pair;

static void release_pair(Pair *pair) {
  pair->array.release(&pair->array);
  pair->schema.release(&pair->schema);
  assert_null(pair->array.release);
  assert_null(pair->schema.release);
}

/* --- ToArrow --- */

static void an_axis_becomes_an_array(void **state) {
  static const struct {
    const char *format, *arrow;
    ptrdiff_t size;
  } cases[] = {
      {"b", "c", 1},  {"B", "C", 1},  {"h", "s", 2},  {"H", "S", 2},  {"i", "i", 4},
      {"I", "I", 4},  {"l", "l", 8},  {"L", "L", 8},  {"q", "l", 8},  {"Q", "L", 8},
      {"n", "l", 8},  {"N", "L", 8},  {"e", "e", 2},  {"f", "f", 4},  {"d", "g", 8},
      {"@i", "i", 4}, {"=l", "i", 4}, {"<d", "g", 8}, {NULL, "C", 1},
  };
  static double items[3];
  for (size_t i = 0; i < Py_ARRAY_LENGTH(cases); i++) {
    Pair made;
    int calls = 0;
    PyObject *view =
        PyMV_FromArray(items, cases[i].format, 0, 1, SHAPE(3), NULL, NULL, 0, count_call, &calls);
    assert_int_equal(PyMV_ToArrow(view, &made.array, &made.schema), 0);
    assert_string_equal(made.schema.format, cases[i].arrow);
    assert_string_equal(made.schema.name, "");
    assert_null(made.schema.metadata);
    assert_null(made.schema.dictionary);
    assert_int_equal(made.schema.flags, ARROW_FLAG_NULLABLE);
    assert_int_equal(made.schema.n_children, 0);
    assert_int_equal(made.array.length, 3);
    assert_int_equal(made.array.offset, 0);
    assert_int_equal(made.array.null_count, 0);
    assert_int_equal(made.array.n_buffers, 2);
    assert_null(made.array.buffers[0]);
    assert_ptr_equal(made.array.buffers[1], items);
    assert_int_equal(made.array.n_children, 0);
    assert_null(made.array.dictionary);
    PyMV_DecRef(view);
    assert_int_equal(calls, 0);
    release_pair(&made);
    assert_int_equal(calls, 1);
  }
}

static void more_axes_become_lists(void **state) {
  Pair made;
  PyObject *view = flat_cube();
  assert_int_equal(PyMV_ToArrow(view, &made.array, &made.schema), 0);
  PyMV_DecRef(view);
  struct ArrowArray *array = &made.array;
  struct ArrowSchema *schema = &made.schema;
  static const struct {
    const char *format, *name;
    int length;
  } levels[] = {{"+w:3", "", 2}, {"+w:4", "item", 6}, {"s", "item", 24}};
  for (int i = 0; i < 3; i++) {
    assert_string_equal(schema->format, levels[i].format);
    assert_string_equal(schema->name, levels[i].name);
    assert_int_equal(array->length, levels[i].length);
    assert_int_equal(array->n_children, i < 2);
    assert_int_equal(schema->n_children, i < 2);
    assert_int_equal(array->n_buffers, i < 2 ? 1 : 2);
    assert_null(array->buffers[0]);
    if (i == 2) break;
    array = array->children[0];
    schema = schema->children[0];
  }
  assert_int_equal(((const short *)array->buffers[1])[23], 23);
  release_pair(&made);
}

static void a_released_view_does_not_end_an_array(void **state) {
  Pair made;
  int calls = 0;
  static short items[] = {1, 2};
  PyObject *view = PyMV_FromArray(items, "h", 0, 1, SHAPE(2), NULL, NULL, 0, count_call, &calls);
  assert_int_equal(PyMV_ToArrow(view, &made.array, &made.schema), 0);
  made.schema.release(&made.schema);
  assert_int_equal(PyMV_Release(view), 0);
  PyMV_DecRef(view);
  assert_int_equal(calls, 0);
  assert_int_equal(*(const short *)made.array.buffers[1], 1);
  made.array.release(&made.array);
  assert_int_equal(calls, 1);
}

static void moved_arrays_keep_the_memory(void **state) {
  Pair made;
  int calls = 0;
  static short items[4] = {1, 2, 3, 4};
  PyObject *view = PyMV_FromArray(items, "h", 0, 2, SHAPE(2, 2), NULL, NULL, 0, count_call, &calls);
  assert_int_equal(PyMV_ToArrow(view, &made.array, &made.schema), 0);
  PyMV_DecRef(view);
  struct ArrowArray child = *made.array.children[0];
  made.array.children[0]->release = NULL;
  struct ArrowSchema type = *made.schema.children[0];
  made.schema.children[0]->release = NULL;
  Pair moved = made;
  memset(&made, 0xEE, sizeof made);
  release_pair(&moved);
  assert_int_equal(calls, 0);
  assert_string_equal(type.format, "s");
  assert_int_equal(child.length, 4);
  assert_ptr_equal(child.buffers[1], items);
  type.release(&type);
  child.release(&child);
  assert_int_equal(calls, 1);
  assert_null(child.release);
}

static void views_without_items_become_empty_arrays(void **state) {
  const struct {
    int ndim;
    const ptrdiff_t *shape;
    const char *format;
    int lengths[3];
  } cases[] = {
      {1, SHAPE(0), "i", {0}},
      {2, SHAPE(0, 3), "+w:3", {0, 0}},
      {2, SHAPE(3, 0), "+w:0", {3, 0}},
      {3, SHAPE(2, 0, 2147483647), "+w:0", {2, 0, 0}},
  };
  for (size_t i = 0; i < Py_ARRAY_LENGTH(cases); i++) {
    Pair made;
    PyObject *view =
        PyMV_FromArray(NULL, "i", 0, cases[i].ndim, cases[i].shape, NULL, NULL, 0, NULL, NULL);
    assert_int_equal(PyMV_ToArrow(view, &made.array, &made.schema), 0);
    assert_string_equal(made.schema.format, cases[i].format);
    struct ArrowArray *array = &made.array;
    for (int axis = 0; axis < cases[i].ndim; axis++) {
      if (axis > 0) array = array->children[0];
      assert_int_equal(array->length, cases[i].lengths[axis]);
    }
    PyObject *back = PyMV_FromArrow(&made.array, &made.schema);
    PyMV_Info info = {.struct_size = sizeof info};
    assert_int_equal(PyMV_GetInfo(back, &info), 0);
    assert_string_equal(sizes_text(info.shape, cases[i].ndim),
                        sizes_text(cases[i].shape, cases[i].ndim));
    PyMV_DecRef(back);
    PyMV_DecRef(view);
  }
  static int items[2];
  Pair made;
  PyObject *view = PyMV_FromArray(items, "i", 0, 1, SHAPE(0), SHAPE(-8), NULL, 0, NULL, NULL);
  assert_int_equal(PyMV_ToArrow(view, &made.array, &made.schema), 0);
  release_pair(&made);
  PyMV_DecRef(view);
}

static void what_arrow_cannot_express_is_refused(void **state) {
  static void *items[8];
  items[0] = items[1] = items;
  const char no_type[] = "Arrow: there is no type for items of the view's format";
  const struct {
    const char *format;
    ptrdiff_t itemsize;
    int ndim;
    const ptrdiff_t *shape, *strides, *suboffsets;
    const char *error;
  } cases[] = {
      {"i", 0, 0, NULL, NULL, NULL, "Arrow: an array has at least one axis"},
      {"B", 0, 1, SHAPE(2), SHAPE(8), SHAPE(0), "Arrow: an array cannot follow pointers"},
      {"i", 0, 1, SHAPE(2), SHAPE(8), NULL, "Arrow: the view is not C-contiguous"},
      {"i", 0, 2, SHAPE(2, 2), SHAPE(4, 8), NULL, "Arrow: the view is not C-contiguous"},
      {"i", 0, 1, SHAPE(2), SHAPE(0), NULL, "Arrow: the view is not C-contiguous"},
      {"i", 0, 2, SHAPE(0, 2147483648), NULL, NULL, "Arrow: a list has at most 2147483647 items"},
      {"?", 0, 1, SHAPE(2), NULL, NULL,
       "Arrow: booleans are single bits; cast the view to 'B' to pass bytes"},
      {">i", 0, 1, SHAPE(2), NULL, NULL, "Arrow: items must be in this machine's byte order"},
      {"B", 2, 1, SHAPE(2), NULL, NULL,
       "Arrow: the itemsize of the view is not that of its format"},
      {"c", 0, 1, SHAPE(2), NULL, NULL, no_type},
      {"P", 0, 1, SHAPE(2), NULL, NULL, no_type},
      {"g", 0, 1, SHAPE(2), NULL, NULL, no_type},
      {"Zd", 0, 1, SHAPE(2), NULL, NULL, no_type},
      {"4s", 0, 1, SHAPE(2), NULL, NULL, no_type},
      {"hh", 0, 1, SHAPE(2), NULL, NULL, no_type},
      {"T{h:a:h:b:}", 0, 1, SHAPE(2), NULL, NULL, no_type},
      {"[bfloat16]", 0, 1, SHAPE(2), NULL, NULL, no_type},
      {"y", 1, 1, SHAPE(2), NULL, NULL, no_type},
  };
  for (size_t i = 0; i < Py_ARRAY_LENGTH(cases); i++) {
    Pair made = {0};
    int calls = 0;
    PyObject *view =
        PyMV_FromArray(items, cases[i].format, cases[i].itemsize, cases[i].ndim, cases[i].shape,
                       cases[i].strides, cases[i].suboffsets, 0, count_call, &calls);
    assert_non_null(view);
    assert_int_equal(PyMV_ToArrow(view, &made.array, &made.schema), -1);
    assert_string_equal(flat_error(), text("BufferError: %s", cases[i].error));
    assert_null(made.array.release);
    assert_null(made.schema.release);
    PyMV_DecRef(view);
    assert_int_equal(calls, 1);
  }
}

static void arguments_are_checked(void **state) {
  Pair made;
  PyObject *view = flat_cube();
  assert_fails(PyMV_ToArrow(NULL, &made.array, &made.schema), "SystemError",
               "argument must not be NULL");
  assert_fails(PyMV_ToArrow(view, NULL, &made.schema), "SystemError", "argument must not be NULL");
  assert_fails(PyMV_ToArrow(view, &made.array, NULL), "SystemError", "argument must not be NULL");
  assert_fails(PyMV_ToArrow(Py_None, &made.array, &made.schema), "TypeError",
               "the argument must be a view");
  assert_fails(PyMV_FromArrow(NULL, &made.schema), "SystemError", "argument must not be NULL");
  assert_fails(PyMV_FromArrow(&made.array, NULL), "SystemError", "argument must not be NULL");
  PyMV_Release(view);
  assert_fails(PyMV_ToArrow(view, &made.array, &made.schema), "ValueError",
               "operation forbidden on released memoryview object");
  PyMV_DecRef(view);
}

/* --- threads --- */

static void *release_in_thread(void *array) {
  struct ArrowArray *own = array;
  own->release(own);
  return NULL;
}

/* The parent and its child are released by two threads at the same time. */
static void any_thread_may_release(void **state) {
  static short items[4];
  for (int round = 0; round < 200; round++) {
    Pair made;
    int calls = 0;
    PyObject *view =
        PyMV_FromArray(items, "h", 0, 2, SHAPE(2, 2), NULL, NULL, 0, count_call, &calls);
    assert_int_equal(PyMV_ToArrow(view, &made.array, &made.schema), 0);
    PyMV_DecRef(view);
    struct ArrowArray child = *made.array.children[0];
    made.array.children[0]->release = NULL;
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, release_in_thread, &made.array);
    pthread_create(&threads[1], NULL, release_in_thread, &child);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    assert_int_equal(calls, 1);
    made.schema.release(&made.schema);
  }
}

/* --- FromArrow --- */

/** An Arrow array of up to MOST_AXES levels and its type, which count their releases. */
typedef struct {
  struct ArrowArray arrays[MOST_AXES + 1], *children[MOST_AXES + 1];
  struct ArrowSchema schemas[MOST_AXES + 1], *types[MOST_AXES + 1];
  const void *buffers[MOST_AXES + 1][2];
  int array_releases, schema_releases;
} Given;

static void count_array(struct ArrowArray *array) {
  ((Given *)array->private_data)->array_releases++;
  array->release = NULL;
}

static void count_schema(struct ArrowSchema *schema) {
  ((Given *)schema->private_data)->schema_releases++;
  schema->release = NULL;
}

/** Describe lists of lists of items, whose lengths are those of the levels. */
static void give(Given *given, int depth, const char *const *formats, const int64_t *lengths,
                 const void *items) {
  *given = (Given){0};
  for (int i = 0; i < depth; i++) {
    bool is_list = i + 1 < depth;
    given->buffers[i][1] = items;
    given->children[i] = &given->arrays[i + 1];
    given->types[i] = &given->schemas[i + 1];
    given->arrays[i] = (struct ArrowArray){.length = lengths[i],
                                           .n_buffers = is_list ? 1 : 2,
                                           .buffers = given->buffers[i],
                                           .n_children = is_list,
                                           .children = is_list ? &given->children[i] : NULL,
                                           .release = count_array,
                                           .private_data = given};
    given->schemas[i] = (struct ArrowSchema){.format = formats[i],
                                             .n_children = is_list,
                                             .children = is_list ? &given->types[i] : NULL,
                                             .release = count_schema,
                                             .private_data = given};
  }
}

#define FORMATS(...) ((const char *const[]){__VA_ARGS__})
#define LENGTHS(...) ((const int64_t[]){__VA_ARGS__})

static const short shorts[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

static PyObject *view_given(Given *given) {
  return PyMV_FromArrow(&given->arrays[0], &given->schemas[0]);
}

static void an_array_becomes_a_view_that_owns_it(void **state) {
  Given given;
  give(&given, 1, FORMATS("s"), LENGTHS(4), shorts);
  given.arrays[0].offset = 3;
  PyObject *view = view_given(&given);
  assert_null(given.arrays[0].release);
  assert_null(given.schemas[0].release);
  assert_int_equal(given.schema_releases, 1);
  PyMV_Info info = {.struct_size = sizeof info};
  PyMV_GetInfo(view, &info);
  assert_ptr_equal(info.data, shorts + 3);
  assert_int_equal(info.readonly, 1);
  assert_string_equal(info.format, "h");
  assert_fails(PyMV_SetInt64(view, SHAPE(0), 1), "TypeError", "cannot modify read-only memory");
  PyObject *part = PyMV_Slice(view, 0, 1, 3, 1);
  memset(given.arrays, 0xEE, sizeof given.arrays);
  PyMV_DecRef(view);
  assert_int_equal(given.array_releases, 0);
  assert_items(part, 4, 5);
  assert_int_equal(given.array_releases, 1);
  assert_int_equal(given.schema_releases, 1);
}

static void types_become_formats(void **state) {
  static const struct {
    const char *arrow, *format;
    int size;
  } cases[] = {
      {"c", "b", 1}, {"C", "B", 1}, {"s", "h", 2}, {"S", "H", 2}, {"i", "i", 4}, {"I", "I", 4},
      {"l", "q", 8}, {"L", "Q", 8}, {"e", "e", 2}, {"f", "f", 4}, {"g", "d", 8},
  };
  for (size_t i = 0; i < Py_ARRAY_LENGTH(cases); i++) {
    Given given;
    static double items[4];
    give(&given, 1, FORMATS(cases[i].arrow), LENGTHS(2), items);
    given.arrays[0].offset = 1;
    PyObject *view = view_given(&given);
    PyMV_Info info = {.struct_size = sizeof info};
    PyMV_GetInfo(view, &info);
    assert_string_equal(info.format, cases[i].format);
    assert_int_equal(info.itemsize, cases[i].size);
    assert_ptr_equal(info.data, (char *)items + cases[i].size);
    PyMV_DecRef(view);
    assert_int_equal(given.array_releases, 1);
  }
}

static void lists_become_axes_and_offsets_add_up(void **state) {
  Given given;
  give(&given, 3, FORMATS("+w:2", "+w:2", "s"), LENGTHS(2, 6, 12), shorts);
  given.arrays[0].offset = 1;
  given.arrays[2].offset = 3;
  PyObject *view = view_given(&given);
  PyMV_Info info = {.struct_size = sizeof info};
  PyMV_GetInfo(view, &info);
  assert_string_equal(sizes_text(info.shape, 3), "(2, 2, 2)");
  assert_int_equal(info.c_contiguous, 1);
  assert_items(view, 7, 8, 9, 10, 11, 12, 13, 14);
  assert_int_equal(given.array_releases, 1);
  give(&given, 2, FORMATS("+w:3", "s"), LENGTHS(2, 7), shorts);
  given.arrays[1].offset = 2;
  assert_items(view_given(&given), 2, 3, 4, 5, 6, 7);
  assert_int_equal(given.array_releases, 1);
}

static void lists_may_be_63_deep(void **state) {
  Given given;
  const char *formats[MOST_AXES + 1];
  int64_t lengths[MOST_AXES + 1];
  for (int i = 0; i <= MOST_AXES; i++) formats[i] = "+w:1", lengths[i] = 1;
  formats[MOST_AXES - 1] = "s";
  give(&given, MOST_AXES, formats, lengths, shorts + 5);
  assert_items(view_given(&given), 5);
  formats[MOST_AXES - 1] = "+w:1", formats[MOST_AXES] = "s";
  give(&given, MOST_AXES + 1, formats, lengths, shorts);
  assert_fails(view_given(&given), "ValueError",
               "Arrow: lists are nested more than 63 levels deep");
  assert_int_equal(given.array_releases, 0);
}

static void nulls_are_refused_where_the_view_shows_them(void **state) {
  static const unsigned char bits[] = {0xF7, 0xFF};
  const char refusal[] = "ValueError: Arrow: items are null, which a view cannot express";
  const struct {
    const void *bits;
    int64_t null_count, offset, length;
    bool is_refused;
  } cases[] = {
      {NULL, 0, 0, 8, false},  {NULL, -1, 0, 8, false}, {NULL, 1, 0, 8, true},
      {bits, 0, 0, 3, false},  {bits, 1, 0, 8, true},   {bits, -1, 0, 8, true},
      {bits, -1, 0, 3, false}, {bits, -1, 0, 4, true},  {bits, -1, 3, 1, true},
      {bits, -1, 4, 8, false}, {bits, 1, 3, 0, false},
  };
  for (size_t i = 0; i < Py_ARRAY_LENGTH(cases); i++) {
    Given given;
    give(&given, 1, FORMATS("s"), LENGTHS(cases[i].length), shorts);
    given.buffers[0][0] = cases[i].bits;
    given.arrays[0].null_count = cases[i].null_count;
    given.arrays[0].offset = cases[i].offset;
    PyObject *view = view_given(&given);
    assert_string_equal(flat_error(), cases[i].is_refused ? refusal : "no error");
    assert_int_equal(view == NULL, cases[i].is_refused);
    PyMV_DecRef(view);
    assert_int_equal(given.array_releases, !cases[i].is_refused);
  }
  Given given;
  give(&given, 2, FORMATS("+w:2", "s"), LENGTHS(2, 4), shorts);
  given.buffers[0][0] = bits;
  given.arrays[0].null_count = -1;
  given.arrays[0].offset = 1;
  assert_fails(view_given(&given), "ValueError",
               "Arrow: buffers, children, length or offset of the array do not fit its type");
  given.arrays[1].length = 6;
  assert_items(view_given(&given), 2, 3, 4, 5);
  give(&given, 2, FORMATS("+w:2", "s"), LENGTHS(2, 4), shorts);
  given.buffers[1][0] = bits;
  given.arrays[1].null_count = 1;
  assert_null(view_given(&given));
  assert_string_equal(flat_error(), refusal);
}

/** Ways in which a list of two pairs can be wrong. */
typedef enum {
  ARRAY_RELEASED,
  TYPE_RELEASED,
  NO_BUFFERS,
  TWO_BUFFERS,
  ONE_ITEM_BUFFER,
  NO_CHILD,
  NO_CHILDREN,
  NO_TYPE_OF_CHILD,
  CHILD_IS_NULL,
  TYPE_IS_NULL,
  ITEMS_HAVE_CHILDREN,
  NEGATIVE_LENGTH,
  NEGATIVE_OFFSET,
  NEGATIVE_CHILD_OFFSET,
  TOO_FAR,
  CHILD_TOO_SHORT,
  CHILD_OVERFLOWS,
  OFFSET_OVERFLOWS,
  ITEMS_OUT_OF_MEMORY,
  NO_ITEMS,
  DICTIONARY,
  TYPE_OF_DICTIONARY,
  DAMAGES
} Damage;

static void damage(Given *given, Damage how) {
  struct ArrowArray *list = &given->arrays[0], *items = &given->arrays[1];
  struct ArrowSchema *type = &given->schemas[0];
  switch (how) {
  case ARRAY_RELEASED:
    list->release = NULL;
    break;
  case TYPE_RELEASED:
    type->release = NULL;
    break;
  case NO_BUFFERS:
    list->buffers = NULL;
    break;
  case TWO_BUFFERS:
    list->n_buffers = 2;
    break;
  case ONE_ITEM_BUFFER:
    items->n_buffers = 1;
    break;
  case NO_CHILD:
    list->n_children = 0;
    break;
  case NO_CHILDREN:
    list->children = NULL;
    break;
  case NO_TYPE_OF_CHILD:
    type->n_children = 0;
    break;
  case CHILD_IS_NULL:
    list->children[0] = NULL;
    break;
  case TYPE_IS_NULL:
    type->children[0] = NULL;
    break;
  case ITEMS_HAVE_CHILDREN:
    items->n_children = 1;
    break;
  case NEGATIVE_LENGTH:
    list->length = -1;
    break;
  case NEGATIVE_OFFSET:
    list->offset = -1;
    break;
  case NEGATIVE_CHILD_OFFSET:
    items->offset = -1;
    break;
  case TOO_FAR:
    list->offset = INT64_MAX - 1;
    break;
  case CHILD_TOO_SHORT:
    items->length = 3;
    break;
  case CHILD_OVERFLOWS:
    list->length = INT64_MAX / 2 + 1;
    break;
  case OFFSET_OVERFLOWS:
    items->offset = INT64_MAX - 4;
    break;
  case ITEMS_OUT_OF_MEMORY:
    items->offset = INT64_MAX / 2 - 8;
    break;
  case NO_ITEMS:
    given->buffers[1][1] = NULL;
    break;
  case DICTIONARY:
    items->dictionary = list;
    break;
  case TYPE_OF_DICTIONARY:
    type->dictionary = type;
    break;
  case DAMAGES:
    break;
  }
}

static void what_contradicts_itself_is_refused(void **state) {
  const char misfit[] =
      "ValueError: Arrow: buffers, children, length or offset of the array do not fit its type";
  for (Damage how = 0; how < DAMAGES; how++) {
    Given given;
    give(&given, 2, FORMATS("+w:2", "s"), LENGTHS(2, 4), shorts);
    damage(&given, how);
    const char *expected = misfit;
    if (how <= TYPE_RELEASED)
      expected = "ValueError: Arrow: the array or its type was released already";
    if (how == ITEMS_OUT_OF_MEMORY)
      expected = "ValueError: strides of the buffer lead out of memory";
    if (how == NO_ITEMS)
      expected = "ValueError: the address of a buffer with items must not be NULL";
    if (how >= DICTIONARY) expected = "ValueError: Arrow: the items are in a dictionary";
    assert_null(view_given(&given));
    const char *error = flat_error();
    if (strcmp(error, expected) != 0) fprintf(stderr, "damage %d: %s\n", (int)how, error);
    assert_string_equal(error, expected);
    assert_int_equal(given.array_releases + given.schema_releases, 0);
    if (how > TYPE_RELEASED) assert_true(given.arrays[0].release == count_array);
  }
}

static void other_types_are_refused(void **state) {
  static const char *const unknown[] = {"",
                                        "n",
                                        "z",
                                        "u",
                                        "w:4",
                                        "tdD",
                                        "d:10,2",
                                        "+s",
                                        "+l",
                                        "+w",
                                        "+w:",
                                        "+w:2x",
                                        "ii",
                                        "+w:-1",
                                        "+r",
                                        "+vl",
                                        "vu",
                                        "+w:3 ",
                                        "+w:99999999999999999999",
                                        NULL};
  Given given;
  for (size_t i = 0; i < Py_ARRAY_LENGTH(unknown); i++) {
    give(&given, 2, FORMATS(unknown[i], "s"), LENGTHS(1, 4), shorts);
    assert_fails(view_given(&given), "ValueError",
                 "Arrow: the type is neither a number nor a fixed-size list of numbers");
    assert_int_equal(given.array_releases + given.schema_releases, 0);
  }
  give(&given, 1, FORMATS("b"), LENGTHS(1), shorts);
  assert_fails(view_given(&given), "ValueError",
               "Arrow: booleans are single bits, which have no addresses");
}

/* --- both ways --- */

static void what_goes_and_comes_back_is_the_same_memory(void **state) {
  Pair made;
  PyObject *view = flat_cube();
  assert_int_equal(PyMV_ToArrow(view, &made.array, &made.schema), 0);
  PyObject *back = PyMV_FromArrow(&made.array, &made.schema);
  assert_null(made.array.release);
  assert_null(made.schema.release);
  assert_ptr_equal(PyMV_ItemPointer(back, SHAPE(1, 2, 3), 0),
                   PyMV_ItemPointer(view, SHAPE(1, 2, 3), 0));
  assert_int_equal(PyMV_Equal(back, view), 1);
  PyMV_DecRef(view);
  PyObject *row = PyMV_Index(back, 0, 1);
  PyMV_DecRef(back);
  assert_items(row, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(an_axis_becomes_an_array),
      CASE(more_axes_become_lists),
      CASE(a_released_view_does_not_end_an_array),
      CASE(moved_arrays_keep_the_memory),
      CASE(views_without_items_become_empty_arrays),
      CASE(what_arrow_cannot_express_is_refused),
      CASE(arguments_are_checked),
      CASE(any_thread_may_release),
      CASE(an_array_becomes_a_view_that_owns_it),
      CASE(types_become_formats),
      CASE(lists_become_axes_and_offsets_add_up),
      CASE(lists_may_be_63_deep),
      CASE(nulls_are_refused_where_the_view_shows_them),
      CASE(what_contradicts_itself_is_refused),
      CASE(other_types_are_refused),
      CASE(what_goes_and_comes_back_is_the_same_memory),
  };
  return cmocka_run_group_tests_name("flat_arrow", tests, start_host, stop_host);
}
