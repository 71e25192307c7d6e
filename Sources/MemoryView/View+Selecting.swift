import BufferProtocol
import CPyMemoryView
import Layout
import MemoryViewTables

// Sub-views: keys of integers, slices and one `...` on any number of axes.

extension View {
  /// Makes a view of a key's selection. New reference.
  ///
  /// The key's `__index__` methods run before the new view exists, and may release this one: the
  /// new view has its own share in the managed buffer.
  func makeSubview(_ key: Object) throws(ViewError) -> View {
    try joined { (managed) throws(ViewError) in
      try withSelections(of: key) { (selections) throws(ViewError) in
        try makeSubview(on: managed, selections)
      }
    }
  }

  /// Makes the row at an index of the first axis. New reference.
  func makeRow(at index: Int) throws(ViewError) -> View {
    try joined { (managed) throws(ViewError) in
      try withWholeAxes { (selections) throws(ViewError) in
        selections[0] = .index(try checkedIndex(index, axis: 0))
        return try makeSubview(on: managed, selections)
      }
    }
  }

  private func makeSubview(
    on managed: ManagedBuffer, _ selections: AxisSelections
  ) throws(ViewError) -> View {
    try derived(on: managed, axisCount: axisCount(keptBy: selections)) {
      (_, layout) throws(DerivationError) in
      try add(selections, to: &layout)
    }
  }

  private func axisCount(keptBy selections: AxisSelections) -> Int {
    var count = 0
    for axis in 0..<buffer.axisCount where selections[axis].keepsAxis { count &+= 1 }
    return count
  }

  private func add(
    _ selections: AxisSelections, to layout: inout DerivedLayout
  ) throws(DerivationError) {
    for axis in 0..<buffer.axisCount {
      try layout.add(
        selections[axis], stride: pointee.view.strides[axis], suboffset: suboffset(axis))
    }
  }

  /// Calls `body` with the buffer of a selection, which shares this view's memory.
  private func withSubbuffer(
    _ selections: AxisSelections, _ body: (BufferView) throws(ViewError) -> Void
  ) throws(ViewError) {
    var shape = AxisValues()
    var strides = AxisValues()
    var suboffsets = AxisValues()
    try shape.withPointer { (shape) throws(ViewError) in
      try strides.withPointer { (strides) throws(ViewError) in
        try suboffsets.withPointer { (suboffsets) throws(ViewError) in
          var layout = DerivedLayout(
            base: pointee.view.buf, hasItems: pointee.view.len > 0, shape: shape,
            strides: strides, suboffsets: suboffsets)
          var target = pointee.view
          do throws(DerivationError) {
            try add(selections, to: &layout)
            target.suboffsets = try layout.finish() ? suboffsets : nil
          } catch {
            throw .derivation(error)
          }
          target.buf = layout.base
          target.ndim = CInt(layout.axisCount)
          target.shape = shape
          target.strides = strides
          target.len = withUnsafeMutablePointer(to: &target) { $0.byteCount }
          try body(&target)
        }
      }
    }
  }

  /// Copies an exporter's items to a key's selection, which they may overlap.
  func assignSubview(_ source: BufferView, to key: Object) throws(ViewError) {
    try withSelections(of: key) { (selections) throws(ViewError) in
      // The key's `__index__` may have released this view.
      try pinned { () throws(ViewError) in
        try source.requireSound()
        try withSubbuffer(selections) { (target) throws(ViewError) in
          guard haveEqualShapes(source, target), try haveEqualFormats(source, target) else {
            throw .value("memoryview assignment: lvalue and rvalue have different structures")
          }
          try refuse(for: target.addressProblem)
          try copySameIndices(to: target, from: source)
        }
      }
    }
  }
}
