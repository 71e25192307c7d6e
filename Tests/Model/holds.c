/* Lists of held views: ended threads, children of fork, no memory, and a kernel that refuses
 * membarrier. Links only holds.c, compiled for a free-threaded interpreter. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "MemoryViewTables.h"

enum { PATIENCE = 20, WAITED_MICROSECONDS = 20000, ROUNDS = 20000 };

pymv_view_services pymv_c_services;

static PyMemoryViewObject views[ROUNDS];
static _Bool refuses_memory, refuses_membarrier;
static int membarrier_count;

/* --- Faults ----------------------------------------------------------------------------------- */

void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
long __real_syscall(long number, ...);
long __wrap_syscall(long number, long command, long flags, long processor);

void *__wrap_aligned_alloc(size_t alignment, size_t size) {
  return refuses_memory ? NULL : __real_aligned_alloc(alignment, size);
}

long __wrap_syscall(long number, long command, long flags, long processor) {
  if (number == SYS_membarrier) membarrier_count++;
  return refuses_membarrier && number == SYS_membarrier
             ? -1
             : __real_syscall(number, command, flags, processor);
}

/* --- Threads ---------------------------------------------------------------------------------- */

static void *result_of(void *(*body)(void *), void *argument) {
  pthread_t thread;
  void *result;
  assert_int_equal(0, pthread_create(&thread, NULL, body, argument));
  assert_int_equal(0, pthread_join(thread, &result));
  return result;
}

static _Bool load(const _Bool *flag) {
  return __atomic_load_n(flag, __ATOMIC_ACQUIRE);
}

static void set(_Bool *flag) {
  __atomic_store_n(flag, 1, __ATOMIC_SEQ_CST);
}

/* A thread that holds views[0] until it is told to end. */
typedef struct {
  pthread_t thread;
  _Bool is_holding, is_to_end, did_await;
} Holder;

static void *hold_until_told(void *argument) {
  Holder *holder = argument;
  if (!pymv_c_hold(&views[0])) return NULL;
  set(&holder->is_holding);
  while (!load(&holder->is_to_end)) usleep(100);
  pymv_c_unhold();
  return holder;
}

static void start(Holder *holder) {
  assert_int_equal(0, pthread_create(&holder->thread, NULL, hold_until_told, holder));
  while (!load(&holder->is_holding)) usleep(100);
}

static void end(Holder *holder) {
  void *result;
  set(&holder->is_to_end);
  assert_int_equal(0, pthread_join(holder->thread, &result));
  assert_ptr_equal(holder, result);
}

static void *await_holders(void *argument) {
  pymv_c_await_holders(&views[0]);
  set(&((Holder *)argument)->did_await);
  return NULL;
}

/* --- Cases ------------------------------------------------------------------------------------ */

static void release_waits_for_a_holder(void **state) {
  (void)state;
  Holder holder = {0};
  pthread_t waiting;
  start(&holder);
  pymv_c_await_holders(&views[1]);
  assert_int_equal(0, pthread_create(&waiting, NULL, await_holders, &holder));
  usleep(WAITED_MICROSECONDS);
  assert_false(load(&holder.did_await));
  end(&holder);
  assert_int_equal(0, pthread_join(waiting, NULL));
  assert_true(holder.did_await);
}

static void a_list_has_room_for_some_views(void **state) {
  (void)state;
  for (int i = 0; i < PYMV_MOST_HOLDS; i++) assert_true(pymv_c_hold(&views[i]));
  assert_false(pymv_c_hold(&views[PYMV_MOST_HOLDS]));
  assert_true(pymv_c_has_hold(&views[PYMV_MOST_HOLDS - 1]));
  for (int i = 0; i < PYMV_MOST_HOLDS; i++) pymv_c_unhold();
  assert_false(pymv_c_has_hold(&views[0]));
}

static void *held_list(void *argument) {
  (void)argument;
  if (!pymv_c_hold(&views[0])) return NULL;
  pymv_c_unhold();
  return pymv_c_holder;
}

static void lists_of_ended_threads_are_used_again(void **state) {
  (void)state;
  void *list = result_of(held_list, NULL);
  assert_non_null(list);
  assert_ptr_equal(list, result_of(held_list, NULL));
}

static void *end_while_holding(void *argument) {
  (void)argument;
  pymv_c_hold(&views[0]);
  pthread_exit(pymv_c_holder);
}

static void a_thread_that_ends_holds_nothing(void **state) {
  (void)state;
  void *list = result_of(end_while_holding, NULL);
  pymv_c_await_holders(&views[0]);
  assert_ptr_equal(list, result_of(held_list, NULL));
}

static pthread_key_t late;

/* The list is this thread's alone, although its first one was given back. */
static void hold_late(void *found) {
  if (!pymv_c_hold(&views[0])) return;
  *(_Bool *)found = result_of(held_list, NULL) != pymv_c_holder;
  pymv_c_unhold();
}

static void *hold_at_the_end(void *found) {
  void *list = held_list(NULL);
  pthread_setspecific(late, found);
  return list;
}

static void destructors_of_threads_may_hold_views(void **state) {
  (void)state;
  _Bool held = 0;
  assert_int_equal(0, pthread_key_create(&late, hold_late));
  assert_non_null(result_of(hold_at_the_end, &held));
  assert_true(held);
  pymv_c_await_holders(&views[0]);
}

