#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "ObjectWatch.h"
#include "records.h"

/* Records of watched objects, protected by a lock. While it is held, no function is called that
 * could call back into this file. */

/* Order: value (Atomics.h). The lock orders the records. */
_Bool pymv_c_watch_is_on;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pymv_records records;

/* write() is a cancellation point: a thread cancelled there would never release the lock. */
static int cancelability;

/* Not inlined, because there are many callers. */
static __attribute__((noinline)) void lock_records(void) {
  int before;
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before);
  pthread_mutex_lock(&lock);
  cancelability = before;
}

static __attribute__((noinline)) void unlock_records(void) {
  int before = cancelability;
  pthread_mutex_unlock(&lock);
  pthread_setcancelstate(before, NULL);
}

/* Prevents a deadlock in a child that is forked while another thread holds the lock. */
static void handle_forks(void) {
  pthread_atfork(lock_records, unlock_records, unlock_records);
}

/* Order: value (Atomics.h). A request that takes the fast path meanwhile is not recorded, and needs
 * no record when it is released. */
void pymv_c_watch_requests(void) {
  PyTypeObject *type = pymv_c_is_watching() ? NULL : pymv_c_services.view_type;
  __atomic_store_n(&pymv_c_services.direct_type, type, __ATOMIC_RELAXED);
}

_Bool pymv_c_watch(_Bool on) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  if (on) pthread_once(&once, handle_forks);
  lock_records();
  _Bool before = __atomic_exchange_n(&pymv_c_watch_is_on, on, __ATOMIC_RELAXED);
  if (!on) pymv_records_clear(&records);
  pymv_c_watch_requests();
  unlock_records();
  return before;
}

Py_ssize_t pymv_c_watch_report(int fd) {
  if (!pymv_c_is_watching()) return -1;
  lock_records();
  if (fd >= 0) pymv_records_print(&records, fd, 1);
  Py_ssize_t count = (Py_ssize_t)(records.view_count + records.buffer_count);
  unlock_records();
  return count;
}

void pymv_c_watch_leave_views(void) {
  if (!pymv_c_is_watching()) return;
  lock_records();
  if (records.view_count > 0) pymv_records_print(&records, STDERR_FILENO, 1);
  pymv_records_forget_views(&records);
  unlock_records();
}

/* Hosts have torn down their modules by now, so objects that are alive will not be released. */
__attribute__((destructor)) static void report_leaks(void) {
  if (!pymv_c_is_watching()) return;
  lock_records();
  size_t count = records.view_count + records.buffer_count;
  if (count > 0) pymv_records_print(&records, STDERR_FILENO, !pymv_c_services.has_host);
  unlock_records();
}

/* Whether this library deallocates a view: otherwise the host's own type does. */
static _Bool is_deallocated_here(PyObject *view) {
  return Py_TYPE(view)->tp_dealloc == pymv_s_view_dealloc;
}

static size_t add_shape(char *text, size_t room, const Py_buffer *view) {
  size_t used = (size_t)snprintf(text, room, "(");
  for (int axis = 0; view->shape != NULL && axis < view->ndim && used < room; axis++) {
    used +=
        (size_t)snprintf(text + used, room - used, axis == 0 ? "%zd" : ", %zd", view->shape[axis]);
  }
  if (used < room) used += (size_t)snprintf(text + used, room - used, view->ndim == 1 ? ",)" : ")");
  return used;
}

static void describe_memory(char *text, size_t room, const Py_buffer *view) {
  const char *format = view->format != NULL ? view->format : "B";
  size_t used = (size_t)snprintf(text, room, "%zd bytes, format %.24s", view->len, format);
  if (view->shape != NULL && used < room) {
    used += (size_t)snprintf(text + used, room - used, ", shape ");
    if (used < room) used += add_shape(text + used, room - used, view);
  }
  if (used < room) {
    snprintf(text + used, room - used, view->readonly ? ", read-only" : ", writable");
  }
}

static void describe_exporter(char *text, size_t room, PyObject *exporter) {
  if (exporter == NULL) {
    snprintf(text, room, "memory without an exporter");
  } else {
    snprintf(text, room, "%.60s at %p", Py_TYPE(exporter)->tp_name, (void *)exporter);
  }
}

