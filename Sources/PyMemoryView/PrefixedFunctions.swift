import CPyMemoryView
import MemoryView
import MemoryViewTables

// The functions that only prefixed.h declares, which documents them. second-names.ld makes the
// linker define the second names of the other functions.

@_cdecl("PyMV_Version")
public func version() -> CUnsignedLong { PYMV_VERSION_HEX }

@_cdecl("PyMV_CheckABI")
public func checkABI(_ version: CUnsignedLong, _ bufferSize: Int) -> CInt {
  guard fits(version) else {
    pymv_c_raise_version(version)
    return -1
  }
  guard bufferSize == 0 || bufferSize == MemoryLayout<Py_buffer>.size else {
    pymv_c_raise_buffer_size(bufferSize, MemoryLayout<Py_buffer>.size)
    return -1
  }
  return 0
}

/// Whether this version is compatible with the headers of another one.
private func fits(_ version: CUnsignedLong) -> Bool {
  let major: CUnsignedLong = 0xFF00_0000
  let minor: CUnsignedLong = 0x00FF_0000
  let own = CUnsignedLong(PYMV_VERSION_HEX)
  let same = own & major == 0 ? major | minor : major
  return (version ^ own) & same == 0 && version <= own
}

@_cdecl("PyMV_FromBufferOwned") @inline(never)
public func fromBufferOwned(
  _ info: UnsafeMutablePointer<Py_buffer>?
) -> UnsafeMutablePointer<PyObject>? {
  viewOf(owning: info, "PyMV_FromBufferOwned(): info must not be NULL")
}

@_cdecl("PyMV_FromBufferBorrowed") @inline(never)
public func fromBufferBorrowed(
  _ info: UnsafePointer<Py_buffer>?
) -> UnsafeMutablePointer<PyObject>? {
  viewOf { () throws(ViewError) in
    let info = try required(
      UnsafeMutablePointer(mutating: info), "PyMV_FromBufferBorrowed(): info must not be NULL")
    return try View.fromBorrowedBuffer(info)
  }
}

@_cdecl("PyMV_FromMemoryOwned") @inline(never)
public func fromMemoryOwned(
  _ ptr: UnsafeMutableRawPointer?, _ len: Int, _ flags: CInt,
  _ owner: UnsafeMutablePointer<PyObject>?, _ destroy: PyMV_DestroyFunc?,
  _ ctx: UnsafeMutableRawPointer?
) -> UnsafeMutablePointer<PyObject>? {
  viewOf { () throws(ViewError) in
    let memory = OwnedMemory(bytes: ptr, byteCount: len, access: flags)
    return try memory.makeView(owner: owner, destroy: destroy, context: ctx)
  }
}
