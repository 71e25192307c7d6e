#define _GNU_SOURCE
#include "MemoryViewTables.h"

#ifdef Py_GIL_DISABLED

#include <linux/membarrier.h>
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

PYMV_THREAD_LOCAL pymv_holder *pymv_c_holder;
_Bool pymv_c_holders_need_barriers = 1;

/* All lists that were ever made; those of ended threads are used again. Order: publish. */
static pymv_holder *newest;

/* --- Barriers --------------------------------------------------------------------------------- */

static _Bool membarrier(int command) {
  return syscall(SYS_membarrier, command, 0, 0) == 0;
}

/* Before any thread can hold a view. A child of fork is registered like its parent. */
__attribute__((constructor)) static void register_process(void) {
  pymv_c_holders_need_barriers = !membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED);
}

/* Order: hold. */
static void pass_barrier_everywhere(void) {
  if (pymv_c_holders_need_barriers || !membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED))
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

/* --- Lists ------------------------------------------------------------------------------------ */

static pthread_key_t thread_end;
static _Bool has_thread_end;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* A destructor that runs later may hold views again; its list is then never reused. Order: lock. */
static void give_back(void *holder) {
  pymv_c_holder = NULL;
  __atomic_store_n(&((pymv_holder *)holder)->is_used, 0, __ATOMIC_RELEASE);
}

static void create_key(void) {
  has_thread_end = pthread_key_create(&thread_end, give_back) == 0;
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

__attribute__((noinline)) pymv_holder *pymv_c_make_holder(void) {
  pthread_once(&once, create_key);
  if (!has_thread_end) return NULL;
  pymv_holder *holder = take_back();
  if (holder == NULL) holder = make_new();
  if (holder == NULL) return NULL;
  if (pthread_setspecific(thread_end, holder) != 0) {
    give_back(holder);
    return NULL;
  }
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

/* A thread that holds a view may wait for all others to leave the interpreter, so this one leaves
 * it while it waits. */
static void wait_for(const pymv_holder *holder, const PyMemoryViewObject *view) {
  if (!holds(holder, view)) return;
  void *token = pymv_c_services.leave_lock != NULL ? pymv_c_services.leave_lock() : NULL;
  while (holds(holder, view)) sched_yield();
  if (token != NULL) pymv_c_services.retake_lock(token);
}

/* Order: publish. */
void pymv_c_await_holders(PyMemoryViewObject *view) {
  const pymv_holder *holder = __atomic_load_n(&newest, __ATOMIC_ACQUIRE);
  if (holder == NULL) return;
  pass_barrier_everywhere();
  for (; holder != NULL; holder = holder->next) wait_for(holder, view);
}

#endif
