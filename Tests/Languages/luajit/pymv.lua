-- Views of memory for LuaJIT: what an example needs of pymv.h, as a module.
local ffi = require("ffi")

ffi.cdef(assert(io.open(os.getenv("PYMV_DEFINITIONS"))):read("*a"))
local pymv = ffi.load(os.getenv("PYMV_LIBRARY"))
local View = {omitted = 0x8000000000000000LL, library = pymv}
View.__index = View

-- A view drops its reference when it is closed or collected. Errors are tables.
local function checked(object)
  if object ~= nil then
    return setmetatable({object = ffi.gc(object, pymv.PyMV_DecRef)}, View)
  end
  local kind = ffi.new("const char *[1]")
  local text = ffi.string(pymv.PyMV_TakeError(kind))
  error({kind = ffi.string(kind[0]), text = text})
end
local function succeeded(result) return result == 0 or checked(nil) end

local owners, number = {}, 0
-- The library calls this in the thread that drops the last view.
local destroy = ffi.cast("PyMV_DestroyFunc", function(_, ctx)
  local key = tonumber(ffi.cast("intptr_t", ctx))
  local owner = owners[key]
  owners[key] = nil
  owner.released()
end)

-- View an array of C; `released` is called once, and `items` live until then.
function View.new(items, format, shape, readonly, released)
  number = number + 1
  local extents = ffi.new("ptrdiff_t[?]", #shape, shape)
  local view = checked(pymv.PyMV_FromArray(items, format, 0, #shape, extents, nil, nil, readonly,
    destroy, ffi.cast("void *", number)))
  owners[number] = {items = items, released = released}
  return view
end
function View:close() pymv.PyMV_DecRef(ffi.gc(self.object, nil)) end
-- LuaJIT must not compile a call that may call back.
jit.off(View.close)

function View:slice(...) return checked(pymv.PyMV_Slice(self.object, ...)) end
function View:transpose() return checked(pymv.PyMV_Transpose(self.object, nil)) end
function View:field(name) return checked(pymv.PyMV_GetField(self.object, name)) end
function View:info()
  local info = ffi.new("PyMV_Info", ffi.sizeof("PyMV_Info"))
  return succeeded(pymv.PyMV_GetInfo(self.object, info)) and info
end
local function indices(...) return ffi.new("ptrdiff_t[?]", select("#", ...), ...) end
function View:get(...)
  local value = ffi.new("double[1]")
  succeeded(pymv.PyMV_GetDouble(self.object, indices(...), value))
  return value[0]
end
function View:set(value, ...)
  succeeded(pymv.PyMV_SetDouble(self.object, indices(...), value))
end

-- The items in C order, as a table of numbers.
function View:items(ctype)
  local bytes, numbers = self:info().nbytes, {}
  local count = tonumber(bytes) / ffi.sizeof(ctype)
  local items = ffi.new(ctype .. "[?]", count)
  succeeded(pymv.PyMV_ReadInto(self.object, items, bytes, ("C"):byte()))
  for i = 1, count do numbers[i] = items[i - 1] end
  return numbers
end

return View
