import BufferProtocol
import CPyMemoryView
import Layout
import MemoryViewTables

// Sub-views: what a key of integers, slices and one `...` selects of any number of axes.

typealias AxisSelections = UnsafeMutablePointer<AxisSelection>

extension View {
  /// Makes a view of what a key selects. New reference.
  ///
  /// The key's `__index__` methods run before the view exists; that they may release this view does not
  /// matter to the new one.
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
    var axisCount = 0
    for axis in 0..<buffer.axisCount where selections[axis].keepsAxis { axisCount &+= 1 }
    let view = try managed.addIncompleteView(from: buffer, axisCount: axisCount)
    do throws(ViewError) {
      let values = pymv_c_axis_values(view)!
      try derive(selections, shape: values, axisCount, to: view.buffer)
    } catch {
      view.discard()
      throw error
    }
    view.setLayoutFlags()
    view.complete()
    return view
  }

  /// Derives the buffer that the selections describe.
  ///
  /// - Parameters:
  ///   - shape: room for extents, strides and suboffsets of the axes that are kept.
  ///   - target: has this view's fields.
  private func derive(
    _ selections: AxisSelections, shape: UnsafeMutablePointer<Int>, _ axisCount: Int,
    to target: BufferView
  ) throws(ViewError) {
    var layout = DerivedLayout(
      base: pointee.view.buf, hasItems: hasItems, shape: shape, strides: shape + axisCount,
      suboffsets: shape + 2 * axisCount)
    let isIndirect: Bool
    do throws(DerivationError) {
      for axis in 0..<buffer.axisCount {
        try layout.add(
          selections[axis], stride: pointee.view.strides[axis],
          suboffset: pointee.view.suboffsets?[axis] ?? -1)
      }
      isIndirect = try layout.finish()
    } catch {
      throw .derivation(error)
    }
    target.pointee.buf = layout.base
    target.pointee.ndim = CInt(axisCount)
    target.pointee.shape = axisCount == 0 ? nil : shape
    target.pointee.strides = axisCount == 0 ? nil : shape + axisCount
    target.pointee.suboffsets = isIndirect ? shape + 2 * axisCount : nil
    target.pointee.len = target.byteCount
  }

  /// Calls `body` with the buffer of what selections describe, which shares this view's memory.
  private func withSubbuffer(
    _ selections: AxisSelections, _ body: (BufferView) throws(ViewError) -> Void
  ) throws(ViewError) {
    var axisCount = 0
    for axis in 0..<buffer.axisCount where selections[axis].keepsAxis { axisCount &+= 1 }
    try withUnsafeTemporaryAllocation(of: Int.self, capacity: 3 * Int(PyBUF_MAX_NDIM)) {
      (room) throws(ViewError) in
      var target = pointee.view
      // It has a base address: its capacity is not zero.
      try derive(selections, shape: room.baseAddress.unsafelyUnwrapped, axisCount, to: &target)
      try body(&target)
    }
  }

  /// Copies an exporter's items to what a key selects, as if they were copied away first.
  func assignSubview(_ source: BufferView, to key: Object) throws(ViewError) {
    try withSelections(of: key) { (selections) throws(ViewError) in
      // The key's `__index__` may have released this view.
      try pinned { () throws(ViewError) in
        try source.requireSound()
        try withSubbuffer(selections) { (target) throws(ViewError) in
          guard haveEqualShapes(source, target), haveEqualFormats(source, target) else {
            throw .value("memoryview assignment: lvalue and rvalue have different structures")
          }
          try refuse(for: target.addressProblem)
          try copySameIndices(to: target, from: source)
        }
      }
    }
  }
}
