/* Queues of destroyed memory, for a thread of the caller to take out (pymv.h). */
#include <pthread.h>

#include "MemoryViewTables.h"

/* Allocated in advance, so that putting it into the queue cannot fail. */
typedef struct entry {
  struct entry *next;
  PyMV_Queue *queue;
  void *ctx;
} entry;

struct PyMV_Queue {
  pthread_mutex_t lock;
  entry *first, *last;
  /* Number of entries that have yet to be put into the queue. They keep a freed queue alive. */
  size_t outside;
  _Bool is_freed;
};

PyMV_Queue *pymv_c_queue_new(void) {
  PyMV_Queue *queue = calloc(1, sizeof *queue);
  if (queue != NULL) pthread_mutex_init(&queue->lock, NULL);
  return queue;
}

void *pymv_c_queue_entry(PyMV_Queue *queue, void *ctx) {
  entry *made = malloc(sizeof *made);
  if (made == NULL) return NULL;
  *made = (entry){.queue = queue, .ctx = ctx};
  pthread_mutex_lock(&queue->lock);
  queue->outside++;
  pthread_mutex_unlock(&queue->lock);
  return made;
}

/* Release the lock, and deallocate a freed queue that no entry needs. Assumes: the lock is held. */
static void unlock(PyMV_Queue *queue) {
  _Bool is_unused = queue->is_freed && queue->outside == 0;
  pthread_mutex_unlock(&queue->lock);
  if (!is_unused) return;
  pthread_mutex_destroy(&queue->lock);
  free(queue);
}

void pymv_c_queue_put(void *given) {
  entry *put = given;
  PyMV_Queue *queue = put->queue;
  pthread_mutex_lock(&queue->lock);
  queue->outside--;
  if (queue->is_freed) {
    free(put);
  } else {
    if (queue->first == NULL) {
      queue->first = put;
    } else {
      queue->last->next = put;
    }
    queue->last = put;
  }
  unlock(queue);
}

/* Remove the oldest entry; NULL if the queue is empty. Assumes: the lock is held. */
static entry *take_first(PyMV_Queue *queue) {
  entry *taken = queue->first;
  if (taken != NULL) queue->first = taken->next;
  return taken;
}

int pymv_c_queue_take(PyMV_Queue *queue, void **ctx) {
  pthread_mutex_lock(&queue->lock);
  entry *taken = take_first(queue);
  pthread_mutex_unlock(&queue->lock);
  if (taken == NULL) return 0;
  if (ctx != NULL) *ctx = taken->ctx;
  free(taken);
  return 1;
}

void pymv_c_queue_free(PyMV_Queue *queue) {
  pthread_mutex_lock(&queue->lock);
  for (entry *taken; (taken = take_first(queue)) != NULL;) free(taken);
  queue->is_freed = 1;
  unlock(queue);
}
