# Tests inside CPython: the example extension, and the package. Included by the Makefile, which sets
# BUILD, NEED and TEST_PYTHON, and whose targets `install` and `wheel` build the tested files.

.PHONY: test-extension test-extension-needs test-package
test-extension-needs: build-needs
	@$(NEED) pkg-config python3-dev python3-venv g++

test-extension: build test-extension-needs ## a C extension linked to the library, in every CPython found
	@mkdir -p $(BUILD)/tests/extension
	@$(MAKE) -s install PREFIX=$(BUILD)/tests/extension/prefix DESTDIR= \
	  > $(BUILD)/tests/extension/install.log 2>&1 || \
	  { cat $(BUILD)/tests/extension/install.log; exit 1; }
	@CC=$(CC) $(TEST_PYTHON) Tests/Extension/run.py $(BUILD)/tests/extension/prefix $(BUILD)/tests/extension

test-package: wheel ## the wheel, installed with pip for every CPython found
	@$(TEST_PYTHON) Tests/Package/run.py $(BUILD)/wheel/*.whl $(BUILD)/tests/package
