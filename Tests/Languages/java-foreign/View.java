import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A view of memory: what an example needs of pymv.h, with Java's foreign functions. */
final class View implements AutoCloseable {
  /** An error of the library that Java has no exception for. */
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;
    final String kind;

    Failure(String kind, String text) {
      super(text);
      this.kind = kind;
    }
  }

  /** A function of the library. */
  private record Function(MethodHandle handle) {
    Object call(Object... arguments) {
      try {
        return handle.invokeWithArguments(arguments);
      } catch (Throwable error) {
        throw new IllegalStateException(error);
      }
    }
  }

  private record Owner(MemorySegment memory, Runnable released) {}

  /** A limit of a slice that is omitted. */
  static final long OMITTED = Long.MIN_VALUE;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBRARY =
      SymbolLookup.libraryLookup(Path.of(System.getenv("PYMV_LIBRARY")), Arena.global());
  private static final Function
      FROM_ARRAY =
          function(
              "FromArray", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS,
              ADDRESS, JAVA_INT, ADDRESS, ADDRESS),
      SLICE = function("Slice", ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG),
      TRANSPOSE = function("Transpose", ADDRESS, ADDRESS, ADDRESS),
      GET_FIELD = function("GetField", ADDRESS, ADDRESS, ADDRESS),
      GET_INFO = function("GetInfo", JAVA_INT, ADDRESS, ADDRESS),
      GET_DOUBLE = function("GetDouble", JAVA_INT, ADDRESS, ADDRESS, ADDRESS),
      SET_DOUBLE = function("SetDouble", JAVA_INT, ADDRESS, ADDRESS, JAVA_DOUBLE),
      READ_INTO = function("ReadInto", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT),
      TAKE_ERROR = function("TakeError", ADDRESS, ADDRESS),
      DEC_REF = new Function(handle("DecRef", FunctionDescriptor.ofVoid(ADDRESS))),
      SET_DEBUG = function("SetDebug", JAVA_INT, JAVA_INT),
      DEBUG_REPORT = function("DebugReport", JAVA_LONG, JAVA_INT);

  private static final Map<Long, Owner> OWNERS = new ConcurrentHashMap<>();
  private static final MemorySegment DESTROY = destroyer();

  private MemorySegment object;

  private View(Object reference) {
    object = (MemorySegment) reference;
    if (object.address() == 0) throw failure();
  }

  private static MethodHandle handle(String name, FunctionDescriptor types) {
    return LINKER.downcallHandle(LIBRARY.find("PyMV_" + name).orElseThrow(), types);
  }

  private static Function function(String name, MemoryLayout result, MemoryLayout... arguments) {
    return new Function(handle(name, FunctionDescriptor.of(result, arguments)));
  }

  // The library calls this in the thread that drops the last view.
  private static void destroy(MemorySegment memory, MemorySegment context) {
    OWNERS.remove(memory.address()).released.run();
  }

  private static MemorySegment destroyer() {
    try {
      MethodType type = MethodType.methodType(void.class, MemorySegment.class, MemorySegment.class);
      MethodHandle handle = MethodHandles.lookup().findStatic(View.class, "destroy", type);
      FunctionDescriptor types = FunctionDescriptor.ofVoid(ADDRESS, ADDRESS);
      return LINKER.upcallStub(handle, types, Arena.global());
    } catch (ReflectiveOperationException error) {
      throw new ExceptionInInitializerError(error);
    }
  }

  /** View memory, which lives until `released` runs, once. */
  static View of(
      MemorySegment memory, String format, long[] shape, boolean readonly, Runnable released) {
    try (Arena arena = Arena.ofConfined()) {
      View view =
          new View(
              FROM_ARRAY.call(
                  memory, arena.allocateFrom(format), 0L, shape.length,
                  arena.allocateFrom(JAVA_LONG, shape), MemorySegment.NULL, MemorySegment.NULL,
                  readonly ? 1 : 0, DESTROY, MemorySegment.NULL));
      OWNERS.put(memory.address(), new Owner(memory, released));
      return view;
    }
  }

  private static String text(MemorySegment address) {
    return address.reinterpret(Long.MAX_VALUE).getString(0);
  }

  private static RuntimeException failure() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment kind = arena.allocate(ADDRESS);
      String text = text((MemorySegment) TAKE_ERROR.call(kind));
      String name = text(kind.get(ADDRESS, 0));
      if (name.equals("IndexError")) return new IndexOutOfBoundsException(text);
      return new Failure(name, text);
    }
  }

  private static void succeed(Object result) {
    if ((int) result < 0) throw failure();
  }

  @Override
  public void close() {
    MemorySegment dropped = object;
    object = MemorySegment.NULL;
    DEC_REF.call(dropped);
  }

  View slice(int axis, long start, long stop, long step) {
    return new View(SLICE.call(object, axis, start, stop, step));
  }

  View transposed() {
    return new View(TRANSPOSE.call(object, MemorySegment.NULL));
  }

  View field(String name) {
    try (Arena arena = Arena.ofConfined()) {
      return new View(GET_FIELD.call(object, arena.allocateFrom(name)));
    }
  }

  // PyMV_Info: struct_size, data, format, shape, strides, suboffsets, itemsize, nbytes, ndim, …
  private MemorySegment info(Arena arena) {
    MemorySegment info = arena.allocate(80, 8);
    info.set(JAVA_LONG, 0, info.byteSize());
    succeed(GET_INFO.call(object, info));
    return info;
  }

  long[] shape() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = info(arena);
      long size = 8L * info.get(JAVA_INT, 64);
      return info.get(ADDRESS, 24).reinterpret(size).toArray(JAVA_LONG);
    }
  }

  double get(long... index) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_DOUBLE);
      succeed(GET_DOUBLE.call(object, arena.allocateFrom(JAVA_LONG, index), value));
      return value.get(JAVA_DOUBLE, 0);
    }
  }

  void set(double value, long... index) {
    try (Arena arena = Arena.ofConfined()) {
      succeed(SET_DOUBLE.call(object, arena.allocateFrom(JAVA_LONG, index), value));
    }
  }

  private MemorySegment copied(Arena arena) {
    long size = info(arena).get(JAVA_LONG, 56);
    MemorySegment copy = arena.allocate(size, 8);
    succeed(READ_INTO.call(object, copy, size, (int) 'C'));
    return copy;
  }

  /** The items in C order. */
  double[] doubles() {
    try (Arena arena = Arena.ofConfined()) {
      return copied(arena).toArray(JAVA_DOUBLE);
    }
  }

  int[] ints() {
    try (Arena arena = Arena.ofConfined()) {
      return copied(arena).toArray(JAVA_INT);
    }
  }

  static void setDebug() {
    SET_DEBUG.call(1);
  }

  static long debugReport() {
    return (long) DEBUG_REPORT.call(-1);
  }
}
