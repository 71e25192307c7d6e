import CPyMemoryView
import MemoryViewTables

/// The types of what memoryviews are made of. A host's are looked for when they are first needed.
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