/* In a child of fork, which has only the calling thread. */
static void act_as_child(void) {
  alarm(PATIENCE);
  pymv_c_await_holders(&views[0]);
  _exit(pymv_c_has_hold(&views[1]) && result_of(held_list, NULL) != NULL ? 0 : 1);
}

static void a_child_of_fork_does_not_wait_for_lost_threads(void **state) {
  (void)state;
  Holder holder = {0};
  int status;
  start(&holder);
  assert_true(pymv_c_hold(&views[1]));
  pid_t child = fork();
  if (child == 0) act_as_child();
  assert_int_equal(child, waitpid(child, &status, 0));
  assert_int_equal(0, status);
  assert_true(pymv_c_has_hold(&views[1]));
  pymv_c_unhold();
  end(&holder);
}

static void without_memory_there_is_no_hold(void **state) {
  (void)state;
  Holder holders[2] = {{0}};
  for (int i = 0; i < 2; i++) start(&holders[i]);
  refuses_memory = 1;
  assert_null(result_of(held_list, NULL));
  refuses_memory = 0;
  for (int i = 0; i < 2; i++) end(&holders[i]);
}

/* --- The barrier ------------------------------------------------------------------------------ */

static _Bool released[ROUNDS], dropped[ROUNDS], has_begun;
static int round_now;

/* Uses the view of each round until it finds it released. @return NULL if none was dropped then. */
static void *use_all_views(void *argument) {
  void *fault = NULL;
  (void)argument;
  for (int i; (i = __atomic_load_n(&round_now, __ATOMIC_ACQUIRE)) < ROUNDS;) {
    if (!pymv_c_hold(&views[i])) return &views[i];
    if (!load(&released[i]) && load(&dropped[i])) fault = &views[i];
    pymv_c_unhold();
    set(&has_begun);
  }
  return fault;
}

static void release_views(int first, int end) {
  for (int i = first; i < end; i++) {
    __atomic_store_n(&round_now, i, __ATOMIC_RELEASE);
    set(&released[i]);
    pymv_c_await_holders(&views[i]);
    set(&dropped[i]);
  }
}

static void *wait_for_the_end(void *is_to_end) {
  while (!load(is_to_end)) usleep(100);
  return NULL;
}

static void threads_that_hold_nothing_cost_no_barrier(void **state) {
  (void)state;
  _Bool is_to_end = 0;
  pthread_t other;
  Holder holder = {0};
  assert_int_equal(0, pthread_create(&other, NULL, wait_for_the_end, &is_to_end));
  int before = membarrier_count;
  pymv_c_await_holders(&views[0]);
  assert_int_equal(before, membarrier_count);
  start(&holder);
  pymv_c_await_holders(&views[1]);
  if (!pymv_c_holders_need_barriers) assert_int_equal(before + 1, membarrier_count);
  end(&holder);
  set(&is_to_end);
  assert_int_equal(0, pthread_join(other, NULL));
}

/* Uses the view of this round in a thread that has no list yet. */
static void *use_one_view(void *argument) {
  void *fault = NULL;
  int i = round_now;
  (void)argument;
  if (!pymv_c_hold(&views[i])) return &views[i];
  if (!load(&released[i]) && load(&dropped[i])) fault = &views[i];
  pymv_c_unhold();
  return fault;
}

static void new_holders_never_use_a_dropped_view(void **state) {
  (void)state;
  for (int i = 0; i < ROUNDS / 4; i++) {
    void *fault;
    pthread_t user;
    round_now = i;
    assert_int_equal(0, pthread_create(&user, NULL, use_one_view, NULL));
    /* From before the list is made to after the hold. */
    for (volatile int pause = 0; pause < i % 256 * 64; pause++) {
    }
    set(&released[i]);
    pymv_c_await_holders(&views[i]);
    set(&dropped[i]);
    assert_int_equal(0, pthread_join(user, &fault));
    assert_null(fault);
    released[i] = dropped[i] = 0;
  }
}

/* Membarrier is refused from the middle on. */
static void holders_never_use_a_dropped_view(void **state) {
  (void)state;
  void *fault;
  pthread_t user;
  _Bool needed_barriers = pymv_c_holders_need_barriers;
  round_now = 0;
  assert_int_equal(0, pthread_create(&user, NULL, use_all_views, NULL));
  while (!load(&has_begun)) usleep(100);
  release_views(0, ROUNDS / 2);
  assert_int_equal(needed_barriers, pymv_c_holders_need_barriers);
  refuses_membarrier = 1;
  release_views(ROUNDS / 2, ROUNDS);
  assert_true(pymv_c_holders_need_barriers);
  __atomic_store_n(&round_now, ROUNDS, __ATOMIC_RELEASE);
  assert_int_equal(0, pthread_join(user, &fault));
  assert_null(fault);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(without_memory_there_is_no_hold),
      cmocka_unit_test(release_waits_for_a_holder),
      cmocka_unit_test(a_list_has_room_for_some_views),
      cmocka_unit_test(lists_of_ended_threads_are_used_again),
      cmocka_unit_test(a_thread_that_ends_holds_nothing),
      cmocka_unit_test(destructors_of_threads_may_hold_views),
      cmocka_unit_test(a_child_of_fork_does_not_wait_for_lost_threads),
      cmocka_unit_test(threads_that_hold_nothing_cost_no_barrier),
      cmocka_unit_test(new_holders_never_use_a_dropped_view),
      cmocka_unit_test(holders_never_use_a_dropped_view),
  };
  alarm(3 * PATIENCE);
  return cmocka_run_group_tests(tests, NULL, NULL);
}
