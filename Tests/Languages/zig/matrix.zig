//! Memory of this program as a matrix and as records.
const std = @import("std");
const pymv = @import("pymv.zig");
const c = pymv.c;
const View = pymv.View;

const Record = extern struct { id: i32, value: f64 align(4) };

var checks: u32 = 0;

fn check(holds: bool, claim: []const u8) void {
    checks += 1;
    if (!holds) std.debug.panic("FAILED: {s}", .{claim});
}

/// An owner of memory, which counts how often it is released.
fn Owner(comptime T: type) type {
    return struct {
        items: []T,
        releases: u32 = 0,

        fn init(items: []const T) !@This() {
            return .{ .items = try std.heap.c_allocator.dupe(T, items) };
        }

        pub fn release(self: *@This()) void {
            if (self.releases == 0) std.heap.c_allocator.free(self.items);
            self.releases += 1;
        }
    };
}

fn equal(comptime T: type, view: View, expected: []const T) !bool {
    const items = try view.items(T, std.heap.c_allocator);
    defer std.heap.c_allocator.free(items);
    return std.mem.eql(T, items, expected);
}

fn fails(result: anytype, expected: pymv.Error, text: []const u8) bool {
    _ = result catch |problem| return problem == expected and std.mem.eql(u8, pymv.text(), text);
    return false;
}

fn useViews() !void {
    var numbers = try Owner(f64).init(&.{ 1, 2, 3, 4, 5, 6 });
    const matrix = try View.init(f64, &numbers, "d", &.{ 2, 3 }, false);
    check(std.mem.eql(isize, try matrix.shape(), &.{ 2, 3 }), "the shape is 2, 3");
    const reversed = try matrix.slice(1, null, null, -2);
    check(try equal(f64, reversed, &.{ 3, 1, 6, 4 }), "a slice goes backwards");
    const turned = try matrix.transpose();
    check(try turned.get(&.{ 2, -1 }) == 6, "a transposed view has 3 rows");
    check(try equal(f64, turned, &.{ 1, 4, 2, 5, 3, 6 }), "a copy is in C order");
    try turned.set(60, &.{ 2, 1 });
    check(numbers.items[5] == 60, "a write reaches the memory");

    var rows = try Owner(Record).init(&.{
        .{ .id = 1, .value = 0.5 }, .{ .id = 2, .value = 1.5 }, .{ .id = 3, .value = 2.5 },
    });
    const records = try View.init(Record, &rows, "T{<i:id:<d:value:}", &.{3}, true);
    const values = try records.field("value");
    const ids = try records.field("id");
    check(try equal(f64, values, &.{ 0.5, 1.5, 2.5 }) and try equal(i32, ids, &.{ 1, 2, 3 }), "records have columns");

    check(fails(matrix.get(&.{ 2, 0 }), error.IndexError, "index out of bounds on dimension 1"), "an index out of range is an error");
    check(fails(values.set(1, &.{0}), error.TypeError, "cannot modify read-only memory"), "a write to read-only memory is an error");
    for ([_]View{ records, values, ids, matrix, reversed }) |view| view.deinit();
    check(numbers.releases == 0 and rows.releases == 1, "a derived view keeps the memory");
    turned.deinit();
    check(numbers.releases == 1 and rows.releases == 1, "each owner hears once");
}

pub fn main() !void {
    _ = c.PyMV_SetDebug(1);
    try useViews();
    const thread = try std.Thread.spawn(.{}, useViews, .{});
    thread.join();
    check(c.PyMV_DebugReport(-1) == 0, "nothing is alive");
    _ = std.c.printf("ok: %u checks\n", checks);
}
