-- Memory of this program as a matrix and as records.
-- usage: luajit matrix.lua, in this folder
local ffi = require("ffi")
local View = require("pymv")
local checks = 0

local function check(holds, claim)
  checks = checks + 1
  if not holds then error("FAILED: " .. claim, 0) end
end

local function fails(kind, text, action, ...)
  local good, problem = pcall(action, ...)
  return not good and problem.kind == kind and problem.text == text
end

local function items_of(view, ctype) return table.concat(view:items(ctype), " ") end

local function use_views()
  local releases = {0, 0}
  local function owner(i) return function() releases[i] = releases[i] + 1 end end
  local items = ffi.new("double[6]", 1, 2, 3, 4, 5, 6)
  local matrix = View.new(items, "d", {2, 3}, 0, owner(1))
  local info = matrix:info()
  check(info.ndim == 2 and info.shape[0] == 2 and info.shape[1] == 3, "the shape is 2, 3")
  local reversed, turned = matrix:slice(1, View.omitted, View.omitted, -2), matrix:transpose()
  check(items_of(reversed, "double") == "3 1 6 4", "a slice goes backwards")
  check(turned:get(2, -1) == 6, "a transposed view has 3 rows")
  check(items_of(turned, "double") == "1 4 2 5 3 6", "a copy is in C order")
  turned:set(60, 2, 1)
  check(items[5] == 60, "a write reaches the memory")

  local bytes = ffi.new("Record[3]", {{1, .5}, {2, 1.5}, {3, 2.5}})
  local records = View.new(bytes, "T{<i:id:<d:value:}", {3}, 1, owner(2))
  local values, ids = records:field("value"), records:field("id")
  check(items_of(values, "double") == "0.5 1.5 2.5" and items_of(ids, "int32_t") == "1 2 3",
    "records have columns")
  check(fails("IndexError", "index out of bounds on dimension 1", matrix.get, matrix, 2, 0),
    "an index out of range is an error")
  check(fails("TypeError", "cannot modify read-only memory", values.set, values, 1, 0),
    "a write to read-only memory is an error")
  for _, view in ipairs({records, values, ids, matrix, reversed}) do view:close() end
  check(releases[1] == 0 and releases[2] == 1, "a derived view keeps the memory")
  turned:close()
  check(releases[1] == 1 and releases[2] == 1, "each owner hears once")
end

ffi.cdef[[
  typedef struct { int32_t id; double value; } __attribute__((packed)) Record;
  typedef struct lua_State lua_State;
  lua_State *luaL_newstate(void);
  void luaL_openlibs(lua_State *state);
  int luaL_loadfile(lua_State *state, const char *path);
  void lua_pushstring(lua_State *state, const char *text);
  int lua_pcall(lua_State *state, int arguments, int results, int handler);
  ptrdiff_t lua_tointeger(lua_State *state, int index);
  void lua_close(lua_State *state);
  int pthread_create(uintptr_t *thread, const void *attributes, void *start, void *argument);
  int pthread_join(uintptr_t thread, void **result);
]]

-- A Lua state runs in one thread at a time. Another thread needs its own, which runs this file too
-- and returns the address of this function.
if ... == "other thread" then
  local start = ffi.cast("void *(*)(void *)", function()
    local good, problem = pcall(use_views)
    if not good then print(problem.text or problem) end
    return good and ffi.cast("void *", checks) or nil
  end)
  return tonumber(ffi.cast("intptr_t", start))
end

local function use_views_in_other_thread()
  local state = ffi.C.luaL_newstate()
  ffi.C.luaL_openlibs(state)
  ffi.C.luaL_loadfile(state, arg[0])
  ffi.C.lua_pushstring(state, "other thread")
  assert(ffi.C.lua_pcall(state, 1, 1, 0) == 0, "the other state cannot run this file")
  local thread, result = ffi.new("uintptr_t[1]"), ffi.new("void *[1]")
  local start = ffi.cast("void *", ffi.C.lua_tointeger(state, -1))
  assert(ffi.C.pthread_create(thread, nil, start, nil) == 0)
  assert(ffi.C.pthread_join(thread[0], result) == 0)
  ffi.C.lua_close(state)
  checks = checks + tonumber(ffi.cast("intptr_t", result[0]))
end

View.library.PyMV_SetDebug(1)
use_views()
use_views_in_other_thread()
check(View.library.PyMV_DebugReport(-1) == 0, "nothing is alive")
print(("ok: %d checks"):format(checks))
