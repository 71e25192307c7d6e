# Arrow's C data interface. Included by the Makefile, which sets BUILD, BUILT_LIBS (absolute), NEED and
# PYTHON_TREE, and what tests.mk sets.

ARROW_TESTS := $(BUILD)/tests/arrow
# Pinned, because error messages, and what these libraries accept, change.
ARROW_PACKAGES := pyarrow==26.0.1 nanoarrow==0.9.0

.PHONY: test-arrow

$(ARROW_TESTS)/done: Tests/Arrow/arrow.mk
	@$(NEED) python3-dev python3-venv
	@/usr/bin/python3 -m venv $(ARROW_TESTS)/venv
	@$(ARROW_TESTS)/venv/bin/pip -q --disable-pip-version-check install $(ARROW_PACKAGES)
	@touch $@

test-arrow: package $(ARROW_TESTS)/done ## Arrow arrays of views and back: in C, in every CPython found, with pyarrow and nanoarrow
	$(call build_programs,own/flat_arrow,own/flat_arrow)
	@$(TEST_PYTHON) $(TEST_TOOLS)/run.py $(BUILT_LIBS) $(TEST_BINARIES) own/flat_arrow
	@$(TEST_PYTHON) $(TEST_TOOLS)/run.py $(BUILT_LIBS) $(FFI_BINARIES) own/flat_arrow
	@$(TEST_PYTHON) Tests/Arrow/run.py $(PYTHON_TREE) $(ARROW_TESTS)/venv/bin/python
