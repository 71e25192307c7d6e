## Memory of this program as a matrix and as records.
import pymv

type Record {.packed.} = object
  id: int32
  value: float64

var checks {.threadvar.}: int

proc check(holds: bool, claim: string) =
  inc checks
  if not holds: quit("FAILED: " & claim)

template fails(errorKind, text: string, action: untyped): bool =
  var failed = false
  try: action
  except PyMVError as error: failed = error.kind == errorKind and error.msg == text
  failed

proc useViews() {.gcsafe.} =
  var releases: array[2, int]
  let heard = addr releases
  var memory = @[1.0, 2, 3, 4, 5, 6]
  var matrix = view(addr memory[0], "d", [2, 3], false, proc () = inc heard[0])
  check(matrix.shape == @[2, 3], "the shape is 2, 3")
  var reversed = matrix.slice(1, step = -2)
  check(reversed.items(float) == @[3.0, 1, 6, 4], "a slice goes backwards")
  var turned = matrix.transposed
  check(turned[2, -1] == 6, "a transposed view has 3 rows")
  check(turned.items(float) == @[1.0, 4, 2, 5, 3, 6], "a copy is in C order")
  turned[2, 1] = 60
  check(memory[5] == 60, "a write reaches the memory")

  var rows = [Record(id: 1, value: 0.5), Record(id: 2, value: 1.5), Record(id: 3, value: 2.5)]
  var records = view(addr rows[0], "T{<i:id:<d:value:}", [3], true, proc () = inc heard[1])
  var values = records.field("value")
  var ids = records.field("id")
  check(values.items(float) == @[0.5, 1.5, 2.5] and ids.items(int32) == @[1i32, 2, 3],
        "records have columns")

  check(fails("IndexError", "index out of bounds on dimension 1", (discard matrix[2, 0])),
        "an index out of range is an error")
  check(fails("TypeError", "cannot modify read-only memory", (values[0] = 1)),
        "a write to read-only memory is an error")
  close(records)
  close(values)
  close(ids)
  close(matrix)
  close(reversed)
  check(releases == [0, 1], "a derived view keeps the memory")
  close(turned)
  check(releases == [1, 1], "each owner hears once")

var checksOfThread: int

proc useViewsInThread() {.thread.} =
  useViews()
  checksOfThread = checks

discard PyMV_SetDebug(1)
useViews()
var thread: Thread[void]
createThread(thread, useViewsInThread)
joinThread(thread)
checks += checksOfThread
check(PyMV_DebugReport(-1) == 0, "nothing is alive")
echo "ok: ", checks, " checks"
