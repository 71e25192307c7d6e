#include <stddef.h>

#include "HostTables.h"

#define SLOT(name, function) {0, offsetof(PyTypeObject, name), (pymv_function)(function)}
#define PART(table, type, name, function) \
  {offsetof(PyTypeObject, table), offsetof(type, name), (pymv_function)(function)}

static const pymv_slot view_slots[] = {
    SLOT(tp_dealloc, pymv_s_view_dealloc),
    SLOT(tp_repr, pymv_s_view_repr),
    SLOT(tp_hash, pymv_s_view_hash),
    SLOT(tp_traverse, pymv_s_view_traverse),
    SLOT(tp_clear, pymv_s_view_clear),
    SLOT(tp_richcompare, pymv_s_view_richcompare),
    SLOT(tp_new, pymv_s_host_new),
    SLOT(tp_vectorcall, pymv_s_view_vectorcall),
    PART(tp_as_mapping, PyMappingMethods, mp_subscript, pymv_s_view_subscript),
    PART(tp_as_mapping, PyMappingMethods, mp_ass_subscript, pymv_s_view_ass_subscript),
    PART(tp_as_buffer, PyBufferProcs, bf_getbuffer, pymv_s_view_getbuffer),
    PART(tp_as_buffer, PyBufferProcs, bf_releasebuffer, pymv_s_view_releasebuffer),
};

static const pymv_slot field_slots[] = {
    PART(tp_as_sequence, PySequenceMethods, sq_length, pymv_s_view_length),
    PART(tp_as_mapping, PyMappingMethods, mp_length, pymv_s_view_length),
};

static const pymv_slot index_slots[] = {
    PART(tp_as_sequence, PySequenceMethods, sq_item, pymv_s_view_item),
};

static const pymv_slot iteration_slots[] = {SLOT(tp_iter, pymv_s_view_iter)};

static const pymv_slot search_slots[] = {
    PART(tp_as_sequence, PySequenceMethods, sq_contains, pymv_s_view_contains),
};

static const pymv_slot iterator_slots[] = {SLOT(tp_iternext, pymv_s_iterator_next)};

pymv_slots pymv_c_view_slots(void) {
  return (pymv_slots){view_slots, Py_ARRAY_LENGTH(view_slots)};
}

pymv_slots pymv_c_field_slots(void) {
  return (pymv_slots){field_slots, Py_ARRAY_LENGTH(field_slots)};
}

pymv_slots pymv_c_index_slots(void) {
  return (pymv_slots){index_slots, Py_ARRAY_LENGTH(index_slots)};
}

pymv_slots pymv_c_iteration_slots(void) {
  return (pymv_slots){iteration_slots, Py_ARRAY_LENGTH(iteration_slots)};
}

pymv_slots pymv_c_search_slots(void) {
  return (pymv_slots){search_slots, Py_ARRAY_LENGTH(search_slots)};
}

pymv_slots pymv_c_iterator_slots(void) {
  return (pymv_slots){iterator_slots, Py_ARRAY_LENGTH(iterator_slots)};
}

PyGetSetDef *pymv_c_attribute(const char *name) {
  for (PyGetSetDef *attribute = pymv_c_view_getset; attribute->name != NULL; attribute++) {
    if (strcmp(attribute->name, name) == 0) return attribute;
  }
  return NULL;
}

PyCFunction pymv_c_tuple_function(const char *name) {
  if (strcmp(name, "tobytes") == 0) return (PyCFunction)(pymv_function)pymv_s_host_tobytes;
  if (strcmp(name, "cast") == 0) return (PyCFunction)(pymv_function)pymv_s_host_cast;
  return NULL;
}
