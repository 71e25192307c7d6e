# frozen_string_literal: true

# Memory of this program as a matrix and as records.

require_relative "pymv"

@checks = 0

def check(holds, claim)
  @checks += 1
  abort "FAILED: #{claim}" unless holds
end

def fails(kind, text)
  yield
  false
rescue PyMV::Error => e
  e.is_a?(kind) && e.message == text
end

# Memory that does not move, unlike that of a string.
def memory_of(bytes)
  memory = Fiddle::Pointer.malloc(bytes.size, Fiddle::RUBY_FREE)
  memory[0, bytes.size] = bytes
  memory
end

def use_views
  omitted = PyMV::View::OMITTED
  releases = [0, 0]
  memory = memory_of([1, 2, 3, 4, 5, 6].pack("d*"))
  matrix = PyMV::View.of(memory, "d", [2, 3]) { releases[0] += 1 }
  check matrix.shape == [2, 3], "the shape is 2, 3"
  reversed = matrix.slice(1, omitted, omitted, -2)
  check reversed.items("d") == [3, 1, 6, 4], "a slice goes backwards"
  turned = matrix.transpose
  check turned[2, -1] == 6, "a transposed view has 3 rows"
  check turned.items("d") == [1, 4, 2, 5, 3, 6], "a copy is in C order"
  turned[2, 1] = 60
  check memory[40, 8].unpack1("d") == 60, "a write reaches the memory"

  rows = memory_of([1, 0.5, 2, 1.5, 3, 2.5].pack("l<E" * 3))
  records = PyMV::View.of(rows, "T{<i:id:<d:value:}", [3], readonly: true) { releases[1] += 1 }
  values = records.field("value")
  ids = records.field("id")
  check values.items("E") == [0.5, 1.5, 2.5] && ids.items("l<") == [1, 2, 3], "records have columns"

  check fails(IndexError, "index out of bounds on dimension 1") { matrix[2, 0] },
        "an index out of range is an error"
  check fails(TypeError, "cannot modify read-only memory") { values[0] = 1 },
        "a write to read-only memory is an error"
  [records, values, ids, matrix, reversed].each(&:close)
  check releases == [0, 1], "a derived view keeps the memory"
  turned.close
  check releases == [1, 1], "each owner hears once"
end

PyMV.call(:SetDebug, 1)
use_views
Thread.new { use_views }.join
check PyMV.call(:DebugReport, -1).zero?, "nothing is alive"
puts "ok: #{@checks} checks"
