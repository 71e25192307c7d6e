/* Holds: a thread says that it reads a view, without writing to memory that other threads read.
 *
 * Each thread has a list of the views it holds. release() first marks the view as released, then
 * makes all threads pass a barrier, and then waits until no list contains the view. So a thread
 * that put a view on its list, and afterwards finds it not released, may use its memory until it
 * takes the view off the list. Only release() pays for that: with membarrier, a thread that holds a
 * view executes no barrier of its own.
 *
 * Between hold and unhold a thread runs no foreign code, so that nobody waits for long, and never
 * for itself. Only in libraries for free-threaded interpreters; elsewhere views are pinned, which
 * counts.
 */
#ifndef HOLDS_H
#define HOLDS_H

#include <CSupport.h>
#include <PyMemoryView.h>

#ifdef Py_GIL_DISABLED

/** Views that a thread holds at the same time, at most. */
enum { PYMV_MOST_HOLDS = 4 };

/** The list of one thread. The others only read it. */
typedef struct pymv_holder {
  PyMemoryViewObject *views[PYMV_MOST_HOLDS];
  int count;
  struct pymv_holder *next; /**< Set before the holder is published. */
  _Bool is_used;            /**< Belongs to a thread that has not ended. */
} __attribute__((aligned(64))) pymv_holder;

/** NULL: this thread has held no view yet. */
extern PYMV_HIDDEN PYMV_THREAD_LOCAL pymv_holder *pymv_c_holder;

/** Whether holders need a barrier of their own, because membarrier is not available. Order:
 * value. */
extern PYMV_HIDDEN _Bool pymv_c_holders_need_barriers;

/** Make the list of this thread. @return NULL if there is no memory. */
PYMV_C_ONLY pymv_holder *pymv_c_make_holder(void);

/** Put a view on the list of this thread. Order: hold. @return false if there is no room. */
PYMV_ALWAYS_INLINE _Bool pymv_c_hold(PyMemoryViewObject *view) {
  pymv_holder *holder = pymv_c_holder != NULL ? pymv_c_holder : pymv_c_make_holder();
  if (holder == NULL || holder->count == PYMV_MOST_HOLDS) return 0;
  int place = holder->count++;
  /* A signal handler that holds views uses the places after this one. */
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  __atomic_store_n(&holder->views[place], view, __ATOMIC_RELAXED);
  if (__atomic_load_n(&pymv_c_holders_need_barriers, __ATOMIC_RELAXED))
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
  else
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
  return 1;
}

/** Take the view that was put on the list last off it. Order: hold. */
PYMV_ALWAYS_INLINE void pymv_c_unhold(void) {
  pymv_holder *holder = pymv_c_holder;
  __atomic_store_n(&holder->views[--holder->count], NULL, __ATOMIC_RELEASE);
}

/** Whether this thread holds a view. Order: value. */
PYMV_ALWAYS_INLINE _Bool pymv_c_has_hold(const PyMemoryViewObject *view) {
  for (int i = 0; pymv_c_holder != NULL && i < pymv_c_holder->count; i++) {
    if (__atomic_load_n(&pymv_c_holder->views[i], __ATOMIC_RELAXED) == view) return 1;
  }
  return 0;
}

/** Wait until no other thread holds a view that is marked as released. */
void pymv_c_await_holders(PyMemoryViewObject *view);

#else

PYMV_ALWAYS_INLINE _Bool pymv_c_hold(PyMemoryViewObject *view) {
  (void)view;
  return 0;
}

PYMV_ALWAYS_INLINE void pymv_c_unhold(void) {}

PYMV_ALWAYS_INLINE _Bool pymv_c_has_hold(const PyMemoryViewObject *view) {
  (void)view;
  return 0;
}

PYMV_ALWAYS_INLINE void pymv_c_await_holders(PyMemoryViewObject *view) {
  (void)view;
}

#endif

#endif /* HOLDS_H */
