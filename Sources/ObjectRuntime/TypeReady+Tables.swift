import CPyMemoryView

// The tables behind a type's tp_as_* slots. A type without a table shares the base's; in a table of
// its own, the slots left NULL are filled one by one.

func inheritTables(_ type: TypeObject, _ base: TypeObject) {
  var next: TypeObject? = base
  while let ancestor = next {
    inherit(type.pointee.tp_as_number, ancestor.pointee.tp_as_number)
    inherit(type.pointee.tp_as_sequence, ancestor.pointee.tp_as_sequence)
    inherit(type.pointee.tp_as_mapping, ancestor.pointee.tp_as_mapping)
    inherit(type.pointee.tp_as_buffer, ancestor.pointee.tp_as_buffer)
    next = ancestor.pointee.tp_base
  }
  fill(&type.pointee.tp_as_async, base.pointee.tp_as_async)
  fill(&type.pointee.tp_as_number, base.pointee.tp_as_number)
  fill(&type.pointee.tp_as_sequence, base.pointee.tp_as_sequence)
  fill(&type.pointee.tp_as_mapping, base.pointee.tp_as_mapping)
  fill(&type.pointee.tp_as_buffer, base.pointee.tp_as_buffer)
}

/// Fills the slots of a table; every table is nothing but pointers to functions.
private func inherit<Table>(
  _ table: UnsafeMutablePointer<Table>?, _ base: UnsafeMutablePointer<Table>?
) {
  guard let table, let base, table != base else { return }
  let count = MemoryLayout<Table>.size / MemoryLayout<UnsafeRawPointer?>.size
  let slots = UnsafeMutableRawPointer(table)
    .assumingMemoryBound(to: UnsafeRawPointer?.self)
  let inherited = UnsafeRawPointer(base).assumingMemoryBound(to: UnsafeRawPointer?.self)
  for index in 0..<count where slots[index] == nil {
    slots[index] = inherited[index]
  }
}
