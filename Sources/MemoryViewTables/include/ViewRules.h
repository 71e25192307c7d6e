/* Memoryview behaviour that depends on the process: the types of its objects, and the few points in
 * which hosts differ. Plain data; the initial values, zero where possible, are those of a process
 * without Python. HostInterpreter changes them while no other code uses them.
 */
#ifndef VIEW_RULES_H
#define VIEW_RULES_H

#include <PyMemoryView.h>

/** The header of static objects that a host completes. Hosts since CPython 3.12, whose interpreters
 * may use such an object at the same time without a common GIL, do not count references to an
 * object that has so many; older ones never count them down to zero. */
#ifdef Py_GIL_DISABLED
#define PYMV_UNFINISHED_HEAD PyObject_HEAD_INIT(NULL)
#else
#define PYMV_UNFINISHED_HEAD {UINT32_MAX, NULL},
#endif

/** Methods with keyword arguments. */
typedef enum {
  PYMV_METHOD_NEW,
  PYMV_METHOD_TOBYTES,
  PYMV_METHOD_HEX,
  PYMV_METHOD_CAST,
  PYMV_METHOD_FROM_FLAGS,
  PYMV_METHOD_COUNT_OF_METHODS
} pymv_method;

/** Types for new objects, and services that only a host has. */
typedef struct {
  /** A CPython interpreter serves this process: callers hold its GIL, and it collects cycles. */
  _Bool has_host;
  _Bool has_immortal_ints; /**< The host never deallocates the ints of bytes. */
  PyTypeObject *view_type;
  PyTypeObject *direct_type;         /**< view_type; NULL while requests to views are watched. */
  PyTypeObject *managed_buffer_type; /**< NULL until find_types was called. */
  PyTypeObject *iterator_type;       /**< NULL until find_types was called. */
  /** Set the types that are NULL. 0, or -1 with an exception. */
  int (*find_types)(void);
  /** Whether ints of the calling thread's interpreter may be kept without a reference, because no
   * interpreter exists longer. */
  _Bool (*may_borrow_ints)(void);
  /** Whether freed objects may be kept now, in the memory of the calling thread's interpreter. */
  _Bool (*may_keep_objects)(void);
  /** Make an object new that was freed and kept: it has one reference. */
  void (*renew)(PyObject *);
  /** Make the iterators that are not over rows. NULL: this library makes them. */
  PyObject *(*iterate_as_host)(PyObject *);
  /** Make an iterator that asks for one index after the other, in hosts without iterator_type. */
  PyObject *(*iterate_by_index)(PyObject *);
  /** The type of iterators over rows. NULL without an exception if the calling thread's interpreter
   * has none, NULL with one if it could not be made. */
  PyTypeObject *(*row_iterator_type)(void);
  /** Clear the weak references to an object. NULL: weak references are not supported. */
  void (*clear_weak_references)(PyObject *);
  /** Handle a call whose arguments do not match the signature, so that the error has the host's
   * message. Takes a method's arguments, of METH_FASTCALL | METH_KEYWORDS; returns the method's
   * result. NULL: this library's own messages are used. */
  PyObject *(*answer_misfit)(pymv_method, PyObject *, PyObject *const *, Py_ssize_t, PyObject *);
  /** Perform requests without a view, or with only PyBUF_READ or PyBUF_WRITE, which hosts treat
   * differently. NULL: they are rejected. */
  int (*get_buffer)(PyObject *, Py_buffer *, int);
  int (*fill_info)(Py_buffer *, PyObject *, void *, Py_ssize_t, int, int);
  /** Compute the size of a struct format, with the host's set of formats. NULL: use this library's
   * function, which supports all formats of later versions. */
  Py_ssize_t (*size_from_format)(const char *);
  /** Release the GIL. Returns a token for retake_lock, or NULL if the thread did not hold the GIL.
   * leave_lock is NULL if there is no GIL or it must be kept; retake_lock, once set, stays set. */
  void *(*leave_lock)(void);
  void (*retake_lock)(void *);
  /** The calling thread's interpreter. NULL: there is no host. */
  void *(*interpreter)(void);
  /** Call a function that needs the GIL of an interpreter, in any thread, with or without it; not
   * at all once the main interpreter has ended, or is about to. */
  void (*call_in)(void *interpreter, void (*function)(void *), void *context);
  /** Write the current Python file and line as text, without raising an exception. Returns false if
   * they are unknown. NULL: there is no host. */
  _Bool (*describe_line)(char *text, size_t room);
} pymv_view_services;

/** Behaviour in which hosts differ. */
typedef struct {
  _Bool scalars_have_length_one;         /**< len() of a view without axes is 1, not an error. */
  _Bool asks_for_containers;             /**< Errors of `in` say "not a container or iterable". */
  _Bool keeps_cpython_limits;            /**< N-d sub-views and casts are limited as in CPython. */
  _Bool casts_c_order_only;              /**< cast() takes and makes only arrays in C order. */
  _Bool leaves_failed_casts;             /**< Errors of cast() are those of the host's method. */
  _Bool lacks_half_floats;               /**< `e` is not an item format. */
  _Bool lacks_complex_numbers;           /**< `Zf` and `Zd` are not item formats. */
  _Bool compares_boolean_bytes;          /**< Items of format `?` are equal if their bytes are. */
  const char *unknown_format_characters; /**< Items with these in their format equal nothing. */
  _Bool casts_to_native_formats;         /**< Errors of cast() do not say "single character". */
  _Bool counts_groups_as_int;            /**< hex() converts bytes_per_sep to a C int. */
  _Bool caller_expects_cpython;          /**< Callers were compiled for CPython's rules. */
  _Bool leaves_formats_to_exporters; /**< The format of a buffer with an exporter is not copied. */
} pymv_view_rules;

extern PYMV_SHARED_DATA pymv_view_services pymv_c_services;
extern PYMV_SHARED_DATA pymv_view_rules pymv_c_rules;

/** The calling thread's interpreter; NULL without a host. */
static inline void *pymv_c_current_interpreter(void) {
  return pymv_c_services.interpreter != NULL ? pymv_c_services.interpreter() : NULL;
}

/** Call a function that ends what was made in an interpreter: there, or without a host here. */
static inline void pymv_c_run_in(void *interpreter, void (*function)(void *), void *context) {
  if (pymv_c_services.call_in == NULL)
    function(context);
  else
    pymv_c_services.call_in(interpreter, function, context);
}

#endif /* VIEW_RULES_H */
