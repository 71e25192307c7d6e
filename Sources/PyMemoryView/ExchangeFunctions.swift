import BufferProtocol
import CPyMemoryView
import MemoryView
import MemoryViewTables

// Functions that exchange memory with array libraries. pymv.h documents them.

@_cdecl("PyMV_ToDLPack")
public func toDLPack(_ view: UnsafeMutablePointer<PyObject>?, _ flags: UInt64) -> Tensor? {
  do throws(ViewError) {
    return try viewArgument(view).makeTensor(flags: flags)
  } catch {
    error.raise()
    return nil
  }
}

@_cdecl("PyMV_FromDLPack") @inline(never)
public func fromDLPack(_ tensor: Tensor?) -> UnsafeMutablePointer<PyObject>? {
  viewOf { () throws(ViewError) in try View.ofTensor(try required(tensor)) }
}
