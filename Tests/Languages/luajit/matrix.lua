-- Memory of this program as a matrix and as records, through LuaJIT's FFI.
local ffi = require("ffi")

local function text_of(path)
  local file = assert(io.open(path))
  return file:read("*a"), file:close()
end

ffi.cdef((text_of(os.getenv("PYMV_DEFINITIONS"))))
ffi.cdef[[
  typedef struct { PyObject *object; } View;
  typedef struct lua_State lua_State;
  lua_State *luaL_newstate(void);
  void luaL_openlibs(lua_State *state);
  int luaL_loadfile(lua_State *state, const char *path);
  int lua_pcall(lua_State *state, int arguments, int results, int handler);
  ptrdiff_t lua_tointeger(lua_State *state, int index);
  const char *lua_tolstring(lua_State *state, int index, size_t *length);
  void lua_close(lua_State *state);
  int pthread_create(uintptr_t *thread, const void *attributes, void *start, void *argument);
  int pthread_join(uintptr_t thread, void **result);
]]
local pymv = ffi.load(os.getenv("PYMV_LIBRARY"))
local OMITTED = -2LL ^ 63

-- Errors are tables with a kind and a text.
local function raise()
  local kind = ffi.new("const char *[1]")
  local text = ffi.string(pymv.PyMV_TakeError(kind))
  error({kind = ffi.string(kind[0]), text = text})
end
local function indices(...) return ffi.new("ptrdiff_t[?]", select("#", ...), ...) end

local View = {}
View.__index = View
local wrap = ffi.metatype("View", View)
local function checked(object) return object ~= nil and wrap(object) or raise() end
function View.__gc(view) view:close() end
function View.close(view)
  pymv.PyMV_DecRef(view.object)
  view.object = nil
end
function View.slice(view, axis, start, stop, step)
  return checked(pymv.PyMV_Slice(view.object, axis, start, stop, step))
end
function View.transpose(view) return checked(pymv.PyMV_Transpose(view.object, nil)) end
function View.field(view, name) return checked(pymv.PyMV_GetField(view.object, name)) end
function View.get(view, ...)
  local value = ffi.new("double[1]")
  if pymv.PyMV_GetDouble(view.object, indices(...), value) < 0 then raise() end
  return value[0]
end
function View.set(view, value, ...)
  if pymv.PyMV_SetDouble(view.object, indices(...), value) < 0 then raise() end
end
