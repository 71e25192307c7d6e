/* Arrow arrays of views, and views of Arrow arrays: what the callbacks of the structs need. */
#ifndef ARROW_EXPORT_H
#define ARROW_EXPORT_H

#include <CSupport.h>
#include <PyMemoryView.h>
#include <pymemoryview/arrow.h>

/** Fill in the array of a view and its type, without a check. The array takes over the caller's
 * reference to the view. @param format Arrow's format of the items, in static storage. @return
 * false, with nothing changed, if there is no memory. */
_Bool pymv_c_export_to_arrow(PyMemoryViewObject *view, const char *format, struct ArrowArray *array,
                             struct ArrowSchema *schema) PYMV_NONNULL();

/** A PyMV_DestroyFunc: release an array, a copy in memory of malloc, and free the copy. */
void pymv_c_end_arrow_array(void *memory, void *array);

#endif /* ARROW_EXPORT_H */
