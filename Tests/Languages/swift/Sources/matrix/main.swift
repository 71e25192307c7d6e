// Memory of this program as a matrix and as records.
import CPyMemoryView
import Glibc
import StridedViews

struct Checks {
  var count = 0

  mutating func check(_ holds: Bool, _ claim: String) {
    count += 1
    if !holds {
      print("FAILED: \(claim)")
      exit(1)
    }
  }
}

func error(_ action: () throws(ViewError) -> Void) -> ViewError? {
  do { try action() } catch { return error }
  return nil
}

func useViews() throws(ViewError) -> Int {
  var checks = Checks()
  let numbers = Owner<Double>([1, 2, 3, 4, 5, 6])
  let rows = Owner([Record(1, 0.5), Record(2, 1.5), Record(3, 2.5)])

  let matrix = try StridedView(owning: numbers.items, shape: [2, 3], release: numbers.release)
  checks.check(try matrix.shape == [2, 3], "the shape is 2, 3")
  let reversed = try matrix.slice(axis: 1, by: -2)
  checks.check(try reversed.elements() == [3, 1, 6, 4], "a slice goes backwards")
  var turned = try MutableStridedView(matrix.transposed())
  checks.check(try turned[2, -1] == 6, "a transposed view has 3 rows")
  checks.check(try turned.view.elements() == [1, 4, 2, 5, 3, 6], "a copy is in C order")
  try turned.set(60, at: 2, 1)
  checks.check(numbers.items[5] == 60, "a write reaches the memory")

  let records = try StridedView(
    owning: rows.items, shape: [3], readOnly: true, release: rows.release)
  let values = try records.field("value", as: Double.self)
  let ids = try records.field("id", as: Int32.self)
  let columns = (try values.elements(), try ids.elements())
  checks.check(columns == ([0.5, 1.5, 2.5], [1, 2, 3]), "records have columns")

  checks.check(
    error { () throws(ViewError) in _ = try matrix[2, 0] }
      == ViewError(.index, "index out of bounds on dimension 1"),
    "an index out of range is an error")
  checks.check(
    error { () throws(ViewError) in _ = try MutableStridedView(values) }
      == ViewError(.type, "cannot modify read-only memory"),
    "a write to read-only memory is an error")
  _ = (consume records, consume values, consume ids, consume matrix, consume reversed)
  checks.check(numbers.heard == 0 && rows.heard == 1, "a derived view keeps the memory")
  _ = consume turned
  checks.check(numbers.heard == 1 && rows.heard == 1, "each owner hears once")
  return checks.count
}

func useViewsInOtherThread() -> Int {
  var thread = pthread_t()
  pthread_create(
    &thread, nil, { _ in UnsafeMutableRawPointer(bitPattern: (try? useViews()) ?? 0) }, nil)
  var count: UnsafeMutableRawPointer?
  pthread_join(thread, &count)
  return Int(bitPattern: count)
}

PyMV_SetDebug(1)
var checks = Checks(count: try useViews() + useViewsInOtherThread())
checks.check(PyMV_DebugReport(-1) == 0, "nothing is alive")
print("ok: \(checks.count) checks")
