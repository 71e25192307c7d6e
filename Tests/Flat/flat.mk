# The flat API and its library. Included by the Makefile, which sets BUILD, BUILT_LIBS (absolute),
# INCLUDE, CC, NEED and TEST_PYTHON, and whose target `build` fills BUILT_LIBS.

FLAT_TESTS := $(BUILD)/tests/flat
FLAT_VENV := $(FLAT_TESTS)/venv

.PHONY: test-flat test-flat-needs test-flat-all

test-flat-needs: build-needs
	@$(NEED) luajit python3-dev python3-venv

$(FLAT_VENV)/done:
	@/usr/bin/python3 -m venv $(FLAT_VENV)
	@$(FLAT_VENV)/bin/pip -q --disable-pip-version-check install 'cffi>=1.17'
	@touch $@

# $(1): options
define feed_parsers
@CC=$(CC) $(FLAT_VENV)/bin/python -B Tests/Flat/check_parsers.py $(1) \
  $(BUILT_LIBS)/$(FLAT_LIBRARY) $(INCLUDE)/pymv.h $(FLAT_TESTS)
endef

test-flat: build test-flat-needs $(FLAT_VENV)/done ## libpymv.so in one process with every libpython found; pymv.h in other languages
	@CC=$(CC) $(TEST_PYTHON) Tests/Flat/check_coexistence.py $(BUILT_LIBS) $(INCLUDE) $(FLAT_TESTS)
	$(call feed_parsers)

test-flat-all: test-flat ## the same, with every parser that Debian and PyPI have
	@$(NEED) php-cli swig bindgen libclang1 ldc tcc
	@$(FLAT_VENV)/bin/pip -q --disable-pip-version-check install 'ziglang>=0.13'
	$(call feed_parsers,--all)
