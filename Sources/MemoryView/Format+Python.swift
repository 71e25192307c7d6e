import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables

// Items of parsed formats as Python objects. Tuples and lists are hidden from the host's garbage
// collector until they are complete, because making their elements may run it.

extension Format {
  /// Makes a Python object from an item. New reference; nil with an exception on failure.
  @inline(never)
  func makeObject(from place: UnsafeRawPointer) -> Object? {
    if valueCount != 1 { return makeTuple(root, count: valueCount, from: place) }
    guard let index = soleNode else { return nil }
    return makeValue(index, 0, from: place)
  }

  /// - Parameter count: number of values of the nodes.
  private func makeTuple(
    _ members: Range<Int>, count: Int, from place: UnsafeRawPointer
  ) -> Object? {
    guard let tuple = PyTuple_New(count) else { return nil }
    // The empty tuple is shared, and complete.
    if count == 0 { return tuple }
    PyObject_GC_UnTrack(tuple)
    if !fill(tuple, members, from: place) {
      Py_DecRef(tuple)
      return nil
    }
    PyObject_GC_Track(tuple)
    return tuple
  }

  private func fill(_ tuple: Object, _ members: Range<Int>, from place: UnsafeRawPointer) -> Bool {
    var position = 0
    var index = members.lowerBound
    while index < members.upperBound {
      let node = nodes[index]
      for number in 0..<node.valueCount {
        let value = makeValue(index, number, from: place)
        guard let value, PyTuple_SetItem(tuple, position, value) == 0 else { return false }
        position += 1
      }
      index = Int(node.end)
    }
    return true
  }

  /// The value with a number of a node. New reference.
  @inline(never)
  private func makeValue(_ index: Int, _ number: Int, from place: UnsafeRawPointer) -> Object? {
    let node = nodes[index]
    // Wrapping: within the item, whose size has been checked.
    let start = place + (node.offset &+ number &* node.stride)
    return node.isList ? makeList(index, from: start) : makeElement(index, from: start)
  }

  /// - Parameter place: of the list's first element.
  private func makeList(_ index: Int, from place: UnsafeRawPointer) -> Object? {
    let node = nodes[index]
    guard let list = PyList_New(node.count) else { return nil }
    PyObject_GC_UnTrack(list)
    for number in 0..<node.count {
      let start = place + number &* node.stride
      let element =
        node.kind == .array ? makeValue(index + 1, 0, from: start) : makeElement(index, from: start)
      guard let element, PyList_SetItem(list, number, element) == 0 else {
        Py_DecRef(list)
        return nil
      }
    }
    PyObject_GC_Track(list)
    return list
  }

  /// A scalar, string or structure. Assumes: the node is no array.
  @inline(never)
  private func makeElement(_ index: Int, from place: UnsafeRawPointer) -> Object? {
    let node = nodes[index]
    assert(node.kind != .array)
    if node.kind == .structure {
      return makeTuple(index + 1..<Int(node.end), count: node.memberCount, from: place)
    }
    let leaf = node.leaf
    if !leaf.isSwapped, leaf.type.isNative { return leaf.type.makeObject(from: place) }
    return leaf.load(from: place).makeObject()
  }
}

extension ItemValue {
  /// New reference; nil with an exception on failure.
  @inline(never)
  fileprivate func makeObject() -> Object? {
    switch self {
    case .signed(let value): PyLong_FromLongLong(value)
    case .unsigned(let value): PyLong_FromUnsignedLongLong(value)
    case .boolean(let value): PyBool_FromLong(value ? 1 : 0)
    case .float(let value): PyFloat_FromDouble(value)
    case .complex(let real, let imaginary): PyComplex_FromDoubles(real, imaginary)
    case .bytes(let bytes):
      PyBytes_FromStringAndSize(
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
    case .text(let text): text.makeObject()
    }
  }
}

extension Text {
  /// Makes a str. New reference; nil with an exception on failure.
  fileprivate func makeObject() -> Object? {
    do throws(ViewError) {
      return try withTemporaryMemory(byteCount: 4 * count) { makeObject(in: $0) }
    } catch {
      // `body` raises nothing.
      return PyErr_NoMemory()
    }
  }

  /// - Parameter room: four bytes for each character.
  private func makeObject(in room: UnsafeMutableRawPointer) -> Object? {
    var length = 0
    for index in 0..<count {
      guard let size = writeUTF8(self[index], to: room + length) else {
        pymv_c_raise_invalid_character(self[index])
        return nil
      }
      length += size
    }
    // Lone surrogates are no UTF-8, but a str of a host can hold them.
    let errors: StaticString = "surrogatepass"
    return PyUnicode_DecodeUTF8(
      room.assumingMemoryBound(to: CChar.self), length,
      pymv_c_services.has_host ? errors.cText : nil)
  }

  /// Writes a code point, surrogates as any other; at most 4 bytes.
  ///
  /// - Returns: the number of bytes; nil if there is no such code point.
  private func writeUTF8(_ code: UInt32, to place: UnsafeMutableRawPointer) -> Int? {
    func put(_ byte: UInt32, _ index: Int) {
      place.storeBytes(of: UInt8(truncatingIfNeeded: byte), toByteOffset: index, as: UInt8.self)
    }
    if code < 0x80 {
      put(code, 0)
      return 1
    }
    guard code <= 0x10FFFF else { return nil }
    let tail = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3
    put(tail == 1 ? 0xC0 | code >> 6 : tail == 2 ? 0xE0 | code >> 12 : 0xF0 | code >> 18, 0)
    for index in 1...tail { put(0x80 | (code >> UInt32(6 * (tail - index)) & 0x3F), index) }
    return tail + 1
  }
}
