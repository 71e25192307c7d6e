/// Memory of this program as a matrix and as records.
module matrix;

import core.thread : Thread;
import std.exception : collectException;
import std.stdio : writefln;
import pymv;
static import c = pymv_c;

align(1) struct Record
{
align(1):
    int id;
    double value;
}

__gshared int checks;

void check(bool holds, string claim)
{
    checks++;
    if (!holds)
        throw new Exception("FAILED: " ~ claim);
}

bool fails(E : PyMVException)(string kind, string text, lazy void action)
{
    auto error = collectException!E(action);
    return error !is null && error.kind == kind && error.msg == text;
}

void useViews()
{
    int[2] releases;
    auto memory = [1.0, 2, 3, 4, 5, 6];
    auto matrix = View.of(memory, "d", [2, 3], false, { releases[0]++; });
    check(matrix.shape == [2, 3], "the shape is 2, 3");
    auto reversed = matrix.slice(1, omitted, omitted, -2);
    check(reversed.items!double == [3, 1, 6, 4], "a slice goes backwards");
    auto turned = matrix.transposed;
    check(turned[2, -1] == 6, "a transposed view has 3 rows");
    check(turned.items!double == [1, 4, 2, 5, 3, 6], "a copy is in C order");
    turned[2, 1] = 60;
    check(memory[5] == 60, "a write reaches the memory");

    auto rows = [Record(1, 0.5), Record(2, 1.5), Record(3, 2.5)];
    auto records = View.of(rows, "T{<i:id:<d:value:}", [3], true, { releases[1]++; });
    auto values = records.field("value");
    auto ids = records.field("id");
    check(values.items!double == [0.5, 1.5, 2.5] && ids.items!int == [1, 2, 3],
        "records have columns");

    check(fails!IndexException("IndexError", "index out of bounds on dimension 1", matrix[2, 0]),
        "an index out of range is an error");
    check(fails!PyMVException("TypeError", "cannot modify read-only memory", values[0] = 1),
        "a write to read-only memory is an error");
    destroy(records);
    destroy(values);
    destroy(ids);
    destroy(matrix);
    destroy(reversed);
    check(releases == [0, 1], "a derived view keeps the memory");
    destroy(turned);
    check(releases == [1, 1], "each owner hears once");
}

void main()
{
    c.PyMV_SetDebug(1);
    useViews();
    auto thread = new Thread(&useViews).start();
    thread.join();
    check(c.PyMV_DebugReport(-1) == 0, "nothing is alive");
    writefln("ok: %d checks", checks);
}
