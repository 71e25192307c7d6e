import CPyMemoryView

// `@_cdecl` does not check a function against its declaration in the header. These lines do, at
// compile time: `with` rejects a function whose type differs from the header's. The two steps are
// necessary: given both functions in one call, the compiler would infer `Any`.

private struct Agreement<Function> {
  let header: Function

  func with(_ function: Function) {}
}

private func checkMemoryViewFunctions() {
  let memoryViewCheck = Agreement(header: CPyMemoryView.PyMemoryView_Check)
  memoryViewCheck.with(PyMemoryView.memoryViewCheck)
  let memoryViewGetBuffer = Agreement(header: CPyMemoryView.PyMemoryView_GET_BUFFER)
  memoryViewGetBuffer.with(PyMemoryView.memoryViewGetBuffer)
  let memoryViewGetBase = Agreement(header: CPyMemoryView.PyMemoryView_GET_BASE)
  memoryViewGetBase.with(PyMemoryView.memoryViewGetBase)
  let memoryViewFromObject = Agreement(header: CPyMemoryView.PyMemoryView_FromObject)
  memoryViewFromObject.with(PyMemoryView.memoryViewFromObject)
  let memoryViewFromMemory = Agreement(header: CPyMemoryView.PyMemoryView_FromMemory)
  memoryViewFromMemory.with(PyMemoryView.memoryViewFromMemory)
  let memoryViewFromBuffer = Agreement(header: CPyMemoryView.PyMemoryView_FromBuffer)
  memoryViewFromBuffer.with(PyMemoryView.memoryViewFromBuffer)
  let memoryViewGetContiguous = Agreement(header: CPyMemoryView.PyMemoryView_GetContiguous)
  memoryViewGetContiguous.with(PyMemoryView.memoryViewGetContiguous)
}

private func checkPrefixedFunctions() {
  let version = Agreement(header: CPyMemoryView.PyMV_Version)
  version.with(PyMemoryView.version)
  let checkABI = Agreement(header: CPyMemoryView.PyMV_CheckABI)
  checkABI.with(PyMemoryView.checkABI)
  let fromBufferOwned = Agreement(header: CPyMemoryView.PyMV_FromBufferOwned)
  fromBufferOwned.with(PyMemoryView.fromBufferOwned)
  let fromBufferBorrowed = Agreement(header: CPyMemoryView.PyMV_FromBufferBorrowed)
  fromBufferBorrowed.with(PyMemoryView.fromBufferBorrowed)
  let fromMemoryOwned = Agreement(header: CPyMemoryView.PyMV_FromMemoryOwned)
  fromMemoryOwned.with(PyMemoryView.fromMemoryOwned)
  let setThreads = Agreement(header: CPyMemoryView.PyMV_SetThreads)
  setThreads.with(PyMemoryView.setThreads)
  let getThreads = Agreement(header: CPyMemoryView.PyMV_GetThreads)
  getThreads.with(PyMemoryView.getThreads)
  let setDebug = Agreement(header: CPyMemoryView.PyMV_SetDebug)
  setDebug.with(PyMemoryView.setDebug)
  let debugReport = Agreement(header: CPyMemoryView.PyMV_DebugReport)
  debugReport.with(PyMemoryView.debugReport)
}

