# The inspect command of the Python package. Included by the Makefile, which sets BINDIR, PYTHON_TREE and
# TEST_PYTHON.

INSPECT_FILES ?= 400

.PHONY: test-inspect
test-inspect: package ## python -m pymemoryview inspect against ffi-shim: samples, options, INSPECT_FILES=400 damaged files
	@PYTHONPATH=$(PYTHON_TREE) $(TEST_PYTHON) Tests/Inspect/check_inspect.py $(BINDIR)/ffi-shim \
	  Tests/Data $(INSPECT_FILES)
