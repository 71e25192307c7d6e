require "fiddle/import"

module PyMV
  extend Fiddle::Importer
  dlload "libpymv.so.0"
  extern "void *PyMV_FromArray(void *, char *, size_t, int, void *, void *, void *, int, void *, void *)"
  extern "void *PyMV_GetField(void *, char *)"
  extern "int PyMV_GetDouble(void *, void *, void *)"
  extern "char *PyMV_TakeError(void *)"
  extern "void PyMV_DecRef(void *)"
end

# Two records of an int and a double, with 4 bytes between them for its alignment.
memory = [7, 0.5, 8, 1.5].pack("l<x4 E l<x4 E")
shape = [2].pack("j")
records = PyMV.PyMV_FromArray(memory, "T{<i:id:4x<d:value:}", 0, 1, shape, nil, nil, 1, nil, nil)
column = PyMV.PyMV_GetField(records, "value")
abort PyMV.PyMV_TakeError(nil).to_s if column.null?

number = Fiddle::Pointer.malloc(Fiddle::SIZEOF_DOUBLE, Fiddle::RUBY_FREE)
2.times do |i|
  PyMV.PyMV_GetDouble(column, [i].pack("j"), number)
  puts number[0, Fiddle::SIZEOF_DOUBLE].unpack1("d")
end
PyMV.PyMV_DecRef(column)
PyMV.PyMV_DecRef(records)
