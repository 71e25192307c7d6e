/* PyMemoryView.h: CPython's memoryview and buffer protocol for C programs, with or without Python.
 *
 * Include this one file. It declares, with CPython's names, layouts and values:
 *
 *   buffer protocol            pymemoryview/buffer.h
 *   memoryview                 pymemoryview/memoryview.h
 *   functions named PyMV_      pymv.h: plain arguments; pymemoryview/prefixed.h: with Py_buffer
 *   objects and static types   pymemoryview/object.h, typeobject.h
 *   object runtime             pymemoryview/abstract.h, memory.h, errors.h, numbers.h, bytes.h,
 *                              unicode.h, containers.h, lifecycle.h
 *
 * libPyMemoryView.so implements the first three groups. libPyMemoryViewRuntime.so implements the
 * others; libPyMemoryView.so loads it. No initialisation is needed.
 *
 * In an extension module of CPython, include Python.h before this file. Objects, types and errors
 * are then the interpreter's, and the names of the buffer protocol and of memoryview call this
 * library (pymemoryview/names.h). That holds for every ABI: Py_LIMITED_API from 0x03090000 on
 * (where Py_buffer is not part of it, before 0x030B0000, PyMV_GetInfo and PyMV_ItemPointer replace
 * it), Py_TARGET_ABI3T and Py_GIL_DISABLED. No macro reads a field of an object there.
 *
 * Conventions, unless a function documents something else:
 * - Object arguments are borrowed references and must not be NULL.
 * - "New reference": the caller owns it and must call Py_DECREF once. "Borrowed reference": the
 *   caller must not call Py_DECREF. "Stolen reference": the function takes over the caller's.
 * - On failure a function returns NULL (pointers) or -1 (integers) and sets an exception in the
 *   error indicator of the calling thread (errors.h).
 * - Sizes, strides and offsets are in bytes. Extents and indices are in items.
 * - `@since` names the first version of PyMemoryView (PYMV_VERSION) with the function, and in
 *   parentheses the CPython version that introduced it, if that is later than 3.9.
 *
 * Threads:
 * - Without Python, every function may be called from any thread. Reference counts, export counts
 *   and releases are atomic. The thread that drops the last view of a buffer releases the buffer to
 *   its exporter, once.
 * - release() is atomic with respect to other uses of the same view. Either the use completes and
 *   release() raises BufferError, or the use raises ValueError. Released memory is never accessed.
 * - Data races on the contents are the caller's responsibility: a read that overlaps a write may
 *   return old, new or mixed bytes. The library's counts, flags and releases stay correct, and no
 *   byte outside of the view is accessed.
 * - Lists, iterators, Py_buffer structs and attributes in tp_members are not thread-safe: one
 *   thread at a time may use each of them. A bytearray must not be resized while another thread
 *   uses it or requests its buffer. Two threads must not call PyType_Ready for the same type at the
 *   same time.
 * - Hooks of an exporter run in whichever thread uses the exporter, without a lock.
 * - If a thread is cancelled asynchronously, or while a hook runs, the objects that it was using
 *   stay in use.
 * - The library starts no thread, except to share a large copy if PyMV_SetThreads or
 *   PYMEMORYVIEW_THREADS enables that (pymv.h).
 * - In CPython the caller must hold the GIL; pymv.h documents when the library releases it.
 *
 * Processes:
 * - The libraries are never unloaded: dlclose has no effect. Objects may be used and dropped until
 *   the process ends, also in destructors and atexit handlers, and while other threads run.
 * - A child process created by fork inherits all objects. Objects that another thread was changing
 *   at that moment may be inconsistent, and references and buffers held by other threads are never
 *   released in the child.
 * - Signal handlers must not call the library, leave it with longjmp or end its thread. Signals may
 *   otherwise arrive at any time. (The same rules hold for malloc.)
 * - A library that is loaded twice, from two paths, has two memoryview types. Each treats the
 *   other's objects as any other exporter's.
 *
 * Limits of the object runtime, which serves memoryviews and replaces no interpreter:
 * - An int holds 64 bits and a sign (numbers.h); larger values raise OverflowError.
 * - There are no modules (except `struct.error`, lifecycle.h), no dictionaries and no garbage
 *   collector: reference cycles are never freed.
 * - Layouts are those of CPython on 64-bit Linux, without free threading.
 *
 * Memory that the runtime keeps for reuse: each thread keeps up to 8 freed blocks of each size
 * class up to 248 bytes (17 KiB in all) and up to 64 freed ints and floats, and frees them when it
 * ends. While the process has one thread, up to 8 memoryviews and 8 managed buffers are kept as
 * well. Ints and floats live in pages of 64 KiB, of which up to 8 empty ones are kept.
 */
#ifndef PYMEMORYVIEW_H
#define PYMEMORYVIEW_H

#include "pymemoryview/config.h"

#ifdef Py_PYTHON_H

#include "pymemoryview/prefixed.h"

#include "pymemoryview/names.h"

#else

#include "pymemoryview/object.h"

#include "pymemoryview/typeobject.h"

#include "pymemoryview/buffer.h"

#include "pymemoryview/memoryview.h"

#include "pymemoryview/prefixed.h"

#include "pymemoryview/abstract.h"

#include "pymemoryview/memory.h"

#include "pymemoryview/errors.h"

#include "pymemoryview/numbers.h"

#include "pymemoryview/bytes.h"

#include "pymemoryview/unicode.h"

#include "pymemoryview/containers.h"

#include "pymemoryview/lifecycle.h"

#include "pymemoryview/layout.h"

#endif /* Py_PYTHON_H */

#endif /* PYMEMORYVIEW_H */
