#include "MemoryViewTables.h"

pymv_view_services pymv_c_services = {
    .view_type = &PyMemoryView_Type,
    .direct_type = &PyMemoryView_Type,
    .managed_buffer_type = &pymv_c_ManagedBuffer_Type,
    .iterator_type = &pymv_c_MemoryIterator_Type,
};

pymv_view_rules pymv_c_rules;
