"""The guarantees of installing and uninstalling.

usage: installing.py LIBDIR
"""

import array
import ctypes
import gc
import sys
import unittest
import weakref

from take_over import load, loaded_libraries

FOLDER = sys.argv.pop(1)
native = load(FOLDER + "/libPyMemoryView.so")

# Offsets in PyTypeObject: reference count, version tag and fields that only the interpreter
# changes.
CHANGING = {0, 168, 352, 384}
WORDS = 408 // 8


def word(address):
    return ctypes.c_size_t.from_address(address).value


def type_words(kind):
    """The words of a type object, and those of its method structs."""
    words = [word(id(kind) + 8 * i) for i in range(1, WORDS) if 8 * i not in CHANGING]
    for offset, count in (104, 10), (112, 3), (160, 2):
        table = word(id(kind) + offset)
        words += [word(table + 8 * i) for i in range(count if table else 0)]
    for offset, size in (232, 32), (248, 40):
        entry = word(id(kind) + offset)
        while entry and word(entry):
            words += [word(entry + 8 * i) for i in range(size // 8)]
            entry += size
    return words


def slot_wrappers(kind):
    """Wrapped functions of the slot wrappers in a type's dictionary."""
    wrapper = type(int.__add__)
    return {
        name: word(id(entry) + 48)
        for name, entry in vars(kind).items() if type(entry) is wrapper
    }


def everything(kind):
    return type_words(kind), dict(vars(kind)), slot_wrappers(kind)


class Exporter(bytearray):
    pass


class Installing(unittest.TestCase):
    def tearDown(self):
        native.uninstall()

    def test_uninstalling_restores_every_word_and_entry(self):
        iterator = type(iter(memoryview(b"")))
        # Some versions complete this type on its first use.
        self.assertTrue(hasattr(iterator, "__next__"))
        before = everything(memoryview), everything(iterator)
        for strict in False, True:
            native.install(strict=strict)
            self.assertNotEqual(everything(memoryview)[0], before[0][0])
            native.uninstall()
            self.assertEqual(everything(memoryview), before[0])
            self.assertEqual(everything(iterator), before[1])

    def test_all_functions_are_replaced(self):
        native.install()
        with open("/proc/self/maps") as maps:
            lines = [line for line in maps if "libPyMemoryView.so" in line]
        ranges = [[int(x, 16) for x in line.split()[0].split("-")] for line in lines]

        def is_ours(address):
            return any(low <= address < high for low, high in ranges)

        for name, function in slot_wrappers(memoryview).items():
            # With a GIL, the interpreter's own length is as good.
            if name not in ("__getattribute__", "__len__"):
                with self.subTest(name):
                    self.assertTrue(is_ours(function), name)

    def test_installing_twice_is_harmless(self):
        before = everything(memoryview)
        native.install()
        once = everything(memoryview)
        native.install()
        self.assertEqual(everything(memoryview), once)
        native.uninstall()
        native.uninstall()
        self.assertEqual(everything(memoryview), before)
        self.assertFalse(native.installed())

    def test_strict_is_kept_and_can_be_asked_for_later(self):
        native.install()
        self.assertFalse(native.strict())
        native.install(strict=True)
        self.assertTrue(native.strict())
        native.install()
        self.assertTrue(native.strict())
        native.uninstall()
        self.assertFalse(native.strict())

    def test_views_outlive_installation_and_uninstallation(self):
        data = Exporter(b"abcdef")
        old = memoryview(data)
        old_iterator = iter(old)
        next(old_iterator)
        native.install()
        self.assertEqual(next(old_iterator), ord("b"))
        new = memoryview(data)[1:]
        copy = memoryview(old)
        iterator = iter(new)
        next(iterator)
        self.assertEqual(old[1:], new)
        old.release()
        native.uninstall()
        self.assertEqual(list(iterator), list(b"cdef"))
        self.assertEqual(new.tobytes(), b"bcdef")
        self.assertEqual(list(old_iterator := iter(copy)), list(b"abcdef"))
        new.release()
        with self.assertRaises(BufferError):
            data.append(1)
        del copy, old_iterator
        data.append(1)

    def test_all_views_are_of_one_type(self):
        kind, name = memoryview, "memory_iterator"
        native.install()
        for view in memoryview(b"abc"), memoryview(b"abc")[1:], memoryview(b"abc").cast("c"):
            self.assertIs(type(view), kind)
            self.assertEqual(type(iter(view)).__name__, name)
            self.assertEqual(type(gc.get_referents(view)[0]).__name__, "managedbuffer")

    def test_weak_references_are_told_after_the_release(self):
        native.install()
        data = Exporter(b"abc")
        sizes = []
        view = memoryview(data)
        reference = weakref.ref(view, lambda gone: sizes.append(data.append(1) or len(data)))
        del view
        self.assertIsNone(reference())
        self.assertEqual(sizes, [4])

    def test_cycles_are_collected(self):
        native.install()
        data = Exporter(b"abc")
        data.view = memoryview(data)
        data.iterator = iter(data.view)
        gone = weakref.ref(data)
        del data
        gc.collect()
        self.assertIsNone(gone())

    def test_new_features_are_there_by_default_and_not_strictly(self):
        native.install()
        view = memoryview(bytearray(b"abcabc"))
        self.assertEqual((view.count(98), view.index(99), view.index(99, 3)), (2, 2, 5))
        self.assertEqual(memoryview(b"\0\x3c").cast("e").tolist(), [1.0])
        self.assertEqual(memoryview(bytes(8)).cast("Zf").tolist(), [0j])
        self.assertEqual(memoryview[int].__args__, (int,))
        native.install(strict=True)
        self.assertEqual(hasattr(view, "count"), sys.version_info >= (3, 14))
        self.assertEqual(hasattr(memoryview, "__class_getitem__"), sys.version_info >= (3, 14))
        with self.subTest("Zf"):
            if sys.version_info < (3, 15):
                self.assertRaises(ValueError, memoryview(bytes(8)).cast, "Zf")

    def test_calls_in_hot_code_reach_the_replacement_and_the_original(self):
        def work(view):
            return [(view[0], view.tolist()[1], len(view), view == view, memoryview(view).nbytes)
                    for _ in range(200)]

        view = memoryview(array.array("i", [1, 2, 3]))
        expected = work(view)
        for _ in range(3):
            native.install()
            self.assertEqual(work(view), expected)
            native.uninstall()
            self.assertEqual(work(view), expected)

    def test_missing_in_a_hot_attribute_cache(self):
        def find(view):
            return [hasattr(view, "index") for _ in range(200)][-1]

        view = memoryview(b"abc")
        before = find(view)
        native.install()
        self.assertTrue(find(view))
        native.uninstall()
        self.assertEqual(find(view), before)


class Crowded(unittest.TestCase):
    """A memoryview with more slots than the library has room to save, as a later version may
    have."""

    def setUp(self):
        # A function returns the dictionary where each interpreter has its own; before, it is a
        # field.
        api = ctypes.pythonapi
        api.PyDescr_NewWrapper.restype = ctypes.py_object
        api.PyDescr_NewWrapper.argtypes = ctypes.py_object, ctypes.c_void_p, ctypes.c_void_p
        if hasattr(api, "PyType_GetDict"):
            api.PyType_GetDict.restype = ctypes.py_object
            api.PyType_GetDict.argtypes = (ctypes.py_object,)
            self.entries = api.PyType_GetDict(memoryview)
        else:
            self.entries = ctypes.cast(word(id(memoryview) + 264), ctypes.py_object).value
        model = vars(memoryview)["__hash__"]
        self.names = [f"__len{number}__" for number in range(128)]
        for name in self.names:
            self.entries[name] = api.PyDescr_NewWrapper(
                memoryview, word(id(model) + 40), word(id(model) + 48)
            )
        self.addCleanup(self.remove)

    def remove(self):
        for name in self.names:
            del self.entries[name]
        ctypes.pythonapi.PyType_Modified(ctypes.py_object(memoryview))

    def test_it_is_refused_and_left_as_it_was(self):
        before = everything(memoryview)
        with self.assertRaisesRegex(ImportError, "does not know the memoryview of CPython"):
            native.install()
        self.assertFalse(native.installed())
        self.assertEqual(everything(memoryview), before)


if __name__ == "__main__":
    print(f"loaded {loaded_libraries()}")
    unittest.main()
