import pymemoryview

with pymemoryview.install():  # without `with`: until uninstall()
    matrix = memoryview(bytes(range(6))).cast("B", (2, 3))
    print(matrix[1].tolist(), matrix[:, ::2].tolist())
