/* The records behind ObjectWatch.h. Callers must hold the lock. */
#ifndef RECORDS_H
#define RECORDS_H

#include <PyMemoryView.h>

enum { PYMV_PLACE_ROOM = 160, PYMV_MOST_RELEASED = 64, PYMV_RECORD_CHAINS = 1024 };

typedef enum { PYMV_RECORD_VIEW, PYMV_RECORD_BUFFER } pymv_record_kind;

/** A live memoryview, or a Py_buffer that must be released. */
typedef struct pymv_record {
  struct pymv_record *previous, *next; /**< In the order of creation. */
  struct pymv_record *chained;         /**< Next in the same hash chain. */
  pymv_record_kind kind;
  const void *key; /**< The memoryview or Py_buffer; NULL if the latter was overwritten. */
  size_t number;   /**< Sequence number. */
  const void *exporter, *memory;
  const _PyManagedBufferObject *managed; /**< Of a memoryview. */
  size_t printed;                        /**< Number of the last report that contains it. */
  char exporter_text[96];
  char memory_text[128];
  char maker[PYMV_PLACE_ROOM];
  char releaser[PYMV_PLACE_ROOM];
} pymv_record;

typedef struct {
  pymv_record *first, *last;
  pymv_record *chains[PYMV_RECORD_CHAINS];
  pymv_record *released[PYMV_MOST_RELEASED]; /**< Ring buffer; not in the list or the chains. */
  size_t released_count, view_count, buffer_count, number, missing, reports;
} pymv_records;

/* Add a record and take ownership of it; NULL, if it could not be allocated, is counted. */
void pymv_records_add(pymv_records *records, pymv_record *record);
void pymv_records_remove(pymv_records *records, pymv_record *record);
void pymv_records_rename(pymv_records *records, pymv_record *record, const void *key);
pymv_record *pymv_records_find(pymv_records *records, pymv_record_kind kind, const void *key);
void pymv_records_clear(pymv_records *records);
void pymv_records_forget_views(pymv_records *records);

/* The record of a buffer by its address, or of the buffer that it is a copy of. */
pymv_record *pymv_records_find_buffer(pymv_records *records, const Py_buffer *view);

/* Move a record to the released buffers. */
void pymv_records_release(pymv_records *records, pymv_record *record, const char *place);
pymv_record *pymv_records_find_released(pymv_records *records, const Py_buffer *view);
void pymv_records_forget_released(pymv_records *records, const Py_buffer *view);

/* `counts`: whether to read the numbers of views and exported buffers from the objects. */
void pymv_records_print(pymv_records *records, int fd, _Bool counts);

#endif /* RECORDS_H */
