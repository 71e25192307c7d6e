import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.DoubleByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A view of memory: what an example needs of pymv.h, with JNA. */
final class View implements AutoCloseable {
  interface Destroy extends Callback {
    void destroy(Pointer memory, Pointer context);
  }

  interface PyMV extends Library {
    PyMV LIBRARY = Native.load(System.getenv("PYMV_LIBRARY"), PyMV.class);

    Pointer PyMV_FromArray(
        Pointer data, String format, long itemsize, int ndim, long[] shape, long[] strides,
        long[] suboffsets, int readonly, Destroy destroy, Pointer context);
    Pointer PyMV_Slice(Pointer view, int axis, long start, long stop, long step);
    Pointer PyMV_Transpose(Pointer view, int[] axes);
    Pointer PyMV_GetField(Pointer view, String name);
    int PyMV_GetInfo(Pointer view, Pointer info);
    int PyMV_GetDouble(Pointer view, long[] index, DoubleByReference value);
    int PyMV_SetDouble(Pointer view, long[] index, double value);
    int PyMV_ReadInto(Pointer view, Pointer buffer, long length, int order);
    void PyMV_DecRef(Pointer object);
    String PyMV_TakeError(PointerByReference kind);
    int PyMV_SetDebug(int on);
    long PyMV_DebugReport(int file);
  }

  /** An error of the library that Java has no exception for. */
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;
    final String kind;

    Failure(String kind, String text) {
      super(text);
      this.kind = kind;
    }
  }

  private record Owner(Memory memory, Runnable released) {}

  /** A limit of a slice that is omitted. */
  static final long OMITTED = Long.MIN_VALUE;

  private static final PyMV LIBRARY = PyMV.LIBRARY;
  private static final Map<Pointer, Owner> OWNERS = new ConcurrentHashMap<>();
  // The library calls this in the thread that drops the last view.
  private static final Destroy DESTROY = (memory, key) -> OWNERS.remove(key).released.run();

  private Pointer object;

  private View(Pointer object) {
    if (object == null) throw failure();
    this.object = object;
  }

  /** View memory, which lives until `released` runs, once. */
  static View of(Memory memory, String format, long[] shape, boolean readonly, Runnable released) {
    View view =
        new View(
            LIBRARY.PyMV_FromArray(
                memory, format, 0, shape.length, shape, null, null, readonly ? 1 : 0, DESTROY,
                memory));
    OWNERS.put(new Pointer(Pointer.nativeValue(memory)), new Owner(memory, released));
    return view;
  }

  private static RuntimeException failure() {
    PointerByReference kind = new PointerByReference();
    String text = LIBRARY.PyMV_TakeError(kind);
    String name = kind.getValue().getString(0);
    return name.equals("IndexError") ? new IndexOutOfBoundsException(text) : new Failure(name, text);
  }

  private static void succeed(int result) {
    if (result < 0) throw failure();
  }

  @Override
  public void close() {
    Pointer dropped = object;
    object = null;
    if (dropped != null) LIBRARY.PyMV_DecRef(dropped);
  }

  View slice(int axis, long start, long stop, long step) {
    return new View(LIBRARY.PyMV_Slice(object, axis, start, stop, step));
  }

  View transposed() {
    return new View(LIBRARY.PyMV_Transpose(object, null));
  }

  View field(String name) {
    return new View(LIBRARY.PyMV_GetField(object, name));
  }

  // PyMV_Info: struct_size, data, format, shape, strides, suboffsets, itemsize, nbytes, ndim, …
  private Memory info() {
    Memory info = new Memory(80);
    info.setLong(0, info.size());
    succeed(LIBRARY.PyMV_GetInfo(object, info));
    return info;
  }

  long[] shape() {
    Memory info = info();
    return info.getPointer(24).getLongArray(0, info.getInt(64));
  }

  double get(long... index) {
    DoubleByReference value = new DoubleByReference();
    succeed(LIBRARY.PyMV_GetDouble(object, index, value));
    return value.getValue();
  }

  void set(double value, long... index) {
    succeed(LIBRARY.PyMV_SetDouble(object, index, value));
  }

  private Memory copied() {
    Memory copy = new Memory(info().getLong(56));
    succeed(LIBRARY.PyMV_ReadInto(object, copy, copy.size(), 'C'));
    return copy;
  }

  /** The items in C order. */
  double[] doubles() {
    Memory copy = copied();
    return copy.getDoubleArray(0, (int) copy.size() / Double.BYTES);
  }

  int[] ints() {
    Memory copy = copied();
    return copy.getIntArray(0, (int) copy.size() / Integer.BYTES);
  }
}
