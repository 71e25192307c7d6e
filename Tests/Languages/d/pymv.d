/// Views of memory for D: what an example needs of pymv.h, which the compiler reads as C.
module pymv;

import core.memory : GC;
import std.string : fromStringz, toStringz;
static import c = pymv_c;

/// An error of the library, with the kind of Python's exception.
class PyMVException : Exception
{
    immutable string kind;

    this(string kind, string text)
    {
        super(text);
        this.kind = kind;
    }
}

/// An index out of range.
class IndexException : PyMVException
{
    this(string text)
    {
        super("IndexError", text);
    }
}

private PyMVException failure()
{
    const(char)* kind;
    const text = c.PyMV_TakeError(&kind).fromStringz.idup;
    const name = kind.fromStringz.idup;
    return name == "IndexError" ? new IndexException(text) : new PyMVException(name, text);
}

private void succeed(int result)
{
    if (result < 0)
        throw failure();
}

/// A limit of a slice that is omitted.
enum omitted = ptrdiff_t.min;

/// What is kept until the last view of the memory is gone.
private class Owner
{
    void delegate() nothrow released;
    void* memory;
}

// The library calls this in the thread that drops the last view.
private extern (C) void destroyOwner(void*, void* context) nothrow
{
    auto owner = cast(Owner) context;
    GC.removeRoot(context);
    owner.released();
}

/// A view. It has one reference, and drops it at its end.
struct View
{
    private c.PyObject* object;

    @disable this(this);

    private this(c.PyObject* reference)
    {
        if (reference is null)
            throw failure();
        object = reference;
    }

    ~this()
    {
        c.PyMV_DecRef(object);
        object = null;
    }

    /// View items, which live until `released` is called, once.
    static View of(T)(T[] items, string format, const ptrdiff_t[] shape, bool readonly,
        void delegate() nothrow released)
    {
        auto owner = new Owner;
        owner.released = released;
        owner.memory = items.ptr;
        auto view = View(c.PyMV_FromArray(items.ptr, format.toStringz, T.sizeof,
            cast(int) shape.length, shape.ptr, null, null, readonly, &destroyOwner,
            cast(void*) owner));
        GC.addRoot(cast(void*) owner);
        return view;
    }

    View slice(int axis, ptrdiff_t start, ptrdiff_t stop, ptrdiff_t step)
    {
        return View(c.PyMV_Slice(object, axis, start, stop, step));
    }

    View transposed()
    {
        return View(c.PyMV_Transpose(object, null));
    }

    View field(string name)
    {
        return View(c.PyMV_GetField(object, name.toStringz));
    }

    private c.PyMV_Info info()
    {
        c.PyMV_Info info;
        info.struct_size = info.sizeof;
        succeed(c.PyMV_GetInfo(object, &info));
        return info;
    }

    /// Items along each axis.
    const(ptrdiff_t)[] shape()
    {
        auto info = info();
        return info.shape[0 .. info.ndim].dup;
    }

    double opIndex(const ptrdiff_t[] index...)
    {
        double value;
        succeed(c.PyMV_GetDouble(object, index.ptr, &value));
        return value;
    }

    void opIndexAssign(double value, const ptrdiff_t[] index...)
    {
        succeed(c.PyMV_SetDouble(object, index.ptr, value));
    }

    /// The items in C order.
    T[] items(T)()
    {
        auto items = new T[info().nbytes / T.sizeof];
        succeed(c.PyMV_ReadInto(object, items.ptr, items.length * T.sizeof, 'C'));
        return items;
    }
}
