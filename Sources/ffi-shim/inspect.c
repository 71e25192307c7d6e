#include "inspect.h"

#include "calls.h"
#include "exporter.h"
#include "failure.h"
#include "files/mapped_file.h"
#include "grid.h"
#include "library.h"
#include "picture.h"
#include "report.h"

enum { STATUS_OK = 0, STATUS_LIBRARY = 1, STATUS_FILE = 2 };

static bool parse(struct byte_range range, const struct raw_options *raw, struct array_file *array,
                  struct problem *problem) {
  if (raw_wanted(raw)) return raw_parse(range, raw, array, problem);
  if (npy_matches(range)) return npy_parse(range, array, problem);
  if (wav_matches(range)) return wav_parse(range, array, problem);
  if (netpbm_matches(range)) return netpbm_parse(range, array, problem);
  if (pam_matches(range)) return pam_parse(range, array, problem);
  return refuse_file(problem, "no .npy, .wav, .pbm, .pgm, .ppm or .pam file; --format, --shape, "
                              "--strides and --offset say what is in any other");
}

static void print_file(const char *path, const struct array_file *array, size_t size,
                       struct terminal terminal) {
  terminal_heading(terminal, path);
  printf("  %-14s%s\n", "kind", array->description);
  printf("  %-14s%zu to %zu of %zu\n", "bytes", array->start, array->end, size);
  printf("  %-14s%s\n", "library", library_path());
  printf("  %-14s%s\n", "runtime", runtime_path());
}

static void print_report(PyObject *view, const struct array_file *array, struct terminal terminal) {
  const Py_buffer *buffer = call_PyMemoryView_GET_BUFFER(view);
  if (array->picture != PICTURE_NONE) {
    terminal_heading(terminal, "picture");
    picture_print(buffer, array, terminal);
  }
  report_facts(view, terminal);
  terminal_heading(terminal, "items");
  grid_print(buffer, terminal);
  report_object(view, terminal);
  report_requests(view, terminal);
  report_contiguous(view, terminal);
}

static int fail(const char *what) {
  struct failure failure = failure_take();
  fprintf(stderr, "ffi-shim: %s: %s: %s\n", what, failure.type, failure.message);
  return STATUS_LIBRARY;
}

/** Transfer the exporter's buffer to a memoryview, report, and release the memoryview. */
static int inspect_exporter(struct exporter *exporter, const struct array_file *array,
                            struct terminal terminal) {
  Py_buffer buffer;
  if (call_PyObject_GetBuffer((PyObject *)exporter, &buffer, PyBUF_FULL_RO) != 0) {
    return fail("PyObject_GetBuffer");
  }
  PyObject *view = call_PyMemoryView_FromBuffer(&buffer);
  if (view == NULL) {
    call_PyBuffer_Release(&buffer);
    return fail("PyMemoryView_FromBuffer");
  }
  print_report(view, array, terminal);
  call_Py_DecRef(view);
  call_PyBuffer_Release(&buffer); /* No effect: the memoryview owns the buffer. */
  return STATUS_OK;
}

static void print_release(const struct exporter *exporter, const struct mapped_file *file,
                          struct terminal terminal) {
  terminal_heading(terminal, "released");
  printf("  exporter hook called %d time%s, file %s\n", exporter->releases,
         exporter->releases == 1 ? "" : "s", file->unmapped == 1 ? "unmapped" : "still mapped");
}

/** A file and the array in it. */
struct opened_file {
  struct mapped_file mapped;
  struct array_file array;
};

/** Free its memory; a second call does nothing. @param file a struct opened_file. */
static void close_file(void *file) {
  struct opened_file *opened = file;
  decoded_free(&opened->array);
  file_unmap(&opened->mapped);
}

/** The exporter of a file's array; releasing its buffer closes the file. */
static struct exporter *export_file(struct opened_file *file) {
  const struct array_file *array = &file->array;
  const unsigned char *items = array->decoded != NULL ? array->decoded : file->mapped.range.bytes;
  struct layout layout = {
      .first = (void *)(items + array->offset), /* Never written: it is read-only. */
      .format = array->format,
      .itemsize = array->itemsize,
      .ndim = array->ndim,
      .shape = array->shape,
      .strides = array->strides,
      .suboffsets = NULL,
      .readonly = true,
  };
  struct exporter *exporter = exporter_new(&layout);
  if (exporter == NULL) return NULL;
  exporter->hook = close_file;
  exporter->context = file;
  return exporter;
}

int inspect_file(const char *path, const struct raw_options *raw, struct terminal terminal) {
  struct opened_file file = {.array = {.ndim = 0}};
  struct problem problem;
  if (!file_map(path, &file.mapped, &problem) ||
      !parse(file.mapped.range, raw, &file.array, &problem)) {
    fprintf(stderr, "ffi-shim: %s: %s\n", path, problem.text);
    close_file(&file);
    return STATUS_FILE;
  }
  struct exporter *exporter = export_file(&file);
  if (exporter == NULL) {
    close_file(&file);
    return fail("cannot make an exporter");
  }
  print_file(path, &file.array, file.mapped.range.size, terminal);
  int status = inspect_exporter(exporter, &file.array, terminal);
  if (status == STATUS_OK) print_release(exporter, &file.mapped, terminal);
  call_Py_DecRef((PyObject *)exporter);
  close_file(&file);
  return status;
}
