/* What the libraries export, as libffi needs to know it: one table of names and types, and one
 * function through which every call goes. */
#ifndef SHIM_SIGNATURES_H
#define SHIM_SIGNATURES_H

#include <PyMemoryView.h>
#include <ffi.h>
#include <stdbool.h>

/* X(name, types): a letter for the result, then one for each parameter.
 * v void, p pointer, i int, c char, l long, L unsigned long, n Py_ssize_t, N size_t. */

/** Every function that libPyMemoryView.so exports, by its first name. */
#define LIBRARY_FUNCTIONS(X) \
  X(PyMemoryView_FromObject, "pp") \
  X(PyMemoryView_FromBuffer, "pp") \
  X(PyMemoryView_FromMemory, "ppni") \
  X(PyMemoryView_GetContiguous, "ppic") \
  X(PyMemoryView_Check, "ip") \
  X(PyMemoryView_GET_BUFFER, "pp") \
  X(PyMemoryView_GET_BASE, "pp") \
  X(PyObject_CheckBuffer, "ip") \
  X(PyObject_GetBuffer, "ippi") \
  X(PyObject_CopyData, "ipp") \
  X(PyBuffer_Release, "vp") \
  X(PyBuffer_FillInfo, "ipppnii") \
  X(PyBuffer_IsContiguous, "ipc") \
  X(PyBuffer_GetPointer, "ppp") \
  X(PyBuffer_SizeFromFormat, "np") \
  X(PyBuffer_ToContiguous, "ippnc") \
  X(PyBuffer_FromContiguous, "ippnc") \
  X(PyBuffer_FillContiguousStrides, "vippic") \
  X(PyMV_FromBufferOwned, "pp") \
  X(PyMV_FromBufferBorrowed, "pp") \
  X(PyMV_FromMemoryOwned, "ppnippp") \
  X(PyMV_SetThreads, "ii") \
  X(PyMV_GetThreads, "i") \
  X(PyMV_SetDebug, "ii") \
  X(PyMV_DebugReport, "ni") \
  X(PyMV_CheckABI, "iLL") \
  X(PyMV_Version, "L")

/** The functions of the object runtime that the shim uses. */
#define RUNTIME_FUNCTIONS(X) \
  X(Py_Initialize, "v") \
  X(Py_IncRef, "vp") \
  X(Py_DecRef, "vp") \
  X(PyErr_Occurred, "p") \
  X(PyErr_Clear, "v") \
  X(PyErr_Fetch, "vppp") \
  X(PyErr_SetString, "vpp") \
  X(PyObject_Str, "pp") \
  X(PyUnicode_AsUTF8, "pp") \
  X(PyType_Ready, "ip") \
  X(_PyObject_New, "pp") \
  X(PyObject_Free, "vp") \
  X(PyLong_FromLong, "pl") \
  X(PyBytes_FromStringAndSize, "ppn") \
  X(PyBytes_AsString, "pp") \
  X(PyByteArray_FromStringAndSize, "ppn") \
  X(PyByteArray_AsString, "pp") \
  X(PyByteArray_Resize, "ipn") \
  X(PyObject_Repr, "pp") \
  X(PyObject_GetAttrString, "ppp") \
  X(PyObject_Vectorcall, "pppNp") \
  X(PyObject_GetItem, "ppp") \
  X(PyObject_SetItem, "ippp") \
  X(PyObject_DelItem, "ipp") \
  X(PyObject_Size, "np") \
  X(PyObject_Hash, "np") \
  X(PyObject_RichCompare, "pppi") \
  X(PySequence_Contains, "ipp") \
  X(PyObject_GetIter, "pp") \
  X(PyIter_Next, "pp") \
  X(PySlice_New, "pppp") \
  X(PyTuple_New, "pn") \
  X(PyTuple_SetItem, "ipnp") \
  X(PyList_New, "pn") \
  X(PyList_Append, "ipp") \
  X(PyBool_FromLong, "pl") \
  X(PyLong_FromSsize_t, "pn") \
  X(PyUnicode_FromString, "pp")

#define FUNCTION_ID(name, types) F_##name,
/** Rows of the table. */
enum function { LIBRARY_FUNCTIONS(FUNCTION_ID) RUNTIME_FUNCTIONS(FUNCTION_ID) FUNCTION_COUNT };
#undef FUNCTION_ID

/** Number of rows that libPyMemoryView.so serves; they come first. */
#define LIBRARY_FUNCTION_COUNT (F_PyMV_Version + 1)

/** Most parameters of a function in the table. */
#define MAX_PARAMETERS 6

/** Where libffi puts a result. Integers narrower than a register come back widened. */
union result {
  ffi_arg integer;
  Py_ssize_t size;
  void *pointer;
};

/** Look up and prepare every function of the table in the opened library. The missing ones are left
 * out: function_exists tells.
 * @return false if libffi cannot describe one of them. */
bool signatures_prepare(void);

bool function_exists(enum function function);
const char *function_name(enum function function);
const char *function_types(enum function function);

/** Call a function by ffi_call.
 * @param arguments addresses of the arguments. @param result room for the result, NULL for void.
 * Ends the process with a message if the library has no such function. */
void function_call(enum function function, union result *result, void **arguments);

/** Prepare a call interface from type letters.
 * @param arguments room for MAX_PARAMETERS types; must live as long as `interface`. */
bool interface_prepare(ffi_cif *interface, ffi_type **arguments, const char *types);

#endif
