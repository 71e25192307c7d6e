import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables

// Python objects to items of parsed formats. Everything is converted to an item in memory of its
// own, so that an error in the middle changes nothing.

extension Format {
  /// Converts an object to an item. May run foreign code.
  ///
  /// - Parameters:
  ///   - item: room for `byteCount` bytes; padding is left unchanged.
  func store(_ object: Object, to item: UnsafeMutableRawPointer) throws(ViewError) {
    do throws(ViewError) {
      try storeItem(object, to: item)
    } catch {
      throw error.raisedAtOnce
    }
  }

  private func storeItem(
    _ object: Object, to item: UnsafeMutableRawPointer
  ) throws(ViewError) {
    if valueCount != 1 { return try storeValues(of: object, root, count: valueCount, to: item) }
    guard let index = soleNode else { return }
    try storeValue(object, index, 0, to: item)
  }

  /// Converts the elements of a sequence to the values of some nodes.
  private func storeValues(
    of object: Object, _ members: Range<Int>, count: Int, to place: UnsafeMutableRawPointer
  ) throws(ViewError) {
    try withElements(of: object, count: count) { (elements) throws(ViewError) in
      var position = 0
      var index = members.lowerBound
      while index < members.upperBound {
        for number in 0..<nodes[index].valueCount {
          try elements.with(position) { (element) throws(ViewError) in
            try storeValue(element, index, number, to: place)
          }
          position += 1
        }
        index = Int(nodes[index].end)
      }
    }
  }

  /// Converts an object to the value with a number of a node.
  private func storeValue(
    _ object: Object, _ index: Int, _ number: Int, to place: UnsafeMutableRawPointer
  ) throws(ViewError) {
    let node = nodes[index]
    // Wrapping: within the item, whose size has been checked.
    let start = place + (node.offset &+ number &* node.stride)
    if !node.isList { return try storeElement(object, index, to: start) }
    try withElements(of: object, count: node.count) { (elements) throws(ViewError) in
      for number in 0..<node.count {
        try elements.with(number) { (element) throws(ViewError) in
          let start = start + number &* node.stride
          if node.kind == .array {
            try storeValue(element, index + 1, 0, to: start)
          } else {
            try storeElement(element, index, to: start)
          }
        }
      }
    }
  }

  /// Converts an object to a scalar, string or structure.
  @inline(never)
  private func storeElement(
    _ object: Object, _ index: Int, to place: UnsafeMutableRawPointer
  ) throws(ViewError) {
    let node = nodes[index]
    if node.kind == .structure {
      return try storeValues(
        of: object, index + 1..<Int(node.end), count: node.memberCount, to: place)
    }
    let leaf = node.leaf
    if leaf.type == .text { return try store(text: object, leaf, to: place) }
    let value = try leaf.type.value(of: object, format: text)
    if !leaf.store(value, to: place) { throw .itemValue(format: text) }
  }

  private func store(
    text object: Object, _ leaf: Leaf, to place: UnsafeMutableRawPointer
  ) throws(ViewError) {
    guard pymv_c_is_str(object) else { throw .itemType(format: text) }
    let count = try check(size: PyUnicode_GetLength(object))
    let room = leaf.byteCount / leaf.type.byteCount
    if leaf.hasLength ? count > room : count != 1 { throw .itemValue(format: text) }
    for index in 0..<room {
      let code = index < count ? PyUnicode_ReadChar(object, index) : 0
      if code == .max { throw .raised }
      leaf.store(character: code, at: index, to: place)
    }
  }

  /// Calls `body` with the elements of a sequence; raises if there are not `count`.
  private func withElements(
    of object: Object, count: Int, _ body: (Elements) throws(ViewError) -> Void
  ) throws(ViewError) {
    guard PySequence_Check(object) != 0 else { throw .itemType(format: text) }
    let message: StaticString = "memoryview: a sequence is required"
    guard let sequence = PySequence_Fast(object, message.cText) else { throw .conversion(text) }
    defer { Py_DecRef(sequence) }
    let elements = Elements(sequence: sequence)
    if elements.count != count { throw .itemValue(format: text) }
    try body(elements)
  }
}

/// The elements of a list or tuple. Foreign code may change a list meanwhile.
private struct Elements {
  let sequence: Object

  var count: Int {
    pymv_c_is_list(sequence) ? PyList_Size(sequence) : PyTuple_Size(sequence)
  }

  /// Calls `body` with an element, which it keeps alive.
  func with(
    _ position: Int, _ body: (Object) throws(ViewError) -> Void
  ) throws(ViewError) {
    let element =
      pymv_c_is_list(sequence)
      ? PyList_GetItem(sequence, position) : PyTuple_GetItem(sequence, position)
    let found = try check(element)
    Py_IncRef(found)
    defer { Py_DecRef(found) }
    try body(found)
  }
}
