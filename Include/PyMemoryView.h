/* PyMemoryView.h: CPython's memoryview and buffer protocol for C programs, with or without Python.
 *
 * Include this one file. It declares, with CPython's names, layouts and values:
 *
 *   the buffer protocol         pymemoryview/buffer.h
 *   memoryview                  pymemoryview/memoryview.h
 *   what is ours alone          pymemoryview/prefixed.h
 *   objects and static types    pymemoryview/object.h, pymemoryview/typeobject.h
 *   the object runtime          pymemoryview/abstract.h, memory.h, errors.h, numbers.h, bytes.h,
 * unicode.h, containers.h, lifecycle.h
 *
 * The first three are served by libPyMemoryView.so, the others by libPyMemoryViewRuntime.so, which
 * the first loads by itself. Nothing has to be initialised.
 *
 * In an extension module of CPython, include Python.h before this file. Objects, types and errors
 * are the interpreter's then, and the names of buffer protocol and memoryview mean this library's
 * functions (pymemoryview/names.h).
 *
 * Conventions, for every function below that does not say otherwise:
 *   - An object argument is a borrowed reference and must not be NULL.
 *   - "New reference" means the caller owes one Py_DECREF; "borrowed" means it owes nothing.
 *   - A function that fails returns NULL (pointers) or -1 (integers) and leaves an exception in the
 *     calling thread's error indicator (errors.h).
 *   - Sizes, strides and offsets are in bytes; extents and indices are in items.
 *
 * Threads:
 *   - Without Python every function may be called from any thread. Reference counts, export counts
 *     and releases need no lock: a buffer goes back to its exporter once, in the thread that drops
 *     its last view.
 *   - A release() while another thread uses the same view is decided once. Either the use comes
 *     first, is whole, and release() fails with BufferError; or the use fails with ValueError.
 *     Memory that was given back is never touched.
 *   - Not promised: the bytes themselves. Who writes items while others read or write them sees to
 *     the order, as with any memory. Likewise a list, an iterator, a Py_buffer and what a type's
 *     tp_members store are for one thread at a time, and a bytearray is not to be resized while
 *     others use it.
 *   - An exporter's hooks are called in any thread that uses it, without a lock.
 *   - A thread that is cancelled while a hook runs, or asynchronously, leaves what it used at that
 *     moment in use.
 *   - In CPython its lock is needed for every call.
 *
 * Processes:
 *   - Once loaded the libraries stay; dlclose does nothing. Objects may be used and dropped to the
 *     very end, in destructors and atexit handlers too, while other threads go on.
 *   - A child process after fork has all objects. Those that other threads were changing at that
 *     moment may be inconsistent, as malloc's users know; what they held is never released.
 *   - Signals may come at any time. Their handlers may not call the library, nor leave it with
 *     longjmp, nor end its thread: as with malloc.
 *   - A library that is loaded twice, by two paths, has two memoryview types, each of which is an
 *     exporter like any other to the other one.
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
