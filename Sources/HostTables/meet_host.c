#include "HostTables.h"

/* Not linked into libpymv, which never serves an interpreter. */

/* Runs when the library is loaded; if it was preloaded, before the interpreter starts. */
__attribute__((constructor)) static void meet_host(void) {
  if (!pymv_c_has_host()) return;
  PyTypeObject *host_type = &PyMemoryView_Type;
  if (host_type->tp_methods == pymv_c_view_methods) {
    /* The name resolves to this library's type. */
    host_type = pymv_c_host_symbol("PyMemoryView_Type");
    if (host_type == NULL) return;
  }
  size_t size = pymv_c_symbol_size(host_type);
  if (pymv_s_meet_host(host_type, size)) return;
  /* Stand aside: the names that this library shares with the interpreter mean the interpreter's. */
  if (host_type != &PyMemoryView_Type) memcpy(&PyMemoryView_Type, host_type, size);
  pymv_c_stand_aside();
}
