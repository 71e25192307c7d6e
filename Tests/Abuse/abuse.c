/* Unusual uses of the libraries: loading twice, unloading, forks, exit while threads run, signals,
 * and memory that changes. Each case runs in a process of its own.
 *
 * usage: abuse LIBDIR ANOTHER_LIBDIR
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api.h"
#include "changing_bytes.h"
#include "late.h"

static const char *folder, *another_folder;
static Api api;

/* --- Loading --- */

static bool two_copies_work_side_by_side(void) {
  Api first = load(folder), second = load(another_folder);
  if (first.library == second.library || first.view == second.view) return false;
  PyObject *bytes = first.bytes("shared"), *view = first.view(bytes);
  PyObject *of_view = second.view(view);
  /* The second library treats the first one's view as any other exporter. */
  if (of_view == NULL || first.call(view, "release", NULL) != NULL) return false;
  first.clear();
  second.drop(of_view), first.drop(view), first.drop(bytes);
  return use(&first) && use(&second);
}

static bool another_namespace_works(void) {
  char path[4096];
  snprintf(path, sizeof path, "%s/libPyMemoryView.so", folder);
  Api first = load(folder), second = api_of(dlmopen(LM_ID_NEWLM, path, RTLD_NOW));
  return first.occurred != second.occurred && use(&first) && use(&second) && use(&first);
}

static bool loading_again_and_again_works(void) {
  for (int i = 0; i < 100; i++) {
    Api again = load(folder);
    if (!use(&again) || dlclose(again.library) != 0) return false;
  }
  return true;
}

/* --- Unloading --- */

static bool views_outlive_the_unloading(void) {
  api = load(folder);
  PyObject *bytes = api.bytes("alive"), *view = api.view(bytes);
  api.drop(bytes);
  if (dlclose(api.library) != 0) return false;
  PyObject *text = api.call(view, "hex", NULL);
  api.drop(view);
  api.drop(text);
  return text != NULL && use(&api);
}

static pthread_barrier_t used, unloaded;

/* Leaves an exception and memory, which are freed when the thread ends. */
static void *use_and_wait(void *argument) {
  bool good = use(&api);
  api.raise(*api.value_error, "left");
  pthread_barrier_wait(&used);
  pthread_barrier_wait(&unloaded);
  return good ? argument : NULL;
}

static bool threads_may_end_after_the_unloading(void) {
  pthread_t thread;
  void *result = NULL;
  api = load(folder);
  pthread_barrier_init(&used, NULL, 2), pthread_barrier_init(&unloaded, NULL, 2);
  if (pthread_create(&thread, NULL, use_and_wait, &api) != 0) return false;
  pthread_barrier_wait(&used);
  if (dlclose(api.library) != 0) return false;
  pthread_barrier_wait(&unloaded);
  pthread_join(thread, &result);
  return result == &api;
}

/* --- Threads that never end --- */

enum { THREADS = 4 };

static void *use_for_ever(void *argument) {
  while (use(&api)) {
  }
  abort();
}

static bool start_threads(void) {
  api = load(folder);
  for (int i = 0; i < THREADS; i++) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, use_for_ever, NULL) != 0) return false;
  }
  return true;
}

/* Runs `body` in a child process. @return whether it succeeds before the timeout. */
static bool ends_well(bool (*body)(void)) {
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    alarm(60);
    exit(body() ? 0 : 1);
  }
  int status = 0;
  if (waitpid(child, &status, 0) != child) return false;
  if (WIFSIGNALED(status)) printf("# ended by signal %d\n", WTERMSIG(status));
  return status == 0;
}

static bool use_often(void) {
  for (int i = 0; i < 200; i++) {
    if (!use(&api)) return false;
  }
  return true;
}

static bool a_child_of_many_threads_works(void) {
  if (!start_threads()) return false;
  for (int i = 0; i < 100; i++) {
    if (!ends_well(use_often)) return false;
  }
  return true;
}

static bool end_among_threads(void) {
  bool started = start_threads();
  usleep(2000);
  return started;
}

static bool a_process_may_end_while_threads_work(void) {
  for (int i = 0; i < 100; i++) {
    if (!ends_well(end_among_threads)) return false;
  }
  return true;
}

/* --- Forks --- */

static PyObject *inherited;

