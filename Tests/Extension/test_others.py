"""Exporters and consumers made with pybind11 and Cython, used with the functions of `linked`."""

import unittest

import cython_row
import linked
import numpy
import pybind_matrix


class Pybind11(unittest.TestCase):
    def test_its_exporters_are_viewed_copied_and_filled(self):
        matrix = pybind_matrix.Matrix(2, 3)
        linked.copy_data(matrix, numpy.arange(6.0).reshape(2, 3))
        view = linked.from_object(matrix)
        self.assertEqual((view.shape, view.strides, view.format), ((2, 3), (8, 16), "d"))
        self.assertEqual(view.tolist(), [[0, 1, 2], [3, 4, 5]])
        copy = linked.get_contiguous(matrix, linked.READ, "C")
        self.assertEqual(copy.cast("B").cast("d").tolist(), [0, 1, 2, 3, 4, 5])

    def test_its_consumers_take_our_views(self):
        copy = linked.get_contiguous(numpy.arange(12.0)[::2], linked.READ, "C")
        self.assertEqual(pybind_matrix.total(copy), 30)
        self.assertEqual(pybind_matrix.total(linked.from_buffer(copy, linked.FULL_RO)), 30)


class Cython(unittest.TestCase):
    def test_its_exporters_are_released_once(self):
        row = cython_row.Row()
        view = linked.from_buffer(row, linked.FULL)
        view[:] = numpy.arange(4, dtype="i4")
        self.assertEqual(row.exports, 1)
        copy = linked.get_contiguous(view[::-2], linked.READ, "C")
        self.assertEqual(copy.tolist(), [3, 1])
        view.release()
        self.assertEqual(row.exports, 0)

    def test_its_typed_memoryviews_take_our_views(self):
        table = numpy.arange(20, dtype="i4").reshape(4, 5)
        view = linked.from_object(table.T[::2])
        self.assertEqual(cython_row.total(view), table.T[::2].sum())


if __name__ == "__main__":
    unittest.main()
