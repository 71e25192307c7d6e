import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/** Memory of this program as a matrix and as records. */
final class Matrix {
  private static int checks = 0;

  private static void check(boolean holds, String claim) {
    checks++;
    if (!holds) throw new AssertionError("FAILED: " + claim);
  }

  private static String messageOf(Class<?> kind, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException error) {
      return kind.isInstance(error) ? error.getMessage() : error.toString();
    }
    return "none";
  }

  private static MemorySegment records(Arena arena, double... values) {
    MemorySegment rows = arena.allocate(12L * values.length, 4);
    for (int i = 0; i < values.length; i++) {
      rows.set(JAVA_INT, 12L * i, i + 1);
      rows.set(JAVA_DOUBLE_UNALIGNED, 12L * i + 4, values[i]);
    }
    return rows;
  }

  /** Memory that is freed when its owner hears of the release. */
  private static Runnable owner(int[] releases, int number, Arena arena) {
    return () -> {
      if (releases[number]++ == 0) arena.close();
    };
  }

  private static void useViews() {
    int[] releases = {0, 0};
    Arena arena = Arena.ofShared(), other = Arena.ofShared();
    MemorySegment memory = arena.allocateFrom(JAVA_DOUBLE, 1, 2, 3, 4, 5, 6);
    View matrix = View.of(memory, "d", new long[] {2, 3}, false, owner(releases, 0, arena));
    check(Arrays.equals(matrix.shape(), new long[] {2, 3}), "the shape is 2, 3");
    View reversed = matrix.slice(1, View.OMITTED, View.OMITTED, -2);
    check(Arrays.equals(reversed.doubles(), new double[] {3, 1, 6, 4}), "a slice goes backwards");
    View turned = matrix.transposed();
    check(turned.get(2, -1) == 6, "a transposed view has 3 rows");
    check(
        Arrays.equals(turned.doubles(), new double[] {1, 4, 2, 5, 3, 6}), "a copy is in C order");
    turned.set(60, 2, 1);
    check(memory.getAtIndex(JAVA_DOUBLE, 5) == 60, "a write reaches the memory");

    MemorySegment rows = records(other, 0.5, 1.5, 2.5);
    View records =
        View.of(rows, "T{<i:id:<d:value:}", new long[] {3}, true, owner(releases, 1, other));
    View values = records.field("value"), ids = records.field("id");
    check(
        Arrays.equals(values.doubles(), new double[] {0.5, 1.5, 2.5})
            && Arrays.equals(ids.ints(), new int[] {1, 2, 3}),
        "records have columns");

    check(
        messageOf(IndexOutOfBoundsException.class, () -> matrix.get(2, 0))
            .equals("index out of bounds on dimension 1"),
        "an index out of range is an error");
    check(
        messageOf(View.Failure.class, () -> values.set(1, 0))
            .equals("cannot modify read-only memory"),
        "a write to read-only memory is an error");
    List.of(records, values, ids, matrix, reversed).forEach(View::close);
    check(Arrays.equals(releases, new int[] {0, 1}), "a derived view keeps the memory");
    turned.close();
    check(Arrays.equals(releases, new int[] {1, 1}), "each owner hears once");
  }

  public static void main(String[] arguments) throws InterruptedException {
    View.setDebug();
    useViews();
    Thread thread = new Thread(Matrix::useViews);
    thread.start();
    thread.join();
    check(View.debugReport() == 0, "nothing is alive");
    System.out.printf("ok: %d checks%n", checks);
  }
}
