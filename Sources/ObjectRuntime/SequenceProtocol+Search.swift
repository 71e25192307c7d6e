import CPyMemoryView
import RuntimeTables

// Functions on iterables: search for a value, and conversion to list and tuple.

/// Calls a closure with each item, until it returns false.
///
/// - Parameter body: Receives each item, borrowed; `false` ends the iteration.
/// - Returns: `false` with an exception of the iterator.
func forEach(_ iterator: Object, _ body: (Object) -> Bool) -> Bool {
  while let item = iteratorNext(iterator) {
    defer { item.release() }
    if !body(item) { return true }
  }
  return pymv_c_error_get() == nil
}

/// Compares the items of an object with a value, until a closure returns false.
///
/// - Parameter body: Receives for each item whether it is equal; `false` ends the search.
/// - Returns: `false` with an exception.
private func search(_ op: Object?, for value: Object?, _ body: (Bool) -> Bool) -> Bool {
  guard let op, let value else { return nullStatus() == 0 }
  guard let iterator = objectGetIter(op) else {
    if errExceptionMatches(PyExc_TypeError) != 0 {
      raiseType("argument of type '%.200s' is not iterable", op)
    }
    return false
  }
  defer { iterator.release() }
  var failed = false
  let ended = forEach(iterator) { item in
    let answer = objectRichCompareBool(item, value, Py_EQ)
    failed = answer < 0
    return !failed && body(answer > 0)
  }
  return ended && !failed
}

@_cdecl("PySequence_Contains")
public func sequenceContains(_ op: Object?, _ value: Object?) -> CInt {
  if let op, let value, let contains = op.type.pointee.tp_as_sequence?.pointee.sq_contains {
    return contains(op, value)
  }
  var found = false
  let done = search(op, for: value) { isEqual in
    found = isEqual
    return !isEqual
  }
  return done ? (found ? 1 : 0) : -1
}

/// Fast path by the search function of the type; returns nil to fall back to comparing item by
/// item.
private func ownSearch(_ op: Object?, for value: Object?, counts: Bool) -> Int? {
  guard let op, let value, let search = pymv_c_search_of(op.type) else { return nil }
  var result = 0
  return search(op, value, counts, &result) ? result : nil
}

@_cdecl("PySequence_Count")
public func sequenceCount(_ op: Object?, _ value: Object?) -> Int {
  if let count = ownSearch(op, for: value, counts: true) { return count }
  var count = 0
  let done = search(op, for: value) { isEqual in
    if isEqual { count += 1 }
    return true
  }
  return done ? count : -1
}

@_cdecl("PySequence_Index")
public func sequenceIndex(_ op: Object?, _ value: Object?) -> Int {
  var index = -1
  var found = false
  if let first = ownSearch(op, for: value, counts: false) {
    return first >= 0 ? first : raiseNotFound()
  }
  let done = search(op, for: value) { isEqual in
    index += 1
    found = isEqual
    return !isEqual
  }
  if !done { return -1 }
  return found ? index : raiseNotFound()
}

private func raiseNotFound() -> Int {
  raise(PyExc_ValueError, "sequence.index(x): x not in sequence")
  return -1
}

/// A list of the items of an iterator.
private func collect(_ iterator: Object) -> Object? {
  guard let list = listNew(0) else { return nil }
  var hasRoom = true
  while hasRoom, let item = iteratorNext(iterator) { hasRoom = append(item, to: list) }
  if pymv_c_error_get() == nil { return list }
  list.release()
  return nil
}

/// Whether an object has a length, or no length at all. `false` if computing the length raises an
/// exception other than TypeError; then the caller must fail, as CPython does.
func hasSoundLength(_ op: Object) -> Bool {
  if objectSize(op) >= 0 { return true }
  if errExceptionMatches(PyExc_TypeError) == 0 { return false }
  errClear()
  return true
}

/// A list of the items of an object.
///
/// - Parameter message: Replaces the message of the TypeError for an object that is not iterable.
private func collectItems(of op: Object, _ message: CText?) -> Object? {
  guard let iterator = objectGetIter(op) else {
    if let message, errExceptionMatches(PyExc_TypeError) != 0 {
      errSetString(PyExc_TypeError, message)
    }
    return nil
  }
  defer { iterator.release() }
  return hasSoundLength(op) ? collect(iterator) : nil
}

@_cdecl("PySequence_List")
public func sequenceList(_ op: Object?) -> Object? {
  guard let op else { return pymv_s_null_argument() }
  return collectItems(of: op, nil)
}

@_cdecl("PySequence_Tuple")
public func sequenceTuple(_ op: Object?) -> Object? {
  guard let op else { return pymv_s_null_argument() }
  if op.type == pymv_c_tuple_type() { return op.retained() }
  guard let list = op.type == pymv_c_list_type() ? op.retained() : sequenceList(op) else {
    return nil
  }
  defer { list.release() }
  return listAsTuple(list)
}

@_cdecl("PySequence_Fast")
public func sequenceFast(_ op: Object?, _ message: CText?) -> Object? {
  guard let op else { return pymv_s_null_argument() }
  if op.type == pymv_c_tuple_type() || op.type == pymv_c_list_type() { return op.retained() }
  return collectItems(of: op, message)
}
