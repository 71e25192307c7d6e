//! Views of memory for Zig: what an example needs of pymv.h.
const std = @import("std");

/// pymv.h as `zig translate-c` reads it.
pub const c = @import("c");

/// The kinds of errors of the library.
pub const Error = error{ IndexError, TypeError, ValueError, BufferError, OutOfMemory, OtherError };

threadlocal var last_text: []const u8 = "";

/// The text of the last error of this thread.
pub fn text() []const u8 {
    return last_text;
}

fn failure() Error {
    var kind: [*c]const u8 = null;
    last_text = std.mem.span(c.PyMV_TakeError(&kind));
    const name = std.mem.span(kind);
    inline for (.{ error.IndexError, error.TypeError, error.ValueError, error.BufferError }) |known| {
        if (std.mem.eql(u8, name, @errorName(known))) return known;
    }
    return if (std.mem.eql(u8, name, "MemoryError")) error.OutOfMemory else error.OtherError;
}

fn succeed(result: c_int) Error!void {
    if (result < 0) return failure();
}

/// A view, which has one reference.
pub const View = struct {
    object: *c.PyObject,

    fn made(object: ?*c.PyObject) Error!View {
        return .{ .object = object orelse return failure() };
    }

    /// View the items of an owner, whose `release` is called once, after the last view of them.
    pub fn init(
        comptime T: type,
        owner: anytype,
        format: [:0]const u8,
        extents: []const isize,
        readonly: bool,
    ) Error!View {
        const Callback = struct {
            fn destroy(_: ?*anyopaque, context: ?*anyopaque) callconv(.c) void {
                @as(@TypeOf(owner), @ptrCast(@alignCast(context))).release();
            }
        };
        return made(c.PyMV_FromArray(owner.items.ptr, format, @sizeOf(T), @intCast(extents.len), extents.ptr, null, null, @intFromBool(readonly), Callback.destroy, owner));
    }

    pub fn deinit(self: View) void {
        c.PyMV_DecRef(self.object);
    }

    /// A limit that is null is omitted.
    pub fn slice(self: View, axis: c_int, start: ?isize, stop: ?isize, step: ?isize) Error!View {
        const omitted = std.math.minInt(isize);
        return made(c.PyMV_Slice(self.object, axis, start orelse omitted, stop orelse omitted, step orelse omitted));
    }

    pub fn transpose(self: View) Error!View {
        return made(c.PyMV_Transpose(self.object, null));
    }

    pub fn field(self: View, name: [:0]const u8) Error!View {
        return made(c.PyMV_GetField(self.object, name));
    }

    fn info(self: View) Error!c.PyMV_Info {
        var result = std.mem.zeroes(c.PyMV_Info);
        result.struct_size = @sizeOf(c.PyMV_Info);
        try succeed(c.PyMV_GetInfo(self.object, &result));
        return result;
    }

    /// Valid as long as the view.
    pub fn shape(self: View) Error![]const isize {
        const found = try self.info();
        return found.shape[0..@intCast(found.ndim)];
    }

    pub fn get(self: View, index: []const isize) Error!f64 {
        var value: f64 = 0;
        try succeed(c.PyMV_GetDouble(self.object, index.ptr, &value));
        return value;
    }

    pub fn set(self: View, value: f64, index: []const isize) Error!void {
        try succeed(c.PyMV_SetDouble(self.object, index.ptr, value));
    }

    /// The items in C order; the caller frees them.
    pub fn items(self: View, comptime T: type, allocator: std.mem.Allocator) Error![]T {
        const bytes = (try self.info()).nbytes;
        const copied = try allocator.alloc(T, @divExact(@as(usize, @intCast(bytes)), @sizeOf(T)));
        errdefer allocator.free(copied);
        try succeed(c.PyMV_ReadInto(self.object, copied.ptr, bytes, 'C'));
        return copied;
    }
};
