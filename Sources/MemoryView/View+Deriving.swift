import BufferProtocol
import CPyMemoryView
import Layout
import MemoryViewTables

// Derives views without copying items. Each result is a new reference and shares the managed
// buffer.

extension View {
  /// Makes a view of the same memory with other axes, which `addAxes` adds in order.
  ///
  /// - Parameter axisCount: number of axes that `addAxes` keeps.
  @inline(__always)
  func derived(
    axisCount: Int, _ addAxes: (View, inout DerivedLayout) throws(DerivationError) -> Void
  ) throws(ViewError) -> View {
    try joined { (managed) throws(ViewError) in
      try derived(on: managed, axisCount: axisCount, addAxes)
    }
  }

  /// Likewise on a managed buffer that counts the new view already.
  @inline(__always)
  func derived(
    on managed: ManagedBuffer, axisCount: Int,
    _ addAxes: (View, inout DerivedLayout) throws(DerivationError) -> Void
  ) throws(ViewError) -> View {
    let view = try startDerived(on: managed, axisCount: axisCount)
    var layout = DerivedLayout(
      base: pointee.view.buf, hasItems: pointee.view.len > 0,
      shape: view.shapeStorage, strides: view.shapeStorage + axisCount,
      suboffsets: view.shapeStorage + 2 &* axisCount)
    do throws(DerivationError) {
      try addAxes(view, &layout)
    } catch {
      view.discard()
      throw .derivation(error)
    }
    assert(layout.axisCount == axisCount)
    try view.finishDerived(layout)
    return view
  }

  // Not inlined, because `derived` is, into many callers.

  @inline(never)
  private func startDerived(
    on managed: ManagedBuffer, axisCount: Int
  ) throws(ViewError) -> View {
    try managed.addIncompleteView(from: buffer, axisCount: axisCount)
  }

  /// Completes a view whose axes have been added to a layout, or discards it.
  @inline(never)
  private func finishDerived(_ layout: DerivedLayout) throws(ViewError) {
    do throws(ViewError) {
      let isIndirect: Bool
      do throws(DerivationError) {
        isIndirect = try layout.finish()
      } catch {
        throw .derivation(error)
      }
      pointee.view.len = byteCount(ofAxes: layout.axisCount)
      setAxes(layout.axisCount, base: layout.base, isIndirect: isIndirect)
      // If one extent is zero, the product of the others may overflow in their new order.
      if pointee.view.len == 0 { try buffer.requireSound() }
    } catch {
      discard()
      throw error
    }
    complete()
  }

  /// Fast path of `derived` for direct layouts.
  ///
  /// - Parameters:
  ///   - offset: of the first item, in bytes; unused if there are no items.
  ///   - fill: writes an extent and a stride for each axis, and returns the number of items.
  @inline(__always)
  private func derivedDirectly(
    axisCount: Int, offset: Int,
    _ fill: (_ shape: UnsafeMutablePointer<Int>, _ strides: UnsafeMutablePointer<Int>) -> Int
  ) throws(ViewError) -> View {
    try joined { (managed) throws(ViewError) in
      let view = try managed.addIncompleteView(from: buffer, axisCount: axisCount)
      let itemCount = fill(view.shapeStorage, view.shapeStorage + axisCount)
      // Wrapping: within the memory of the view, or unused.
      view.pointee.view.len = itemCount &* pointee.view.itemsize
      view.setAxes(
        axisCount, base: pointee.view.buf.map { $0 + offset }, isIndirect: false)
      view.complete()
      return view
    }
  }

  @inline(__always)
  private var shapeStorage: UnsafeMutablePointer<Int> { pymv_c_axis_values(self)! }

  private func byteCount(ofAxes axisCount: Int) -> Int {
    var byteCount = pointee.view.itemsize
    // Wrapping: a part is no larger than the view, and other shapes were validated.
    for axis in 0..<axisCount { byteCount &*= shapeStorage[axis] }
    return byteCount
  }

  /// Sets the axes, which are in the view's own storage already. Assumes: no other code can reach
  /// the view yet.
  @inline(__always)
  func setAxes(_ axisCount: Int, base: UnsafeMutableRawPointer?, isIndirect: Bool) {
    pointee.view.buf = base
    pointee.view.ndim = CInt(truncatingIfNeeded: axisCount)
    pointee.view.shape = axisCount == 0 ? nil : shapeStorage
    pointee.view.strides = axisCount == 0 ? nil : shapeStorage + axisCount
    pointee.view.suboffsets = isIndirect ? shapeStorage + 2 &* axisCount : nil
    setLayoutFlags()
  }

  @inline(__always)
  func suboffset(_ axis: Int) -> Int { pointee.view.suboffsets?[axis] ?? -1 }

  /// Converts the number of an axis, counted from the end if negative, to one from 0 on. Raises
  /// IndexError if it is out of range.
  @inline(__always)
  private func checkedAxis(_ axis: CInt) throws(ViewError) -> Int {
    let axis = axis < 0 ? Int(axis) &+ buffer.axisCount : Int(axis)
    if axis < 0 || axis >= buffer.axisCount { throw .index("axis out of range") }
    return axis
  }

  // MARK: One axis

