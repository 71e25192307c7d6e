/* Bytes that another thread changes while they are read. */
#ifndef PYMV_ABUSE_CHANGING_BYTES_H
#define PYMV_ABUSE_CHANGING_BYTES_H

#include "api.h"

/** Search and read bytes that end at an inaccessible page, while another thread changes them.
 * @return whether every call had an allowed outcome. */
bool read_changing_bytes(const Api *api);

/** Decode UTF-8 while another thread replaces characters by ones of another size. @return whether
 * every str has the length that it reports. */
bool decode_changing_bytes(const Api *api);

#endif /* PYMV_ABUSE_CHANGING_BYTES_H */
