#define _GNU_SOURCE
#include "changing_bytes.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

enum { BYTES = 300, CHANGING = 100, ROUNDS = 200000 };

static volatile char *bytes;
static atomic_bool done;

static void *change(void *argument) {
  while (!done) {
    bytes[CHANGING] = 1;
    bytes[CHANGING] = 0;
  }
  return argument;
}

/* The last bytes before an inaccessible page. */
static char *last_bytes_of_a_page(void) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  char *pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED || mprotect(pages + page, page, PROT_NONE) != 0) return NULL;
  return pages + page - BYTES;
}

/* Whether a method returned a value, or raised only the error that the value was not found. */
static bool ends(const Api *api, PyObject *result) {
  bool good = result != NULL || api->occurred() == *api->value_error;
  api->clear();
  api->drop(result);
  return good;
}

bool read_changing_bytes(const Api *api) {
  bytes = last_bytes_of_a_page();
  pthread_t thread;
  if (bytes == NULL || pthread_create(&thread, NULL, change, NULL) != 0) return false;
  PyObject *view = api->memory((char *)bytes, BYTES, PyBUF_READ);
  bool good = view != NULL;
  for (int i = 0; i < ROUNDS && good; i++) {
    good =
        ends(api, api->call(view, "index", "i", 1)) && ends(api, api->call(view, "count", "i", 1));
    if (i % 100 == 0) good = good && ends(api, api->call(view, "tolist", NULL));
  }
  done = true;
  pthread_join(thread, NULL);
  api->drop(view);
  return good;
}

/* --- UTF-8 --- */

/* Every word of memory holds either two characters or one. */
enum { WORDS = 1 << 14, TEXTS = 2000 };

static const char two[] = "\u00e9\u00e9", one[] = "\U0001f600";
static atomic_uint words[WORDS];

static void fill(const char *characters) {
  unsigned word;
  memcpy(&word, characters, sizeof word);
  for (size_t i = 0; i < WORDS && !done; i++) words[i] = word;
}

static void *change_text(void *argument) {
  while (!done) fill(one), fill(two);
  return argument;
}

static bool has_its_length(const Api *api, PyObject *text) {
  /* A mixture of both is invalid and refused. */
  api->clear();
  if (text == NULL) return true;
  Py_ssize_t length = 0;
  for (const char *byte = api->utf8(text); *byte != 0; byte++) length += (*byte & 0xc0) != 0x80;
  bool good = length == api->length(text);
  api->drop(text);
  return good;
}

bool decode_changing_bytes(const Api *api) {
  pthread_t thread;
  done = false;
  fill(two);
  if (pthread_create(&thread, NULL, change_text, NULL) != 0) return false;
  bool good = true;
  for (int i = 0; i < TEXTS && good; i++) {
    good = has_its_length(api, api->text((const char *)words, sizeof words));
  }
  done = true;
  pthread_join(thread, NULL);
  return good;
}
