#include <stdlib.h>

#include "records.h"

static pymv_record **chain_of(pymv_records *records, const void *key) {
  uintptr_t number = (uintptr_t)key;
  return &records->chains[(number >> 4 ^ number >> 14) % PYMV_RECORD_CHAINS];
}

static size_t *count_of(pymv_records *records, const pymv_record *record) {
  return record->kind == PYMV_RECORD_VIEW ? &records->view_count : &records->buffer_count;
}

static void chain(pymv_records *records, pymv_record *record) {
  pymv_record **place = chain_of(records, record->key);
  record->chained = *place;
  *place = record;
}

static void unchain(pymv_records *records, pymv_record *record) {
  pymv_record **place = chain_of(records, record->key);
  while (*place != record) place = &(*place)->chained;
  *place = record->chained;
}

void pymv_records_add(pymv_records *records, pymv_record *record) {
  if (record == NULL) {
    records->missing++;
    return;
  }
  /* Order: value (Atomics.h). Only pymv_c_watch_mark reads it without the lock. */
  __atomic_store_n(&records->number, records->number + 1, __ATOMIC_RELAXED);
  record->number = records->number;
  chain(records, record);
  record->previous = records->last;
  *(records->last != NULL ? &records->last->next : &records->first) = record;
  records->last = record;
  ++*count_of(records, record);
}

static void take_out(pymv_records *records, pymv_record *record) {
  unchain(records, record);
  *(record->previous != NULL ? &record->previous->next : &records->first) = record->next;
  *(record->next != NULL ? &record->next->previous : &records->last) = record->previous;
  --*count_of(records, record);
}

void pymv_records_remove(pymv_records *records, pymv_record *record) {
  take_out(records, record);
  free(record);
}

void pymv_records_rename(pymv_records *records, pymv_record *record, const void *key) {
  unchain(records, record);
  record->key = key;
  chain(records, record);
}

pymv_record *pymv_records_find(pymv_records *records, pymv_record_kind kind, const void *key) {
  if (key == NULL) return NULL;
  pymv_record *record = *chain_of(records, key);
  while (record != NULL && (record->key != key || record->kind != kind)) record = record->chained;
  return record;
}

void pymv_records_forget_views(pymv_records *records) {
  for (pymv_record *record = records->first, *next; record != NULL; record = next) {
    next = record->next;
    if (record->kind == PYMV_RECORD_VIEW) pymv_records_remove(records, record);
  }
}

void pymv_records_clear(pymv_records *records) {
  while (records->first != NULL) pymv_records_remove(records, records->first);
  for (size_t i = 0; i < PYMV_MOST_RELEASED; i++) {
    free(records->released[i]);
    records->released[i] = NULL;
  }
  records->missing = 0;
}

static _Bool is_of(const pymv_record *record, const Py_buffer *view) {
  return record->exporter == view->obj && record->memory == view->buf;
}

pymv_record *pymv_records_find_buffer(pymv_records *records, const Py_buffer *view) {
  if (view->obj == NULL) return NULL;
  pymv_record *record = pymv_records_find(records, PYMV_RECORD_BUFFER, view);
  if (record != NULL && record->exporter == view->obj) return record;
  for (record = records->last; record != NULL; record = record->previous) {
    if (record->kind == PYMV_RECORD_BUFFER && is_of(record, view)) return record;
  }
  return NULL;
}

void pymv_records_release(pymv_records *records, pymv_record *record, const char *place) {
  take_out(records, record);
  snprintf(record->releaser, sizeof record->releaser, "%s", place);
  pymv_record **slot = &records->released[records->released_count++ % PYMV_MOST_RELEASED];
  free(*slot);
  *slot = record;
}

/* A released Py_buffer has no exporter any more; a copy of it still has one. */
pymv_record *pymv_records_find_released(pymv_records *records, const Py_buffer *view) {
  for (size_t i = 0; i < PYMV_MOST_RELEASED; i++) {
    const size_t latest = (records->released_count - 1 - i) % PYMV_MOST_RELEASED;
    pymv_record *record = records->released[latest];
    if (record == NULL) continue;
    if (view->obj != NULL ? is_of(record, view)
                          : record->key == view && record->memory == view->buf)
      return record;
  }
  return NULL;
}

void pymv_records_forget_released(pymv_records *records, const Py_buffer *view) {
  for (size_t i = 0; i < PYMV_MOST_RELEASED; i++) {
    pymv_record *record = records->released[i];
    if (record == NULL || (record->key != view && !is_of(record, view))) continue;
    free(record);
    records->released[i] = NULL;
  }
}
