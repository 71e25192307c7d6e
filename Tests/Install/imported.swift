import CPyMemoryView

let view = PyMemoryView_FromObject(PyBytes_FromString("hello"))
print(PyObject_Hash(view) == PyObject_Hash(PyBytes_FromString("hello")), PyMV_Version())
