-- Look up every function of pymv.h and call some.
-- usage: luajit caller.lua DEFINITIONS LIBRARY NAMES
local ffi = require("ffi")

local function text_of(path)
  local file = assert(io.open(path))
  local text = file:read("*a")
  file:close()
  return text
end

ffi.cdef(text_of(arg[1]))
local pymv = ffi.load(arg[2])
for name in text_of(arg[3]):gmatch("%S+") do
  assert(pymv[name], name)
end

local items = ffi.new("double[6]", 1, 2, 3, 4, 5, 6)
local shape = ffi.new("ptrdiff_t[2]", 2, 3)
local view = pymv.PyMV_FromArray(items, "d", 0, 2, shape, nil, nil, 0, nil, nil)
local transposed = pymv.PyMV_Transpose(view, nil)
local info = ffi.new("PyMV_Info")
info.struct_size = ffi.sizeof(info)
assert(pymv.PyMV_GetInfo(transposed, info) == 0)
assert(info.ndim == 2 and info.shape[0] == 3 and info.strides[0] == 8 and info.nbytes == 48)
local value = ffi.new("double[1]")
assert(pymv.PyMV_GetDouble(transposed, ffi.new("ptrdiff_t[2]", 2, -1), value) == 0)
assert(value[0] == 6)

assert(pymv.PyMV_Index(view, 0, 2) == nil)
local kind = ffi.new("const char *[1]")
assert(pymv.PyMV_TakeError(kind) ~= nil and ffi.string(kind[0]) == "IndexError")
assert(pymv.PyMV_TakeError(kind) == nil and kind[0] == nil)
pymv.PyMV_DecRef(transposed)
pymv.PyMV_DecRef(view)
