#include "MemoryViewTables.h"

/* Docstrings start with the signature in the form that CPython's inspect module parses. */

#define METHOD(function) ((PyCFunction)(void (*)(void))(function))

PyMethodDef pymv_c_view_methods[] = {
    {"release", pymv_s_view_release, METH_NOARGS,
     "release($self, /)\n--\n\n"
     "Release the exporter's buffer; the view cannot be used any more."},
    {"tobytes", METHOD(pymv_s_view_tobytes), METH_FASTCALL | METH_KEYWORDS,
     "tobytes($self, /, order='C')\n--\n\n"
     "Copy the items to a bytes object.\n\n"
     "Order is 'C' or None for C order, 'F' for Fortran order, 'A' for the order of the memory\n"
     "if it is contiguous, else C order."},
    {"hex", METHOD(pymv_s_view_hex), METH_FASTCALL | METH_KEYWORDS,
     "hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)\n--\n\n"
     "Make a str of two hexadecimal digits for each byte, in C order.\n\n"
     "sep: a character between groups of digits.\n"
     "bytes_per_sep: bytes in a group, counted from the right; from the left if negative."},
    {"tolist", pymv_s_view_tolist, METH_NOARGS,
     "tolist($self, /)\n--\n\n"
     "Make a list of the items, nested by dimension."},
    {"cast", METHOD(pymv_s_view_cast), METH_FASTCALL | METH_KEYWORDS,
     "cast($self, /, format, shape=<unrepresentable>, *, order='C')\n--\n\n"
     "View the same memory with another format or shape.\n\n"
     "order: 'C' or 'F', the order of the items in the new shape."},
    {"toreadonly", pymv_s_view_toreadonly, METH_NOARGS,
     "toreadonly($self, /)\n--\n\n"
     "Make a read-only view of the same memory."},
    {"count", pymv_s_view_count, METH_O,
     "count($self, value, /)\n--\n\n"
     "Count the items, or the rows of several dimensions, that equal a value."},
    {"index", METHOD(pymv_s_view_index), METH_FASTCALL,
     "index($self, value, start=0, stop=sys.maxsize, /)\n--\n\n"
     "Find the first item, or row of several dimensions, that equals a value; ValueError if there\n"
     "is none."},
    {"_from_flags", METHOD(pymv_s_view_from_flags), METH_FASTCALL | METH_KEYWORDS | METH_CLASS,
     "_from_flags($type, /, object, flags)\n--\n\n"
     "Make a view of an object, requesting its buffer with certain flags."},
    {"__enter__", pymv_s_view_enter, METH_NOARGS,
     "__enter__($self, /)\n--\n\n"
     "Return the view itself."},
    {"__exit__", pymv_s_view_exit, METH_VARARGS,
     "__exit__($self, /, *exc_info)\n--\n\n"
     "Release the view."},
    {"__class_getitem__", Py_GenericAlias, METH_O | METH_CLASS,
     "__class_getitem__($type, item, /)\n--\n\n"
     "Make a generic alias, such as memoryview[int]."},
    {NULL, NULL, 0, NULL},
};

#define ATTRIBUTE(name, id, doc) \
  {name, pymv_s_view_attribute, NULL, doc, (void *)(intptr_t)PYMV_ATTRIBUTE_##id}

PyGetSetDef pymv_c_view_getset[] = {
    ATTRIBUTE("obj", OBJ, "The exporter of the memory, or None."),
    ATTRIBUTE("nbytes", NBYTES, "Bytes that the items would take in contiguous memory."),
    ATTRIBUTE("readonly", READONLY, "Whether the memory is read-only."),
    ATTRIBUTE("itemsize", ITEMSIZE, "Bytes of one item."),
    ATTRIBUTE("format", FORMAT, "Format of one item, in struct module syntax."),
    ATTRIBUTE("ndim", NDIM, "Number of dimensions."),
    ATTRIBUTE("shape", SHAPE, "Number of items along each dimension."),
    ATTRIBUTE("strides", STRIDES, "Bytes from one item to the next along each dimension."),
    ATTRIBUTE("suboffsets", SUBOFFSETS,
              "Bytes to add after following a pointer, for each dimension; () if there are none."),
    ATTRIBUTE("c_contiguous", C_CONTIGUOUS, "Whether the items lie in C order without gaps."),
    ATTRIBUTE("f_contiguous", F_CONTIGUOUS, "Whether the items lie in Fortran order without gaps."),
    ATTRIBUTE("contiguous", CONTIGUOUS, "Whether the items lie in either order without gaps."),
    {NULL, NULL, NULL, NULL, NULL},
};
