"""DLPack with PyTorch, both ways."""

import ctypes
import unittest

import pymemoryview
import torch
from tensors import TABLE, Tensor, table_of

KINDS = [
    ("?", torch.bool), ("b", torch.int8), ("h", torch.int16), ("i", torch.int32),
    ("q", torch.int64), ("B", torch.uint8), ("e", torch.float16), ("f", torch.float32),
    ("d", torch.float64), ("Zf", torch.complex64), ("Zd", torch.complex128),
    ("[bfloat16]", torch.bfloat16), ("[float8_e4m3fn]", torch.float8_e4m3fn),
    ("[float8_e5m2]", torch.float8_e5m2),
]


class Exchange(unittest.TestCase):
    def setUp(self):
        installation = pymemoryview.install()
        self.addCleanup(installation.__exit__)

    def test_views(self):
        for format, dtype in KINDS:
            with self.subTest(format=format):
                memory = bytearray(64)
                view = memoryview(memory).cast(format)[1::2]
                tensor = torch.from_dlpack(view)
                self.assertEqual((tensor.dtype, list(tensor.shape)), (dtype, [len(view)]))
                self.assertEqual(tensor.stride(), (2,))
                tensor.fill_(1)
                self.assertEqual(complex(view[0]), 1)
                self.assertEqual(memory[: view.itemsize], bytes(view.itemsize))

    def test_tensors(self):
        for format, dtype in KINDS:
            with self.subTest(format=format):
                tensor = torch.tensor([[0, 1, 1], [1, 0, 1]]).to(dtype).T
                view = pymemoryview.from_dlpack(tensor)
                self.assertEqual((view.format, view.shape), (format, (3, 2)))
                self.assertEqual(view.tolist(), [[0, 1], [1, 0], [1, 1]])
                view[0, 0] = view[0, 1]
                self.assertEqual(complex(tensor[0, 0].item()), 1)

    def test_no_axes_and_no_items(self):
        self.assertEqual(pymemoryview.from_dlpack(torch.tensor(5)).tolist(), 5)
        self.assertEqual(pymemoryview.from_dlpack(torch.zeros(2, 0)).shape, (2, 0))
        self.assertEqual(torch.from_dlpack(memoryview(bytearray())).shape, (0,))

    def test_owners(self):
        view = memoryview(bytearray(b"abc"))
        tensor = torch.from_dlpack(view)
        with self.assertRaisesRegex(BufferError, "1 exported buffer"):
            view.release()
        del tensor
        view.release()

    @unittest.skipUnless(hasattr(torch.Tensor, TABLE), "this PyTorch lacks DLPack's table")
    def test_the_tables(self):
        ours, theirs = table_of(memoryview), table_of(torch.Tensor)
        given, made = ctypes.POINTER(Tensor)(), ctypes.py_object()
        view = memoryview(bytearray(b"abc"))
        ours.from_object(view, given)
        theirs.to_object(given, made)
        self.assertEqual(made.value.tolist(), [97, 98, 99])
        theirs.from_object(made.value, given)
        again = ctypes.py_object()
        ours.to_object(given, again)
        self.assertEqual(again.value.tolist(), [97, 98, 99])
        for reference in made, again:
            ctypes.pythonapi.Py_DecRef(reference)


if __name__ == "__main__":
    unittest.main()
