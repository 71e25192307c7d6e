/* Where memoryviews depend on what else is in the process: the types that serve them, and the few
 * points in which hosts differ. Plain data; the initial values, zero where possible, are those of a
 * process without Python. Whoever knows the host changes them, before or while nothing else runs.
 */
#ifndef VIEW_RULES_H
#define VIEW_RULES_H

#include <PyMemoryView.h>

/** Methods whose arguments have names. */
typedef enum {
  PYMV_METHOD_NEW,
  PYMV_METHOD_TOBYTES,
  PYMV_METHOD_HEX,
  PYMV_METHOD_CAST,
  PYMV_METHOD_FROM_FLAGS,
  PYMV_METHOD_COUNT_OF_METHODS
} pymv_method;

/** Types of the objects that are made, and services that only a host has. */
typedef struct {
  /** An interpreter serves this process: whoever calls holds its lock, and it collects cycles. */
  _Bool has_host;
  PyTypeObject *view_type;
  PyTypeObject *direct_type;         /**< As view_type; NULL while requests to views are watched. */
  PyTypeObject *managed_buffer_type; /**< NULL: find_types has yet to be called. */
  PyTypeObject *iterator_type;       /**< NULL: as above. */
  /** Fill in the types that are NULL. 0, or -1 with an exception. */
  int (*find_types)(void);
  /** Tell an object's weak references that it goes. NULL: there are none. */
  void (*clear_weak_references)(PyObject *);
  /** Answer a call whose arguments do not fit, in the host's words. Takes a method's arguments, of
   * METH_FASTCALL | METH_KEYWORDS; returns what the method would. NULL: nobody else knows words. */
  PyObject *(*answer_misfit)(pymv_method, PyObject *, PyObject *const *, Py_ssize_t, PyObject *);
  /** Carry out requests without a view, or of nothing but PyBUF_READ or PyBUF_WRITE, which hosts
   * treat differently. NULL: they are refused. */
  int (*get_buffer)(PyObject *, Py_buffer *, int);
  int (*fill_info)(Py_buffer *, PyObject *, void *, Py_ssize_t, int, int);
  /** Find the size of a struct format. NULL: ours knows all formats that later versions know. */
  Py_ssize_t (*size_from_format)(const char *);
  /** Let other threads run; what it returns is for retake_lock, NULL: they run already. NULL: there
   * is no lock, or it is to be kept. retake_lock never goes once it was there. */
  void *(*leave_lock)(void);
  void (*retake_lock)(void *);
  /** Write which line of the host's language runs, as text, without raising anything. False: it
   * cannot be told. NULL: there is none. */
  _Bool (*describe_line)(char *text, size_t room);
} pymv_view_services;

/** Behaviour in which hosts differ. */
typedef struct {
  _Bool scalars_have_length_one;         /**< len() of a view without axes is 1, not an error. */
  _Bool asks_for_containers;             /**< `in` says so of what is none. */
  _Bool lacks_half_floats;               /**< `e` is no format of items. */
  _Bool lacks_complex_numbers;           /**< `Zf` and `Zd` are no formats of items. */
  _Bool compares_boolean_bytes;          /**< Items of format `?` are equal if their bytes are. */
  const char *unknown_format_characters; /**< Items with such a format equal nothing. */
  _Bool casts_to_native_formats; /**< Casts say so, and do not speak of single characters. */
  _Bool counts_groups_as_int;    /**< hex() takes the bytes of a group as a C int. */
  _Bool caller_expects_cpython;  /**< PyMemoryView_FromBuffer leaves the buffer to its caller. */
  _Bool leaves_formats_to_exporters; /**< The format of a buffer with an exporter is not copied. */
} pymv_view_rules;

extern PYMV_SHARED_DATA pymv_view_services pymv_c_services;
extern PYMV_SHARED_DATA pymv_view_rules pymv_c_rules;

#endif /* VIEW_RULES_H */
