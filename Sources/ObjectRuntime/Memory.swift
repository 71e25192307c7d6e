import CPyMemoryView
import RuntimeTables

// All three families of functions use libc's allocator, with two differences from plain malloc: a
// block of size 0 has a unique address, and sizes above PY_SSIZE_T_MAX fail. Such a size_t is
// negative as an Int.

func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
  size < 0 ? nil : pymv_c_expect_large_write(malloc(max(size, 1)), size)
}

func allocateZeroed(_ count: Int, _ size: Int) -> UnsafeMutableRawPointer? {
  let (byteCount, overflow) = count.multipliedReportingOverflow(by: size)
  if count < 0 || size < 0 || overflow { return nil }
  return pymv_c_expect_large_write(calloc(max(byteCount, 1), 1), byteCount)
}

func reallocate(_ block: UnsafeMutableRawPointer?, _ size: Int) -> UnsafeMutableRawPointer? {
  size < 0 ? nil : pymv_c_expect_large_write(realloc(block, max(size, 1)), size)
}

@_cdecl("PyMem_Malloc") public func memMalloc(_ size: Int) -> UnsafeMutableRawPointer? {
  allocate(size)
}

@_cdecl("PyMem_Calloc")
public func memCalloc(_ count: Int, _ size: Int) -> UnsafeMutableRawPointer? {
  allocateZeroed(count, size)
}

@_cdecl("PyMem_Realloc")
public func memRealloc(
  _ block: UnsafeMutableRawPointer?, _ size: Int
) -> UnsafeMutableRawPointer? {
  reallocate(block, size)
}

@_cdecl("PyMem_Free") public func memFree(_ block: UnsafeMutableRawPointer?) {
  free(block)
}

@_cdecl("PyMem_RawMalloc") public func rawMalloc(_ size: Int) -> UnsafeMutableRawPointer? {
  allocate(size)
}

@_cdecl("PyMem_RawCalloc")
public func rawCalloc(_ count: Int, _ size: Int) -> UnsafeMutableRawPointer? {
  allocateZeroed(count, size)
}

@_cdecl("PyMem_RawRealloc")
public func rawRealloc(
  _ block: UnsafeMutableRawPointer?, _ size: Int
) -> UnsafeMutableRawPointer? {
  reallocate(block, size)
}

@_cdecl("PyMem_RawFree") public func rawFree(_ block: UnsafeMutableRawPointer?) {
  free(block)
}

@_cdecl("PyObject_Malloc") public func objectMalloc(_ size: Int) -> UnsafeMutableRawPointer? {
  allocate(size)
}

@_cdecl("PyObject_Calloc")
public func objectCalloc(_ count: Int, _ size: Int) -> UnsafeMutableRawPointer? {
  allocateZeroed(count, size)
}

@_cdecl("PyObject_Realloc")
public func objectRealloc(
  _ block: UnsafeMutableRawPointer?, _ size: Int
) -> UnsafeMutableRawPointer? {
  reallocate(block, size)
}

@_cdecl("PyObject_Free") public func objectFree(_ block: UnsafeMutableRawPointer?) {
  pymv_c_block_free(block)
}
