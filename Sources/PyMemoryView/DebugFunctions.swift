import ObjectWatch

// Reports of leaks and double releases. pymv.h documents the functions.

@_cdecl("PyMV_SetDebug")
public func setDebug(_ on: CInt) -> CInt { pymv_c_watch(on != 0) ? 1 : 0 }

@_cdecl("PyMV_DebugReport")
public func debugReport(_ fd: CInt) -> Int { pymv_c_watch_report(fd) }
