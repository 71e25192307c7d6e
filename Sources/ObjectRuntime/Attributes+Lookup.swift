import BufferProtocol
import CPyMemoryView
import RuntimeTables

/// What the tables of a type or of one of its bases say of a name.
struct TypeEntry {
  enum Kind {
    case method(UnsafePointer<PyMethodDef>)
    case computed(UnsafePointer<PyGetSetDef>)
    case stored(UnsafePointer<PyMemberDef>)
  }

  let kind: Kind
  /// The type whose table it is.
  let owner: TypeObject

  /// Whether an attribute of this kind goes before one of the same name in the object's own type.
  var isData: Bool {
    if case .method = kind { return false }
    return true
  }
}

/// Finds the entry of a name in a table whose entries start with one and end with a NULL.
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
    // Most names differ in the first byte already. A text ends with a NUL, so it has one.
    if UInt8(bitPattern: candidate[0]) == wanted.baseAddress![0]
      && strcmp(candidate, cText(wanted.baseAddress!)) == 0
    {
      return strlen(candidate) == wanted.count ? entry : nil
    }
    entry += stride
  }
  return nil
}

/// Finds what a type has under a name. `__doc__` is not inherited: every type has its own.
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

/// Whether a str is a text.
func names(_ name: Object, _ text: StaticString) -> Bool {
  strcmp(cText(pymv_c_text_start(name)), text.cText) == 0
}