static pymv_record *make_record(pymv_record_kind kind, const void *key, const Py_buffer *view,
                                const void *caller) {
  pymv_record *record = calloc(1, sizeof *record);
  if (record == NULL) return NULL;
  record->kind = kind;
  record->key = key;
  record->exporter = view->obj;
  record->memory = view->buf;
  describe_exporter(record->exporter_text, sizeof record->exporter_text, view->obj);
  describe_memory(record->memory_text, sizeof record->memory_text, view);
  pymv_c_describe_place(caller, record->maker, sizeof record->maker);
  return record;
}

/* Another thread may have ended watching since the caller checked. */
static void add_if_watching(pymv_record *record) {
  if (pymv_c_is_watching()) {
    pymv_records_add(&records, record);
  } else {
    free(record);
  }
}

PyObject *pymv_c_note_view(PyObject *made, const void *caller) {
  /* A new view has only one reference; a[...] of a scalar returns the view itself. */
  if (made == NULL || !is_deallocated_here(made) || Py_REFCNT(made) != 1) return made;
  const PyMemoryViewObject *view = (const PyMemoryViewObject *)made;
  pymv_record *record = make_record(PYMV_RECORD_VIEW, view, &view->view, caller);
  if (record != NULL) record->managed = view->mbuf;
  lock_records();
  add_if_watching(record);
  unlock_records();
  return made;
}

void pymv_c_forget_view(PyObject *view) {
  lock_records();
  pymv_record *record = pymv_records_find(&records, PYMV_RECORD_VIEW, view);
  if (record != NULL) pymv_records_remove(&records, record);
  unlock_records();
}

/* Order: value (Atomics.h). The calling thread sees its own increments. */
size_t pymv_c_watch_mark(void) {
  return __atomic_load_n(&records.number, __ATOMIC_RELAXED);
}

void pymv_c_note_request(Py_buffer *view, int status, size_t mark, const void *caller) {
  pymv_record *record = NULL;
  _Bool must_release = status == 0 && view->obj != NULL;
  if (must_release) record = make_record(PYMV_RECORD_BUFFER, view, view, caller);
  lock_records();
  pymv_record *before = pymv_records_find(&records, PYMV_RECORD_BUFFER, view);
  if (before != NULL) {
    /* A newer record is of a request that the exporter forwarded. The buffer of an older one has
     * been overwritten, and has no address any more. */
    if (before->number > mark) {
      pymv_records_remove(&records, before);
    } else if (must_release) {
      pymv_records_rename(&records, before, NULL);
    }
  }
  pymv_records_forget_released(&records, view);
  if (must_release) add_if_watching(record);
  unlock_records();
}

static void report_second_release(const Py_buffer *view, const pymv_record *record,
                                  const char *place) {
  pymv_c_watch_print(STDERR_FILENO,
                     "PyMemoryView: Py_buffer at %p of %s was released twice: %s\n"
                     "    got by %s\n    released by %s\n    and again by %s\n",
                     (const void *)view, record->exporter_text, record->memory_text, record->maker,
                     record->releaser, place);
}

void pymv_c_note_release(Py_buffer *view, const void *caller) {
  char place[PYMV_PLACE_ROOM];
  pymv_c_describe_place(caller, place, sizeof place);
  lock_records();
  pymv_record *record = pymv_records_find_buffer(&records, view);
  if (record != NULL) {
    pymv_records_release(&records, record, place);
  } else {
    record = pymv_records_find_released(&records, view);
    if (record != NULL) report_second_release(view, record, place);
  }
  unlock_records();
}

void pymv_c_note_taken_over(Py_buffer *view) {
  lock_records();
  pymv_record *record = pymv_records_find(&records, PYMV_RECORD_BUFFER, view);
  if (record == NULL) record = pymv_records_find_buffer(&records, view);
  if (record != NULL) pymv_records_remove(&records, record);
  unlock_records();
}

void pymv_c_note_fill(Py_buffer *view) {
  lock_records();
  pymv_records_forget_released(&records, view);
  unlock_records();
}
