/* The table behind ObjectWatch.h. Its caller has the lock. */
#ifndef RECORDS_H
#define RECORDS_H

#include <PyMemoryView.h>

enum { PYMV_PLACE_ROOM = 160, PYMV_MOST_RELEASED = 64, PYMV_RECORD_CHAINS = 1024 };

typedef enum { PYMV_RECORD_VIEW, PYMV_RECORD_BUFFER } pymv_record_kind;

/** A memoryview that is alive, or a Py_buffer that was got. */
typedef struct pymv_record {
  struct pymv_record *previous, *next; /**< In the order of making. */
  struct pymv_record *chained;         /**< Next of the same hash. */
  pymv_record_kind kind;
  const void *key; /**< The memoryview or Py_buffer; NULL: it was written over. */
  size_t number;   /**< Counts up. */
  const void *exporter, *memory;
  const _PyManagedBufferObject *managed; /**< Of a memoryview. */
  size_t printed;                        /**< Number of the report that has it already. */
  char exporter_text[96];
  char memory_text[128];
  char maker[PYMV_PLACE_ROOM];
  char releaser[PYMV_PLACE_ROOM];
} pymv_record;

typedef struct {
  pymv_record *first, *last;
  pymv_record *chains[PYMV_RECORD_CHAINS];
  pymv_record *released[PYMV_MOST_RELEASED]; /**< The last ones; removed from all else. */
  size_t released_count, view_count, buffer_count, number, missing, reports;
} pymv_records;

/* Take a record over; NULL: there was no memory for it. */
void pymv_records_add(pymv_records *records, pymv_record *record);
void pymv_records_remove(pymv_records *records, pymv_record *record);
void pymv_records_rename(pymv_records *records, pymv_record *record, const void *key);
pymv_record *pymv_records_find(pymv_records *records, pymv_record_kind kind, const void *key);
void pymv_records_clear(pymv_records *records);
void pymv_records_forget_views(pymv_records *records);

/* The record of a buffer by its address, or of the one that it is a copy of. */
pymv_record *pymv_records_find_buffer(pymv_records *records, const Py_buffer *view);

/* Move a buffer to those that were released. */
void pymv_records_release(pymv_records *records, pymv_record *record, const char *place);
pymv_record *pymv_records_find_released(pymv_records *records, const Py_buffer *view);
void pymv_records_forget_released(pymv_records *records, const Py_buffer *view);

/* `counts`: whether the objects can be asked how many views and buffers there are. */
void pymv_records_print(pymv_records *records, int fd, _Bool counts);

#endif /* RECORDS_H */
