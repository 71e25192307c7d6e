# Tests inside CPython: the example extension, and the package. Included by the Makefile, which sets
# BUILD, BUILT_LIBS, FLAT_LIBRARY, NEED, TEST_PYTHON and WHEEL, and whose targets `install` and `wheel` build the tested files.

.PHONY: test-extension test-extension-needs extension-prefix test-package test-wheel test-old-glibc
test-extension-needs: build-needs
	@$(NEED) pkg-config python3-dev python3-venv g++

extension-prefix: build test-extension-needs
	@mkdir -p $(BUILD)/tests/extension
	@$(MAKE) -s install PREFIX=$(BUILD)/tests/extension/prefix DESTDIR= \
	  > $(BUILD)/tests/extension/install.log 2>&1 || \
	  { cat $(BUILD)/tests/extension/install.log; exit 1; }

test-extension: extension-prefix ## a C extension linked to the library, in every CPython found
	@CC=$(CC) $(TEST_PYTHON) Tests/Extension/run.py $(BUILD)/tests/extension/prefix $(BUILD)/tests/extension

test-package: wheel ## the wheel, installed with pip for every CPython found
	@$(TEST_PYTHON) Tests/Package/run.py $(WHEEL)/*.whl $(BUILD)/tests/package

test-wheel: wheel ## tag and contents of the wheel, also of ARCH=aarch64
	@$(TEST_PYTHON) Tests/Package/check_wheel.py $(WHEEL)/*.whl $(BUILD)/tests/package

# Not part of `make test`, because mirrors will drop the old release.
test-old-glibc: wheel ## the wheel and libpymv on Debian 11, whose glibc is older than the one of the build
	@$(NEED) mmdebstrap python3
	@sh Tests/Package/old_glibc.sh $(WHEEL)/*.whl $(BUILT_LIBS)/$(FLAT_LIBRARY) $(BUILD)/old-glibc/root
