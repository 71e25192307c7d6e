#include "ObjectWatch.h"
#include "records.h"

enum { MOST_LINES = 200 };

static void print_view(const pymv_record *record, int fd, _Bool counts) {
  const PyMemoryViewObject *view = record->key;
  pymv_c_watch_print(fd, "    memoryview at %p: %s", record->key, record->memory_text);
  if (counts) {
    Py_ssize_t exports = pymv_c_view_exports(view);
    if (pymv_c_view_flags(view) & _Py_MEMORYVIEW_RELEASED) {
      pymv_c_watch_print(fd, ", released");
    } else if (exports > 0) {
      pymv_c_watch_print(fd, ", %zd buffer%s handed out", exports, exports == 1 ? "" : "s");
    }
  }
  pymv_c_watch_print(fd, "\n      made by %s\n", record->maker);
}

/* Print a managed buffer and all memoryviews of it; return the number of memoryviews. */
static size_t print_managed(pymv_record *first, int fd, _Bool counts, size_t report) {
  pymv_c_watch_print(fd, "  %s", first->exporter_text);
  if (counts && first->managed != NULL) {
    Py_ssize_t views = pymv_c_managed_exports(first->managed);
    pymv_c_watch_print(fd, ", managed buffer at %p with %zd view%s", (const void *)first->managed,
                       views, views == 1 ? "" : "s");
  }
  pymv_c_watch_print(fd, "\n");
  size_t lines = 0;
  for (pymv_record *record = first; record != NULL && lines < MOST_LINES; record = record->next) {
    if (record->kind != PYMV_RECORD_VIEW || record->managed != first->managed) continue;
    print_view(record, fd, counts);
    record->printed = report;
    lines++;
  }
  return lines;
}

static void print_buffer(const pymv_record *record, int fd) {
  pymv_c_watch_print(fd, "  Py_buffer at %p of %s: %s%s\n      got by %s\n", record->key,
                     record->exporter_text, record->memory_text,
                     record->key == NULL ? ", written over" : "", record->maker);
}

void pymv_records_print(pymv_records *records, int fd, _Bool counts) {
  size_t views = records->view_count, buffers = records->buffer_count, lines = 0;
  pymv_c_watch_print(fd, "PyMemoryView: %zu memoryview%s alive, %zu buffer%s not released\n", views,
                     views == 1 ? "" : "s", buffers, buffers == 1 ? "" : "s");
  size_t report = ++records->reports;
  for (pymv_record *record = records->first; record != NULL; record = record->next) {
    if (lines >= MOST_LINES) break;
    if (record->kind == PYMV_RECORD_BUFFER) {
      print_buffer(record, fd);
      lines++;
    } else if (record->printed != report) {
      lines += print_managed(record, fd, counts, report);
    }
  }
  if (lines < views + buffers) pymv_c_watch_print(fd, "  and %zu more\n", views + buffers - lines);
  if (records->missing > 0) {
    pymv_c_watch_print(fd, "  (%zu could not be noted for lack of memory)\n", records->missing);
  }
}
