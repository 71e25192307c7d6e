#include "mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static bool map_descriptor(int descriptor, struct mapped_file *file, struct problem *problem) {
  struct stat status;
  if (fstat(descriptor, &status) != 0) return refuse_file(problem, "%s", strerror(errno));
  if (!S_ISREG(status.st_mode)) return refuse_file(problem, "not a regular file");
  if (status.st_size == 0) return refuse_file(problem, "the file is empty");
  size_t size = (size_t)status.st_size;
  void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  if (bytes == MAP_FAILED) return refuse_file(problem, "cannot map it: %s", strerror(errno));
  *file = (struct mapped_file){{bytes, size}, 0};
  return true;
}

bool file_map(const char *path, struct mapped_file *file, struct problem *problem) {
  int descriptor = open(path, O_RDONLY | O_NONBLOCK);
  if (descriptor < 0) return refuse_file(problem, "%s", strerror(errno));
  bool mapped = map_descriptor(descriptor, file, problem);
  close(descriptor);
  return mapped;
}

void file_unmap(struct mapped_file *file) {
  if (file->range.bytes == NULL) return;
  munmap((void *)file->range.bytes, file->range.size);
  file->range = (struct byte_range){NULL, 0};
  file->unmapped++;
}
