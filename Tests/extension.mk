# The example extension of CPython. Included by the Makefile, which sets BUILD and whose target
# `install` fills a prefix.

.PHONY: test-extension test-extension-needs
test-extension-needs: build-needs
	@$(NEED) pkg-config python3-dev python3-venv g++

test-extension: build test-extension-needs ## a C extension linked to the library, in every CPython found
	@mkdir -p $(BUILD)/tests/extension
	@$(MAKE) -s install PREFIX=$(BUILD)/tests/extension/prefix DESTDIR= \
	  > $(BUILD)/tests/extension/install.log 2>&1 || \
	  { cat $(BUILD)/tests/extension/install.log; exit 1; }
	@CC=$(CC) $(TEST_PYTHON) Tests/Extension/run.py $(BUILD)/tests/extension/prefix $(BUILD)/tests/extension
