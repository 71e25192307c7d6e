/* The last error that each thread took. */
#include <pthread.h>

#include "MemoryViewTables.h"

typedef struct {
  char kind[64];
  char text[960];
} taken_error;

static pthread_key_t key;
static _Bool has_key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void create_key(void) {
  has_key = pthread_key_create(&key, free) == 0;
}

/* exit() ends the process without ending its threads: free the calling thread's error. */
__attribute__((destructor)) static void free_error(void) {
  if (!has_key) return;
  free(pthread_getspecific(key));
  pthread_setspecific(key, NULL);
}

/* The calling thread's; NULL if there is no memory. */
static taken_error *error_of_thread(void) {
  pthread_once(&once, create_key);
  if (!has_key) return NULL;
  taken_error *error = pthread_getspecific(key);
  if (error != NULL) return error;
  error = calloc(1, sizeof *error);
  if (error != NULL && pthread_setspecific(key, error) == 0) return error;
  free(error);
  return NULL;
}

/* Copy UTF-8; if it is too long, truncate it between characters. */
static void copy_text(char *to, size_t room, const char *text) {
  size_t size = strnlen(text, room);
  if (size == room) {
    size--;
    while (size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80) size--;
  }
  memcpy(to, text, size);
  to[size] = '\0';
}

const char *pymv_c_note_error(PyObject *type, const char *text, const char **kind) {
  taken_error *error = error_of_thread();
  if (error == NULL) {
    *kind = "MemoryError";
    return "";
  }
  const char *name = PyType_Check(type) ? ((PyTypeObject *)type)->tp_name : "Exception";
  const char *dot = strrchr(name, '.');
  copy_text(error->kind, sizeof error->kind, dot != NULL ? dot + 1 : name);
  copy_text(error->text, sizeof error->text, text != NULL ? text : "");
  *kind = error->kind;
  return error->text;
}
