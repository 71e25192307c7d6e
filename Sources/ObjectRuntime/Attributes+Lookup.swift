import BufferProtocol
import CPyMemoryView
import RuntimeTables

/// The entry for an attribute name in the tables of a type or of one of its bases.
struct TypeEntry {
  enum Kind {
    case method(UnsafePointer<PyMethodDef>)
    case computed(UnsafePointer<PyGetSetDef>)
    case stored(UnsafePointer<PyMemberDef>)
  }

  let kind: Kind
  /// The type that has the table.
  let owner: TypeObject

  /// Whether this is a data descriptor. Attribute access on a type finds those of its metatype
  /// before the type's own entries.
  var isData: Bool {
    if case .method = kind { return false }
    return true
  }
}

/// Finds an entry by name in a table. Every entry starts with a name; a NULL name ends the table.
private func entry<Entry>(_ name: Object, in table: UnsafeMutablePointer<Entry>?) -> UnsafePointer<
  Entry
>? {
  guard let table else { return nil }
  let stride = MemoryLayout<Entry>.stride
  return find(name, UnsafeRawPointer(table), stride)?.assumingMemoryBound(to: Entry.self)
}

private func find(_ name: Object, _ table: UnsafeRawPointer, _ stride: Int) -> UnsafeRawPointer? {
  let wanted = utf8(of: name)
  var entry = table
  while let candidate = entry.load(as: CText?.self) {
    // Fast path: most names differ in the first byte. An empty name has one too, its NUL.
    if UInt8(bitPattern: candidate[0]) == wanted.baseAddress![0]
      && strcmp(candidate, cText(wanted.baseAddress!)) == 0
    {
      return strlen(candidate) == wanted.count ? entry : nil
    }
    entry += stride
  }
  return nil
}

/// Finds an attribute by name in a type and its bases. `__doc__` is not inherited.
func findEntry(_ name: Object, in type: TypeObject) -> TypeEntry? {
  var next: TypeObject? = type
  while let owner = next {
    if let method = entry(name, in: owner.pointee.tp_methods) {
      return TypeEntry(kind: .method(method), owner: owner)
    }
    if let member = entry(name, in: owner.pointee.tp_members) {
      return TypeEntry(kind: .stored(member), owner: owner)
    }
    if let computed = entry(name, in: owner.pointee.tp_getset) {
      return TypeEntry(kind: .computed(computed), owner: owner)
    }
    if names(name, "__doc__") { return nil }
    next = owner.pointee.tp_base
  }
  return nil
}

/// Whether a str equals a constant text.
func names(_ name: Object, _ text: StaticString) -> Bool {
  strcmp(cText(pymv_c_text_start(name)), text.cText) == 0
}
