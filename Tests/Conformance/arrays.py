"""Random NumPy arrays through memoryview and back: dtype, shape, order, slices, negative strides,
broadcast. NumPy is the oracle.

usage: arrays.py MODE LIBDIR
"""

import random
import sys

import numpy

from take_over import loaded_libraries, take_over

ROUNDS = 3000
DTYPES = "? b B h H i I l L q Q e f d S1 S5 <i4 >i4 >f8 <u2".split()
NATIVE = set("?bBhHiIlLqQfd")


def random_array(rng):
    shape = [rng.randrange(1, 5) for _ in range(rng.randrange(0, 5))]
    dtype = numpy.dtype(rng.choice(DTYPES))
    count = int(numpy.prod(shape, dtype=int))
    memory = bytes(rng.randrange(0, 2 if dtype.kind == "b" else 128) for _ in range(count * dtype.itemsize))
    array = numpy.frombuffer(bytearray(memory), dtype).reshape(shape)
    return reshaped(rng, array)


def reshaped(rng, array):
    """The array, transposed, sliced or broadcast."""
    if rng.random() < 0.4:
        array = numpy.asfortranarray(array)
    if rng.random() < 0.4:
        array = array.transpose(rng.sample(range(array.ndim), array.ndim))
    if array.ndim and rng.random() < 0.6:
        array = array[tuple(slice(*rng.choice([(None, None, -1), (None, None, 2), (1, None), (None,)]))
                            for _ in range(array.ndim))]
    if rng.random() < 0.2:
        array = numpy.broadcast_to(array, (rng.randrange(1, 4), *array.shape))
    return array


def check_attributes(array, view):
    assert view.obj is array and view.nbytes == array.nbytes and view.itemsize == array.itemsize
    assert view.shape == array.shape and view.ndim == array.ndim
    assert view.readonly != array.flags.writeable
    # NumPy exports other strides than its own for axes that are never stepped along.
    if min(array.shape, default=2) > 1:
        assert view.strides == array.strides
        assert view.c_contiguous == array.flags.c_contiguous
        assert view.f_contiguous == array.flags.f_contiguous


def check_content(array, view):
    assert view.tobytes() == array.tobytes()
    for order in "FA":
        assert view.tobytes(order) == array.tobytes(order)
    back = numpy.array(view)
    assert back.dtype == array.dtype and back.tobytes() == array.tobytes()
    assert numpy.asarray(view).shape == array.shape
    if array.dtype.char in NATIVE and array.dtype.isnative:
        numpy.testing.assert_equal(view.tolist(), array.tolist())
    copy = numpy.ascontiguousarray(array).reshape(array.shape)
    assert (view == copy) == bool((array == copy).all())
    if array.ndim and array.shape[0]:
        assert view[::-1].tobytes() == array[::-1].tobytes()


def check_assignment(rng, array, view):
    """Slices of one axis; copies within the array behave as if through a temporary copy."""
    if array.ndim != 1 or not array.flags.writeable or array.dtype.char not in NATIVE:
        return
    if not array.dtype.isnative:
        return
    count = rng.randrange(0, len(array) + 1)
    start, target = (rng.randrange(0, len(array) - count + 1) for _ in range(2))
    expected = array.copy()
    expected[target:target + count] = array[start:start + count].copy()
    view[target:target + count] = view[start:start + count]
    numpy.testing.assert_equal(array, expected)


def main(mode, folder):
    take_over(mode, folder)
    rng = random.Random(1)
    for number in range(ROUNDS):
        array = random_array(rng)
        view = memoryview(array)
        try:
            check_attributes(array, view)
            check_content(array, view)
            check_assignment(rng, array, view)
        except BaseException:
            print(f"round {number}: {array.dtype} {array.shape} {array.strides}")
            raise
    print(f"{mode}: loaded {loaded_libraries() or 'nothing'}")
    print(f"{ROUNDS} arrays of NumPy {numpy.__version__}")


main(*sys.argv[1:])
