# cython: language_level=3
"""A Cython class that exports a row of ints, and a function with a typed memoryview."""


cdef class Row:
    cdef int items[4]
    cdef public int exports
    cdef Py_ssize_t shape[1]
    cdef Py_ssize_t strides[1]

    def __getbuffer__(self, Py_buffer *view, int flags):
        self.shape[0] = 4
        self.strides[0] = sizeof(int)
        self.exports += 1
        view.buf = self.items
        view.obj = self
        view.len = sizeof(self.items)
        view.itemsize = sizeof(int)
        view.readonly = 0
        view.ndim = 1
        view.format = 'i'
        view.shape = self.shape
        view.strides = self.strides
        view.suboffsets = NULL
        view.internal = NULL

    def __releasebuffer__(self, Py_buffer *view):
        self.exports -= 1


def total(int[:, :] items):
    cdef int sum = 0
    cdef Py_ssize_t i, j
    for i in range(items.shape[0]):
        for j in range(items.shape[1]):
            sum += items[i, j]
    return sum
