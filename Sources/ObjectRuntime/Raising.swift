import BufferProtocol
import CPyMemoryView
import RuntimeTables

// Functions that raise exceptions with messages, for the Swift half of the runtime. Formats are
// those of PyUnicode_FromFormat and must use exactly the given arguments. All functions stay out of
// line, because they have hundreds of callers and are never hot.

@inline(never)
func raise(_ type: Object, _ message: StaticString) {
  errSetString(type, message.cText)
}

@inline(never)
func raise(_ type: Object, _ format: StaticString, _ text: UnsafePointer<CChar>) {
  pymv_c_raise_text(type, format.cText, text)
}

@inline(never)
func raise(
  _ type: Object, _ format: StaticString,
  _ first: UnsafePointer<CChar>, _ second: UnsafePointer<CChar>
) {
  pymv_c_raise_texts(type, format.cText, first, second)
}

/// The format has one directive for a Py_ssize_t: %zd.
@inline(never)
func raise(_ type: Object, _ format: StaticString, _ size: Int) {
  pymv_c_raise_size(type, format.cText, size)
}

@inline(never)
func raise(_ type: Object, _ format: StaticString, _ first: Int, _ second: Int) {
  pymv_c_raise_sizes(type, format.cText, first, second)
}

@inline(never)
func raise(_ type: Object, _ format: StaticString, _ op: Object) {
  pymv_c_raise_object(type, format.cText, op)
}

@inline(never)
func raise(_ type: Object, _ format: StaticString, _ first: Object, _ second: Object) {
  pymv_c_raise_objects(type, format.cText, first, second)
}

/// Raises an exception and returns nil.
@inline(never)
func fail<Result>(_ type: Object, _ message: StaticString) -> Result? {
  raise(type, message)
  return nil
}

/// Raises SystemError for a NULL argument and returns nil.
@inline(never)
func raiseNullArgument<Result>() -> Result? {
  fail(PyExc_SystemError, "null argument to internal routine")
}

/// Raises the static MemoryError, which needs no allocation, and returns nil.
@inline(never)
func noMemory<Result>() -> Result? {
  setRaised(pymv_c_memory_error().retained())
  return nil
}