  /// Makes a view of one index of an axis, without that axis.
  @_optimize(speed)
  public func indexed(axis: CInt, at index: Int) throws(ViewError) -> View {
    try requireAccess()
    let axis = try checkedAxis(axis)
    let index = try checkedIndex(index, axis: axis)
    let axisCount = buffer.axisCount &- 1
    if pointee.view.suboffsets != nil {
      return try selectedThroughPointers(.index(index), of: axis, axisCount: axisCount)
    }
    let (shape, strides) = (pointee.view.shape!, pointee.view.strides!)
    // Wrapping: within the memory of the view, or unused because there are no items.
    return try derivedDirectly(axisCount: axisCount, offset: index &* strides[axis]) {
      (newShape, newStrides) in
      var itemCount = 1
      var place = 0
      while place < axisCount {
        let old = place < axis ? place : place &+ 1
        newShape[place] = shape[old]
        newStrides[place] = strides[old]
        itemCount &*= shape[old]
        // Cannot overflow: an axis of at most 64.
        place &+= 1
      }
      return itemCount
    }
  }

  /// Makes a view of a slice of an axis.
  ///
  /// - Parameters:
  ///   - start: `Int.min` if omitted; likewise `stop` and `step`.
  @_optimize(speed)
  public func sliced(
    axis: CInt, start: Int, stop: Int, step: Int
  ) throws(ViewError) -> View {
    try requireAccess()
    let axis = try checkedAxis(axis)
    let step = step == .min ? 1 : step
    if step == 0 { throw .value("slice step cannot be zero") }
    let isOmitted = (start: start == .min, stop: stop == .min)
    let bounds = SliceBounds(
      start: isOmitted.start && step < 0 ? .max : isOmitted.start ? 0 : start,
      stop: isOmitted.stop && step > 0 ? .max : stop, step: step,
      extent: pointee.view.shape[axis])
    if pointee.view.suboffsets != nil {
      return try selectedThroughPointers(
        .slice(start: bounds.start, step: step, count: bounds.count), of: axis,
        axisCount: buffer.axisCount)
    }
    let (shape, strides) = (pointee.view.shape!, pointee.view.strides!)
    let axisCount = buffer.axisCount
    // Wrapping: within the memory of the view, or unused because there are no items.
    let offset = bounds.count > 0 ? bounds.start &* strides[axis] : 0
    return try derivedDirectly(axisCount: axisCount, offset: offset) { (newShape, newStrides) in
      var itemCount = 1
      var place = 0
      while place < axisCount {
        let extent = place == axis ? bounds.count : shape[place]
        newShape[place] = extent
        newStrides[place] = strides[place]
        itemCount &*= extent
        // Cannot overflow: an axis of at most 64.
        place &+= 1
      }
      newStrides[axis] &*= step
      return itemCount
    }
  }

  @inline(never)
  private func selectedThroughPointers(
    _ selection: AxisSelection, of selected: Int, axisCount: Int
  ) throws(ViewError) -> View {
    try derived(axisCount: axisCount) { (_, layout) throws(DerivationError) in
      for axis in 0..<buffer.axisCount {
        try layout.add(
          axis == selected ? selection : .all(pointee.view.shape[axis]),
          stride: pointee.view.strides[axis], suboffset: suboffset(axis))
      }
    }
  }

  // MARK: All axes

  /// Makes a view with the axes in another order.
  ///
  /// - Parameter axes: for each axis of the result one of this view's; nil: reverse order.
  @_optimize(speed)
  public func transposed(_ axes: UnsafePointer<CInt>?) throws(ViewError) -> View {
    try requireAccess()
    try requirePermutation(axes)
    let axisCount = buffer.axisCount
    if pointee.view.suboffsets != nil || pointee.view.len == 0 {
      return try derived(axisCount: axisCount) { (_, layout) in
        for place in 0..<axisCount {
          let axis = permuted(axes, place)
          // Suboffsets keep their places, because no axis moves across a dereference.
          layout.keep(
            extent: pointee.view.shape[axis], stride: pointee.view.strides[axis],
            suboffset: suboffset(place))
        }
      }
    }
    return try derivedDirectly(axisCount: axisCount, offset: 0) { (shape, strides) in
      var itemCount = 1
      var place = 0
      while place < axisCount {
        let axis = permuted(axes, place)
        itemCount &*= pointee.view.shape[axis]
        shape[place] = pointee.view.shape[axis]
        strides[place] = pointee.view.strides[axis]
        // Cannot overflow: an axis of at most 64.
        place &+= 1
      }
      return itemCount
    }
  }

  /// Validates an order of the axes. Axes must not move across a dereference, because PEP 3118
  /// dereferences pointers in the order of the axes.
  @inline(__always)
  private func requirePermutation(_ axes: UnsafePointer<CInt>?) throws(ViewError) {
    if let axes {
      var seen: UInt64 = 0
      for place in 0..<buffer.axisCount {
        let bit: UInt64 = 1 << UInt64(truncatingIfNeeded: try checkedAxis(axes[place]))
        if seen & bit != 0 { throw .value("an axis appears twice") }
        seen |= bit
      }
    }
    if pointee.view.suboffsets != nil {
      for place in 0..<buffer.axisCount
      where dereferenceCount(before: place) != dereferenceCount(before: permuted(axes, place)) {
        throw .buffer("the axes of this view follow pointers in an order that cannot change")
      }
    }
  }

  @inline(__always)
  private func permuted(_ axes: UnsafePointer<CInt>?, _ place: Int) -> Int {
    guard let axes else { return buffer.axisCount &- 1 &- place }
    return axes[place] < 0 ? Int(axes[place]) &+ buffer.axisCount : Int(axes[place])
  }

  /// Number of axes before this one that hold pointers.
  private func dereferenceCount(before axis: Int) -> Int {
    var count = 0
    for earlier in 0..<axis where suboffset(earlier) >= 0 { count += 1 }
    return count
  }
}
