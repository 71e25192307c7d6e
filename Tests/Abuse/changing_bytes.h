/* Bytes that another thread changes while they are read. */
#ifndef PYMV_ABUSE_CHANGING_BYTES_H
#define PYMV_ABUSE_CHANGING_BYTES_H

#include "api.h"

/** Search and read bytes, behind which is no memory, while another thread changes them.
 * @return whether every call ended as it may. */
bool read_changing_bytes(const Api *api);

/** Make texts of UTF-8 that another thread changes to characters of another size.
 * @return whether every text is as long as it says. */
bool decode_changing_bytes(const Api *api);

#endif /* PYMV_ABUSE_CHANGING_BYTES_H */
