#include "inspect.h"

#include "calls.h"
#include "closure.h"
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
  report_views(view, terminal);
  report_requests(view, terminal);
  report_contiguous(view, terminal);
}

static int fail(const char *what) {
  struct failure failure = failure_take();
  fprintf(stderr, "ffi-shim: %s: %s: %s\n", what, failure.type, failure.message);
  return STATUS_LIBRARY;
}

/** A file and the array in it. */
struct opened_file {
  struct mapped_file mapped;
  struct array_file array;
  int destroyed; /**< Number of calls of `on_destroy`. */
};

/** Free its memory; a second call does nothing. */
static void close_file(struct opened_file *file) {
  decoded_free(&file->array);
  file_unmap(&file->mapped);
}

static void on_destroy(ffi_cif *interface, void *result, void **arguments, void *data) {
  (void)interface, (void)result, (void)data;
  struct opened_file *file = *(struct opened_file **)arguments[1];
  file->destroyed++;
  close_file(file);
}

/** A view of a file's array; the file is closed when the last view is gone. */
static PyObject *view_file(struct opened_file *file, PyMV_DestroyFunc destroy) {
  const struct array_file *array = &file->array;
  const unsigned char *items = array->decoded != NULL ? array->decoded : file->mapped.range.bytes;
  /* Never written: the view is read-only. */
  return call_PyMV_FromArray((void *)(items + array->offset), array->format, array->itemsize,
                             array->ndim, array->shape, array->strides, NULL, 1, destroy, file);
}

static void print_release(const struct opened_file *file, struct terminal terminal) {
  terminal_heading(terminal, "released");
  printf("  owner called %d time%s, file %s\n", file->destroyed, file->destroyed == 1 ? "" : "s",
         file->mapped.unmapped == 1 ? "unmapped" : "still mapped");
}

/** Report on the array of a file, and release it. */
static int inspect_array(const char *path, struct opened_file *file, struct terminal terminal) {
  struct closure closure;
  PyMV_DestroyFunc destroy = closure_destroy(&closure, on_destroy, NULL);
  PyObject *view = destroy != NULL ? view_file(file, destroy) : NULL;
  if (view == NULL) {
    closure_free(&closure);
    return fail("PyMV_FromArray");
  }
  print_file(path, &file->array, file->mapped.range.size, terminal);
  print_report(view, &file->array, terminal);
  call_PyMV_DecRef(view);
  print_release(file, terminal);
  closure_free(&closure);
  return STATUS_OK;
}

int inspect_file(const char *path, const struct raw_options *raw, struct terminal terminal) {
  struct opened_file file = {.array = {.ndim = 0}};
  struct problem problem;
  int status = STATUS_FILE;
  if (file_map(path, &file.mapped, &problem) &&
      parse(file.mapped.range, raw, &file.array, &problem)) {
    status = inspect_array(path, &file, terminal);
  } else {
    fprintf(stderr, "ffi-shim: %s: %s\n", path, problem.text);
  }
  close_file(&file);
  return status;
}
