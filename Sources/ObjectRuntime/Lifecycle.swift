import CPyMemoryView

// The runtime needs no initialization. These functions exist for programs that call them.

@_cdecl("Py_Initialize") public func initialize() {}

@_cdecl("Py_InitializeEx") public func initializeEx(_ installSignalHandlers: Int32) {}

@_cdecl("Py_IsInitialized") public func isInitialized() -> Int32 { 1 }

@_cdecl("Py_Finalize") public func finalize() {}

@_cdecl("Py_FinalizeEx") public func finalizeEx() -> Int32 { 0 }
