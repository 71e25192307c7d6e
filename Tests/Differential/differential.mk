# Differential testing. Included by the Makefile, which sets BUILD, BUILT_LIBS (absolute), INCLUDE, CC,
# NEED and TEST_PYTHON, and whose target `build` fills BUILT_LIBS.
#
# CASES: number of cases. KINDS: kinds of cases, with commas between them. PYTHON: one interpreter; by default, all that are found.

DIFFERENTIAL := Tests/Differential
DIFFERENTIAL_OUT := $(BUILD)/tests/differential
DIFFERENTIAL_PYTHONS = $(shell $(TEST_PYTHON) $(DIFFERENTIAL)/environments.py $(DIFFERENTIAL_OUT) \
  $(PYTHON))
CASES ?= 200000
KINDS ?= scripts,arrays,keys,formats

.PHONY: differential test-differential differential-program

differential-program: build
	@$(NEED) libcmocka-dev python3-dev python3-venv
	@+$(MAKE) -s --no-print-directory -f Tests/C/programs.mk OUT=$(DIFFERENTIAL_OUT) CC=$(CC) \
	  PROGRAMS=../Differential/standalone API_CFLAGS="-I$(INCLUDE)" \
	  API_HEADERS="$(API_HEADERS)" \
	  API_LDFLAGS="-L$(BUILT_LIBS) -Wl,-rpath,$(BUILT_LIBS) -lPyMemoryView -lPyMemoryViewRuntime"

differential: differential-program ## random scripts, compared with memoryview, NumPy, struct, ctypes: CASES=200000
	@$(TEST_PYTHON) $(DIFFERENTIAL)/differential.py $(BUILT_LIBS) $(DIFFERENTIAL_OUT)/standalone \
	  $(DIFFERENTIAL_OUT) $(CASES) $(DIFFERENTIAL_PYTHONS) --kinds $(KINDS) --nightly

test-differential: differential-program ## the same, a few thousand cases
	@$(TEST_PYTHON) $(DIFFERENTIAL)/differential.py $(BUILT_LIBS) $(DIFFERENTIAL_OUT)/standalone \
	  $(DIFFERENTIAL_OUT) 2400 $(DIFFERENTIAL_PYTHONS) --kinds $(KINDS)