// A second name must have the same type as the first.
private func checkSecondNames() {
  let check = Agreement(header: CPyMemoryView.PyMV_Check)
  check.with(PyMemoryView.memoryViewCheck)
  let getViewBuffer = Agreement(header: CPyMemoryView.PyMV_GET_BUFFER)
  getViewBuffer.with(PyMemoryView.memoryViewGetBuffer)
  let getViewBase = Agreement(header: CPyMemoryView.PyMV_GET_BASE)
  getViewBase.with(PyMemoryView.memoryViewGetBase)
  let fromObject = Agreement(header: CPyMemoryView.PyMV_FromObject)
  fromObject.with(PyMemoryView.memoryViewFromObject)
  let fromMemory = Agreement(header: CPyMemoryView.PyMV_FromMemory)
  fromMemory.with(PyMemoryView.memoryViewFromMemory)
  let fromBuffer = Agreement(header: CPyMemoryView.PyMV_FromBuffer)
  fromBuffer.with(PyMemoryView.fromBufferOwned)
  let getContiguous = Agreement(header: CPyMemoryView.PyMV_GetContiguous)
  getContiguous.with(PyMemoryView.memoryViewGetContiguous)
  let checkBuffer = Agreement(header: CPyMemoryView.PyMV_CheckBuffer)
  checkBuffer.with(PyMemoryView.objectCheckBuffer)
  let getBuffer = Agreement(header: CPyMemoryView.PyMV_GetBuffer)
  getBuffer.with(PyMemoryView.objectGetBuffer)
  let copyData = Agreement(header: CPyMemoryView.PyMV_CopyData)
  copyData.with(PyMemoryView.objectCopyData)
  let bufferRelease = Agreement(header: CPyMemoryView.PyMV_BufferRelease)
  bufferRelease.with(PyMemoryView.bufferRelease)
  let bufferFillInfo = Agreement(header: CPyMemoryView.PyMV_BufferFillInfo)
  bufferFillInfo.with(PyMemoryView.bufferFillInfo)
  let bufferIsContiguous = Agreement(header: CPyMemoryView.PyMV_BufferIsContiguous)
  bufferIsContiguous.with(PyMemoryView.bufferIsContiguous)
  let bufferGetPointer = Agreement(header: CPyMemoryView.PyMV_BufferGetPointer)
  bufferGetPointer.with(PyMemoryView.bufferGetPointer)
  let bufferSizeFromFormat = Agreement(header: CPyMemoryView.PyMV_BufferSizeFromFormat)
  bufferSizeFromFormat.with(PyMemoryView.bufferSizeFromFormat)
  let bufferToContiguous = Agreement(header: CPyMemoryView.PyMV_BufferToContiguous)
  bufferToContiguous.with(PyMemoryView.bufferToContiguous)
  let bufferFromContiguous = Agreement(header: CPyMemoryView.PyMV_BufferFromContiguous)
  bufferFromContiguous.with(PyMemoryView.bufferFromContiguous)
  let bufferFillContiguousStrides = Agreement(
    header: CPyMemoryView.PyMV_BufferFillContiguousStrides)
  bufferFillContiguousStrides.with(PyMemoryView.bufferFillContiguousStrides)
}

private func checkBufferFunctions() {
  let objectCheckBuffer = Agreement(header: CPyMemoryView.PyObject_CheckBuffer)
  objectCheckBuffer.with(PyMemoryView.objectCheckBuffer)
  let objectGetBuffer = Agreement(header: CPyMemoryView.PyObject_GetBuffer)
  objectGetBuffer.with(PyMemoryView.objectGetBuffer)
  let bufferRelease = Agreement(header: CPyMemoryView.PyBuffer_Release)
  bufferRelease.with(PyMemoryView.bufferRelease)
  let bufferFillInfo = Agreement(header: CPyMemoryView.PyBuffer_FillInfo)
  bufferFillInfo.with(PyMemoryView.bufferFillInfo)
  let bufferIsContiguous = Agreement(header: CPyMemoryView.PyBuffer_IsContiguous)
  bufferIsContiguous.with(PyMemoryView.bufferIsContiguous)
  let bufferGetPointer = Agreement(header: CPyMemoryView.PyBuffer_GetPointer)
  bufferGetPointer.with(PyMemoryView.bufferGetPointer)
  let bufferSizeFromFormat = Agreement(header: CPyMemoryView.PyBuffer_SizeFromFormat)
  bufferSizeFromFormat.with(PyMemoryView.bufferSizeFromFormat)
  let bufferToContiguous = Agreement(header: CPyMemoryView.PyBuffer_ToContiguous)
  bufferToContiguous.with(PyMemoryView.bufferToContiguous)
  let bufferFromContiguous = Agreement(header: CPyMemoryView.PyBuffer_FromContiguous)
  bufferFromContiguous.with(PyMemoryView.bufferFromContiguous)
  let objectCopyData = Agreement(header: CPyMemoryView.PyObject_CopyData)
  objectCopyData.with(PyMemoryView.objectCopyData)
  let bufferFillContiguousStrides = Agreement(header: CPyMemoryView.PyBuffer_FillContiguousStrides)
  bufferFillContiguousStrides.with(PyMemoryView.bufferFillContiguousStrides)
}
