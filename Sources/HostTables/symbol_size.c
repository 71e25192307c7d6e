#define _GNU_SOURCE
#include <link.h>
#include <stdbool.h>
#include <stdint.h>

#include "HostTables.h"

/* Not every C library has glibc's dladdr1, so the size is read from the symbol table of the loaded
 * file that holds the address. */

typedef struct {
  uintptr_t address;
  size_t size;
} search;

static const ElfW(Phdr) * header_of_type(const struct dl_phdr_info *file, ElfW(Word) type) {
  for (ElfW(Half) i = 0; i < file->dlpi_phnum; i++) {
    if (file->dlpi_phdr[i].p_type == type) return &file->dlpi_phdr[i];
  }
  return NULL;
}

static bool contains(const struct dl_phdr_info *file, uintptr_t address) {
  for (ElfW(Half) i = 0; i < file->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &file->dlpi_phdr[i];
    uintptr_t start = file->dlpi_addr + segment->p_vaddr;
    if (segment->p_type == PT_LOAD && address - start < segment->p_memsz) return true;
  }
  return false;
}

/* The symbols of a file; the first entry means nothing. */
static const ElfW(Sym) * symbols_of(const struct dl_phdr_info *file) {
  const ElfW(Phdr) *header = header_of_type(file, PT_DYNAMIC);
  if (header == NULL) return NULL;
  const ElfW(Dyn) *entry = (const ElfW(Dyn) *)(file->dlpi_addr + header->p_vaddr);
  while (entry->d_tag != DT_SYMTAB) {
    if (entry++->d_tag == DT_NULL) return NULL;
  }
  /* glibc has replaced the offset by an address; musl has not. */
  uintptr_t table = entry->d_un.d_ptr;
  return (const ElfW(Sym) *)(table < file->dlpi_addr ? file->dlpi_addr + table : table);
}

static int search_file(struct dl_phdr_info *file, size_t size, void *context) {
  search *search = context;
  (void)size;
  if (!contains(file, search->address)) return 0;
  const ElfW(Sym) *symbol = symbols_of(file);
  if (symbol == NULL) return 1;
  /* The table does not say how long it is. It has the variable, because dlsym found it there. */
  uintptr_t value = search->address - file->dlpi_addr;
  do symbol++;
  while (symbol->st_value != value || ELF64_ST_TYPE(symbol->st_info) != STT_OBJECT);
  search->size = symbol->st_size;
  return 1;
}

size_t pymv_c_symbol_size(const void *address) {
  search search = {.address = (uintptr_t)address};
  dl_iterate_phdr(search_file, &search);
  return search.size;
}
