import HostTables
import MemoryView
import StridedCopy

// How many threads share a large copy. pymv.h documents the functions.

@_cdecl("PyMV_SetThreads")
public func setThreads(_ n: CInt) -> CInt { pymv_s_set_threads(Int(n)) }

@_cdecl("PyMV_GetThreads")
public func getThreads() -> CInt { CInt(threadCount) }

/// For the extension module, whose numbers are Py_ssize_t instead of int.
@c @implementation
public func pymv_s_set_threads(_ n: Int) -> CInt {
  statusOf { () throws(ViewError) in try MemoryView.setThreads(n) }
}

@c @implementation
public func pymv_s_get_threads() -> Int { threadCount }