static bool use_inherited(void) {
  PyObject *text = api.call(inherited, "hex", NULL);
  api.drop(inherited), api.drop(text);
  return text != NULL && use_often();
}

static bool a_child_inherits_views(void) {
  api = load(folder);
  PyObject *bytes = api.bytes("inherited");
  inherited = api.view(bytes);
  api.drop(bytes);
  return ends_well(use_inherited) && use_inherited();
}

/* --- Exit of the process --- */

static int ends;

static void use_at_the_end(void) {
  PyObject *text = api.call(inherited, "hex", NULL);
  api.drop(text);
  if (text == NULL || !use_often()) _exit(1);
  if (++ends == 2) api.drop(inherited);
}

static bool prepare_the_end(void) {
  api = load(folder);
  inherited = api.view(api.bytes("to the end"));
  at_the_end = use_at_the_end;
  return atexit(use_at_the_end) == 0 && use_often();
}

static bool views_work_in_handlers_and_destructors_at_the_end(void) {
  return ends_well(prepare_the_end);
}

/* --- Signals --- */

static volatile sig_atomic_t signals;

static void count_signal(int number) {
  signals++;
}

enum { COLUMNS = 2048, ROWS = 2048 };

/* Copies a transposed matrix. @return whether all items are right. */
static bool copies_right(const int *items, int *copy) {
  Py_ssize_t shape[] = {COLUMNS, ROWS}, strides[] = {4, 4 * COLUMNS};
  Py_buffer matrix = {.buf = (void *)items, .len = 4L * ROWS * COLUMNS, .itemsize = 4, .ndim = 2};
  matrix.shape = shape, matrix.strides = strides, matrix.format = "i";
  if (api.unpack(copy, &matrix, matrix.len, 'C') < 0) return false;
  for (int i = 0; i < ROWS * COLUMNS; i++) {
    if (copy[i] != items[i % ROWS * COLUMNS + i / ROWS]) return false;
  }
  return true;
}

static bool signals_may_come_during_copies(void) {
  api = load(folder);
  int *items = malloc(4L * ROWS * COLUMNS), *copy = malloc(4L * ROWS * COLUMNS);
  for (int i = 0; i < ROWS * COLUMNS; i++) items[i] = i;
  signal(SIGPROF, count_signal);
  setitimer(ITIMER_PROF, &(struct itimerval){{0, 1000}, {0, 1000}}, NULL);
  bool good = true;
  for (int i = 0; i < 20 && good; i++) {
    api.set_threads(1 + i % 2);
    memset(copy, 0, 4L * ROWS * COLUMNS);
    good = copies_right(items, copy);
  }
  setitimer(ITIMER_PROF, &(struct itimerval){{0, 0}, {0, 0}}, NULL);
  free(items), free(copy);
  return good && signals > 0;
}

/* --- Races --- */

static bool bytes_may_change_while_they_are_searched(void) {
  api = load(folder);
  return read_changing_bytes(&api);
}

static bool bytes_may_change_while_they_are_decoded(void) {
  api = load(folder);
  return decode_changing_bytes(&api);
}

/* --- */

#define CASE(body) {#body, body}

static const struct {
  const char *name;
  bool (*body)(void);
} cases[] = {
    CASE(two_copies_work_side_by_side),
    CASE(another_namespace_works),
    CASE(loading_again_and_again_works),
    CASE(views_outlive_the_unloading),
    CASE(threads_may_end_after_the_unloading),
    CASE(a_child_inherits_views),
    CASE(a_child_of_many_threads_works),
    CASE(a_process_may_end_while_threads_work),
    CASE(views_work_in_handlers_and_destructors_at_the_end),
    CASE(signals_may_come_during_copies),
    CASE(bytes_may_change_while_they_are_searched),
    CASE(bytes_may_change_while_they_are_decoded),
};

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  folder = argv[1], another_folder = argv[2];
  int passed = 0, count = (int)(sizeof cases / sizeof *cases);
  for (int i = 0; i < count; i++) {
    bool good = ends_well(cases[i].body);
    printf("%s %s\n", good ? "ok    " : "FAILED", cases[i].name);
    passed += good;
  }
  printf("%d passed, %d failed\n", passed, count - passed);
  return passed == count ? 0 : 1;
}
