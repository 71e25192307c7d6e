# Run by coexistence.c in each libpython, from 3.6 on: uses the interpreter's own memoryviews,
# errors and types, and libpymv.so through ctypes without the GIL.
import collections, gc, os, re, threading

view = memoryview(bytearray(range(24))).cast("B", [4, 6])
assert view[3, 5] == 23 and view.tolist()[0] == [0, 1, 2, 3, 4, 5]
assert memoryview(b"abc")[::-1].tolist() == [99, 98, 97]
try:
    memoryview(b"abc")[3]
except IndexError as error:
    assert "bounds" in str(error)
else:
    assert False
assert re.match(r"(\w)+", "abc").group(1) == "c" and "%r" % (b"x", ) == "b'x'"
assert str(10 ** 40)[-1] == "0" and sorted("cab")[0] == "a"
assert collections.Counter("abca")["a"] == 2
gc.collect()


def use(pymv, ended):
    import ctypes
    pair = ctypes.c_ssize_t * 2
    for _ in range(50):
        items = (ctypes.c_double * 6)(1, 2, 3, 4, 5, 6)
        view = ctypes.c_void_p(pymv.PyMV_FromArray(
            items, b"d", ctypes.c_ssize_t(0), 2, pair(2, 3), None, None, 0, None, None))
        transposed = ctypes.c_void_p(pymv.PyMV_Transpose(view, None))
        value = ctypes.c_double()
        assert pymv.PyMV_GetDouble(transposed, pair(2, -1), ctypes.byref(value)) == 0
        assert value.value == 6
        assert pymv.PyMV_Index(view, 0, ctypes.c_ssize_t(2)) is None
        kind = ctypes.c_char_p()
        assert pymv.PyMV_TakeError(ctypes.byref(kind)) and kind.value == b"IndexError"
        pymv.PyMV_DecRef(transposed), pymv.PyMV_DecRef(view)
    ended.append(True)


def use_in_threads():
    import ctypes
    pymv = ctypes.CDLL(os.environ["PYMV_FLAT_LIBRARY"])
    for name in "PyMV_FromArray", "PyMV_Transpose", "PyMV_Index":
        getattr(pymv, name).restype = ctypes.c_void_p
    pymv.PyMV_TakeError.restype = ctypes.c_char_p
    ended = []
    threads = [threading.Thread(target=use, args=(pymv, ended)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ended) == 4


# Extension modules find an interpreter only in the global scope.
if os.environ["PYMV_PYTHON_SCOPE"] != "local":
    import array, json, struct
    assert memoryview(array.array("d", [1, 2, 3]))[::-1].tolist() == [3, 2, 1]
    assert json.loads(json.dumps({"a": [1, 2.5, None]})) == {"a": [1, 2.5, None]}
    assert struct.pack("<h", 1) == b"\1\0"
    use_in_threads()
