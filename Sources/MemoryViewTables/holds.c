#define _GNU_SOURCE
#include "MemoryViewTables.h"

#ifdef Py_GIL_DISABLED

#include <linux/membarrier.h>
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

PYMV_THREAD_LOCAL pymv_holder *pymv_c_holder;

/* Order: value. Once true, it stays. */
_Bool pymv_c_holders_need_barriers = 1;

/* Whether all holders have found that they need barriers. Order: check. */
static _Bool holders_have_barriers = 1;

/* All lists that were ever made; those of ended threads are used again. Order: publish. */
static pymv_holder *newest;

static pthread_key_t thread_end;

/* Whether lists can be made: their threads' end and a fork are noticed. */
static _Bool is_ready;

/* --- Barriers --------------------------------------------------------------------------------- */

static _Bool membarrier(int command) {
  return syscall(SYS_membarrier, command, 0, 0) == 0;
}

static void pause_for(long nanoseconds) {
  nanosleep(&(struct timespec){.tv_nsec = nanoseconds}, NULL);
}

/* The kernel may refuse later, for instance after a seccomp filter was installed. From then on the
 * holders execute barriers. Threads that have not noticed yet have executed some after the pause:
 * processors empty their store buffers within microseconds, and a thread that stops in between
 * executes a barrier. Order: value for the holders, check. */
static void let_holders_have_barriers(void) {
  enum { PAUSE = 20 * 1000 * 1000 };
  __atomic_store_n(&pymv_c_holders_need_barriers, 1, __ATOMIC_RELAXED);
  pause_for(PAUSE);
  __atomic_store_n(&holders_have_barriers, 1, __ATOMIC_RELEASE);
}

/* Order: hold. */
static void pass_barrier_everywhere(void) {
  if (!__atomic_load_n(&holders_have_barriers, __ATOMIC_ACQUIRE)) {
    if (membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED)) return;
    let_holders_have_barriers();
  }
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

/* --- Lists ------------------------------------------------------------------------------------ */

/* Also ends holds that the thread could not end, because it was ended in the middle. Order: hold
 * for the views, lock for the list. */
static void give_back(pymv_holder *holder) {
  for (int i = 0; i < PYMV_MOST_HOLDS; i++)
    __atomic_store_n(&holder->views[i], NULL, __ATOMIC_RELEASE);
  holder->count = 0;
  __atomic_store_n(&holder->is_used, 0, __ATOMIC_RELEASE);
}

/* Destructors that run later may hold views again, with another list. If the system no longer calls
 * this function, that list is never reused. */
static void end_thread(void *holder) {
  pymv_c_holder = NULL;
  give_back(holder);
}

/* The threads that the other lists belonged to do not exist in the child of a fork. Order:
 * publish. */
static void give_back_others(void) {
  pymv_holder *holder = __atomic_load_n(&newest, __ATOMIC_ACQUIRE);
  for (; holder != NULL; holder = holder->next) {
    if (holder != pymv_c_holder) give_back(holder);
  }
}

/* Before any thread can hold a view. A child of fork is registered like its parent. */
__attribute__((constructor)) static void prepare(void) {
  holders_have_barriers = !membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED);
  pymv_c_holders_need_barriers = holders_have_barriers;
  is_ready = pthread_key_create(&thread_end, end_thread) == 0 &&
             pthread_atfork(NULL, NULL, give_back_others) == 0;
}

/* Order: publish for the list, lock for its owner. */
static pymv_holder *take_back(void) {
  pymv_holder *holder = __atomic_load_n(&newest, __ATOMIC_ACQUIRE);
  for (; holder != NULL; holder = holder->next) {
    if (!__atomic_exchange_n(&holder->is_used, 1, __ATOMIC_ACQUIRE)) return holder;
  }
  return NULL;
}

/* Order: publish. */
static pymv_holder *make_new(void) {
  pymv_holder *holder = aligned_alloc(_Alignof(pymv_holder), sizeof *holder);
  if (holder == NULL) return NULL;
  *holder = (pymv_holder){.is_used = 1};
  pymv_holder *next = __atomic_load_n(&newest, __ATOMIC_RELAXED);
  do {
    holder->next = next;
  } while (
      !__atomic_compare_exchange_n(&newest, &next, holder, 1, __ATOMIC_RELEASE, __ATOMIC_RELAXED));
  return holder;
}

/* The barrier comes between the list and the first hold: see others_hold. Order: hold. */
__attribute__((noinline)) pymv_holder *pymv_c_make_holder(void) {
  if (!is_ready) return NULL;
  pymv_holder *holder = take_back();
  if (holder == NULL) holder = make_new();
  if (holder == NULL) return NULL;
  if (pthread_setspecific(thread_end, holder) != 0) {
    give_back(holder);
    return NULL;
  }
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
  return pymv_c_holder = holder;
}

/* --- Waiting ---------------------------------------------------------------------------------- */

/* Order: hold. */
static _Bool holds(const pymv_holder *holder, const PyMemoryViewObject *view) {
  for (int i = 0; i < PYMV_MOST_HOLDS; i++) {
    if (__atomic_load_n(&holder->views[i], __ATOMIC_ACQUIRE) == view) return 1;
  }
  return 0;
}

/* Most holds are short. Yielding alone would not let a holder of lower priority run. */
static void await_end(const pymv_holder *holder, const PyMemoryViewObject *view) {
  enum { YIELDS = 100, PAUSE = 50 * 1000 };
  for (int i = 0; holds(holder, view); i++) {
    if (i < YIELDS)
      sched_yield();
    else
      pause_for(PAUSE);
  }
}

/* A thread that holds a view may wait for all others to leave the interpreter, so this one leaves
 * it while it waits. */
static void wait_for(const pymv_holder *holder, const PyMemoryViewObject *view) {
  if (!holds(holder, view)) return;
  void *token = pymv_c_services.leave_lock != NULL ? pymv_c_services.leave_lock() : NULL;
  await_end(holder, view);
  if (token != NULL) pymv_c_services.retake_lock(token);
}

/* Whether another thread may hold a view. One whose list is not found makes it after the barrier,
 * and then passes one itself, so that it finds the view released. Order: hold. */
static _Bool others_hold(void) {
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
  const pymv_holder *holder = __atomic_load_n(&newest, __ATOMIC_ACQUIRE);
  for (; holder != NULL; holder = holder->next) {
    if (holder != pymv_c_holder && __atomic_load_n(&holder->is_used, __ATOMIC_ACQUIRE)) return 1;
  }
  return 0;
}

/* A list that is made after the barrier belongs to a thread that finds the view released. Without
 * other threads that have held views, no barrier is necessary. Order: publish. */
void pymv_c_await_holders(PyMemoryViewObject *view) {
  if (!others_hold()) return;
  pass_barrier_everywhere();
  const pymv_holder *holder = __atomic_load_n(&newest, __ATOMIC_ACQUIRE);
  for (; holder != NULL; holder = holder->next) wait_for(holder, view);
}

#endif
