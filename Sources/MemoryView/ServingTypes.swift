import CPyMemoryView
import MemoryViewTables

/// The types of managed buffers and iterators. A host's types are looked up on first use.
enum ServingTypes {
  static func managedBuffer() throws(ViewError) -> UnsafeMutablePointer<PyTypeObject>? {
    if let type = pymv_c_services.managed_buffer_type { return type }
    try find()
    return pymv_c_services.managed_buffer_type
  }

  static func iterator() throws(ViewError) -> UnsafeMutablePointer<PyTypeObject>? {
    if let type = pymv_c_services.iterator_type { return type }
    try find()
    return pymv_c_services.iterator_type
  }

  private static func find() throws(ViewError) {
    if let findTypes = pymv_c_services.find_types { try check(findTypes()) }
  }
}
