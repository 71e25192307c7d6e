import CPyMV

var items: [Double] = [1, 2, 3, 4, 5, 6]
let shape = [2, 3]
items.withUnsafeMutableBytes { bytes in
  let view = PyMV_FromArray(bytes.baseAddress, "d", 0, 2, shape, nil, nil, 0, nil, nil)
  var item = 0.0
  PyMV_GetDouble(view, [1, 0], &item)
  print(item)
  PyMV_DecRef(view)
}
