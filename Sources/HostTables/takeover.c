#include <stddef.h>

#include "HostTables.h"

/* The state of a takeover. In C, because it is static storage of a fixed size. */

pymv_takeover pymv_c_takeover;

extern __attribute__((weak)) int Py_AtExit(void (*)(void));

static _Bool watches_end;

static void interpreter_ended(void) {
  watches_end = 0;
  pymv_c_takeover.has_row_iterator = 0;
  pymv_s_forget_interpreter();
}

_Bool pymv_c_watch_end(void) {
  if (!watches_end) watches_end = Py_AtExit(interpreter_ended) == 0;
  return watches_end;
}

_Bool pymv_c_may_borrow_ints(void) {
  return watches_end && pymv_c_is_main_interpreter();
}

/* Interpreters without GILs of their own share one memory. */
_Bool pymv_c_may_keep_objects(void) {
  return watches_end && (!pymv_c_has_locks_of_interpreters() || pymv_c_is_main_interpreter());
}

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
