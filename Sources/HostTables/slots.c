#include <stddef.h>

#include "HostTables.h"

#define SLOT(name, function) {0, offsetof(PyTypeObject, name), (pymv_function)(function)}
#define PART(table, type, name, function) \
  {offsetof(PyTypeObject, table), offsetof(type, name), (pymv_function)(function)}

/* tp_iter is not among them: not every host has one to replace. */
static const pymv_slot slots[] = {
    SLOT(tp_dealloc, pymv_s_view_dealloc),
    SLOT(tp_repr, pymv_s_view_repr),
    SLOT(tp_hash, pymv_s_view_hash),
    SLOT(tp_traverse, pymv_s_view_traverse),
    SLOT(tp_clear, pymv_s_view_clear),
    SLOT(tp_richcompare, pymv_s_view_richcompare),
    SLOT(tp_new, pymv_s_host_new),
    SLOT(tp_vectorcall, pymv_s_view_vectorcall),
    PART(tp_as_sequence, PySequenceMethods, sq_length, pymv_s_view_length),
    PART(tp_as_sequence, PySequenceMethods, sq_item, pymv_s_view_item),
    PART(tp_as_mapping, PyMappingMethods, mp_length, pymv_s_view_length),
    PART(tp_as_mapping, PyMappingMethods, mp_subscript, pymv_s_view_subscript),
    PART(tp_as_mapping, PyMappingMethods, mp_ass_subscript, pymv_s_view_ass_subscript),
    PART(tp_as_buffer, PyBufferProcs, bf_getbuffer, pymv_s_view_getbuffer),
    PART(tp_as_buffer, PyBufferProcs, bf_releasebuffer, pymv_s_view_releasebuffer),
};

const Py_ssize_t pymv_c_view_slot_count = Py_ARRAY_LENGTH(slots);

const pymv_slot *pymv_c_view_slots(void) {
  return slots;
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

extern __attribute__((weak)) PyObject *Py_GenericAlias(PyObject *, PyObject *);

static PyObject *class_getitem(PyObject *type, PyObject *parameters) {
  return Py_GenericAlias(type, parameters);
}

PyMethodDef pymv_c_class_getitem = {"__class_getitem__", class_getitem, METH_O | METH_CLASS,
                                    "__class_getitem__($type, item, /)\n--\n\nSee PEP 585"};

pymv_takeover pymv_c_takeover;

_Bool pymv_c_has_known_layout(const PyTypeObject *type) {
  return strcmp(type->tp_name, "memoryview") == 0 &&
         type->tp_basicsize == offsetof(PyMemoryViewObject, ob_array) &&
         type->tp_itemsize == sizeof(Py_ssize_t) &&
         type->tp_weaklistoffset == offsetof(PyMemoryViewObject, weakreflist);
}

pymv_changed_word *pymv_c_changed_words(void) {
  static pymv_changed_word words[PYMV_MOST_WORDS];
  return words;
}

pymv_changed_entry *pymv_c_changed_entries(void) {
  static pymv_changed_entry entries[PYMV_MOST_ENTRIES];
  return entries;
}

PyMethodDef *pymv_c_added_methods(void) {
  static PyMethodDef methods[PYMV_MOST_METHODS];
  return methods;
}

PyMethodDef *pymv_c_original(pymv_method method) {
  static PyMethodDef originals[PYMV_METHOD_COUNT_OF_METHODS];
  return &originals[method];
}
