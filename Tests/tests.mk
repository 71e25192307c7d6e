# Tests in C, and checks of headers and libraries. Included by the Makefile, which sets BUILD,
# BUILT_LIBS (absolute), INCLUDE and CC, and whose target `build` fills BUILT_LIBS.

TEST_TOOLS := Tests/C/tools
TEST_PYTHON ?= /usr/bin/python3 -B
TEST_BINARIES := $(BUILD)/tests/ours
TEST_FOLDERS := parity own observed
TEST_PROGRAMS := $(patsubst Tests/C/%.c,%,$(wildcard $(TEST_FOLDERS:%=Tests/C/%/*.c)))

VALGRIND := valgrind --quiet --leak-check=full --track-origins=no --error-exitcode=9 \
  --show-leak-kinds=definite,indirect,possible --errors-for-leak-kinds=all

TEXTS ?= 4000

.PHONY: test-c test-formats test-parity valgrind test-headers test-exports test-programs

JOBS ?= $(shell nproc)
API_HEADERS := $(wildcard $(INCLUDE)/*.h $(INCLUDE)/*/*.h)

# $(1): folder of the libraries, $(2): folder of the programs, $(3): compiler, $(4): programs, $(5):
# those that are also linked through libffi
define build_programs_for
@+$(MAKE) -s -j$(JOBS) --no-print-directory -f Tests/C/programs.mk OUT=$(2) CC=$(3) \
  PROGRAMS="$(4)" FFI_PROGRAMS="$(5)" API_CFLAGS="-I$(INCLUDE)" API_HEADERS="$(API_HEADERS)" \
  API_LDFLAGS="-L$(1) -Wl,-rpath,$(1) -lPyMemoryView -lPyMemoryViewRuntime"
endef

# $(1): programs, $(2): those that are also linked through libffi
build_programs = $(call build_programs_for,$(BUILT_LIBS),$(TEST_BINARIES),$(CC),$(1),$(2))

FFI_BINARIES := $(TEST_BINARIES)/ffi
# The excluded programs test direct calls of the library.
FFI_PROGRAMS := $(filter-out own/library own/diagnostics,$(TEST_PROGRAMS))

test-programs: build
	$(call build_programs,$(TEST_PROGRAMS),$(FFI_PROGRAMS))

# Another TEST_PYTHON checks more: ctypes' structures from CPython 3.12 on, and NumPy if it is there.
test-formats: build ## item formats against a second reading, struct, ctypes and NumPy: TEXTS=4000
	@$(TEST_PYTHON) Tests/Formats/check_vectors.py
	@$(TEST_PYTHON) Tests/Formats/check_random.py $(BUILT_LIBS) $(TEXTS)

test-c: test-programs test-formats ## the C harness on the libraries, linked and through libffi
	@$(TEST_PYTHON) $(TEST_TOOLS)/run.py $(BUILT_LIBS) $(TEST_BINARIES) $(TEST_FOLDERS)
	@$(TEST_PYTHON) $(TEST_TOOLS)/run.py $(BUILT_LIBS) $(FFI_BINARIES) $(FFI_PROGRAMS)
	@$(TEST_PYTHON) $(TEST_TOOLS)/observed.py $(BUILT_LIBS) $(BUILD)

test-parity: test-programs ## the same sources against every CPython found, results compared
	@$(TEST_PYTHON) $(TEST_TOOLS)/parity.py $(BUILT_LIBS) $(BUILD)
	@$(TEST_PYTHON) $(TEST_TOOLS)/observed.py $(BUILT_LIBS) $(BUILD) --cpython

valgrind: test-programs ## the C harness under valgrind: no leak, no invalid access
	@$(TEST_PYTHON) $(TEST_TOOLS)/run.py $(BUILT_LIBS) $(TEST_BINARIES) $(TEST_FOLDERS) -- $(VALGRIND)

# --- faults ---

.PHONY: test-faults test-faults-quick faults-programs

FAULTS_PROGRAMS := $(patsubst Tests/C/%.c,%,$(wildcard Tests/C/faults/*.c))
FAULTS_FOLDERS := faults parity observed
FAILING_MALLOC := $(BUILD)/tests/failing_malloc.so
CACHELESS := .build/cacheless
CACHELESS_OPTION := -Xcc -DPYMV_KEEPS_BLOCKS=0

faults-programs: test-programs $(FAILING_MALLOC)
	$(call build_programs,$(FAULTS_PROGRAMS),$(FAULTS_PROGRAMS))

$(FAILING_MALLOC): Tests/C/tools/failing_malloc.c Tests/Support/failing_malloc.h
	@mkdir -p $(@D)
	@$(CC) -shared -fPIC -std=gnu11 -O1 -Wall -Wextra -Wpedantic -Werror -o $@ $<

# $(1): folder of the libraries, $(2): n, for every n-th script, $(3): folder of the programs, $(4):
# the programs
define inject_faults
@$(TEST_PYTHON) $(TEST_TOOLS)/run.py $(1) $(3) $(4) -- \
  env LD_PRELOAD=$(FAILING_MALLOC) LD_LIBRARY_PATH=$(1) PYMV_FAULTS_STEP=$(2)
endef

# $(1): n, for every n-th allocation, $(2): option for one interpreter, by default all
define inject_python_faults
@PYMV_ALLOCATOR=$(FAILING_MALLOC) PYMV_FAULTS_STEP=$(1) $(TEST_PYTHON) \
  $(CONFORMANCE)/check_faults.py $(BUILT_LIBS) $(CONFORMANCE_SCRATCH) $(2)
endef

test-faults-quick: faults-programs conformance-needs
	$(call inject_faults,$(BUILT_LIBS),13,$(TEST_BINARIES),$(FAULTS_FOLDERS))
	$(call inject_faults,$(BUILT_LIBS),1,$(FFI_BINARIES),faults)
	$(call inject_python_faults,17,--python $(firstword $(TEST_PYTHON)))

# Per-thread free lists hide some allocations, so the second run uses libraries without them.
test-faults: faults-programs conformance-needs ## C harness, also over libffi, and CPython: every allocation fails in turn
	$(call inject_faults,$(BUILT_LIBS),1,$(TEST_BINARIES),$(FAULTS_FOLDERS))
	$(call inject_faults,$(BUILT_LIBS),3,$(FFI_BINARIES),$(FAULTS_FOLDERS))
	$(call build_libraries,$(CACHELESS)/release,--scratch-path $(CACHELESS) \
	  $(CACHELESS_OPTION) $(addprefix -Xswiftc ,$(CACHELESS_OPTION)))
	$(call inject_faults,$(CURDIR)/$(CACHELESS)/release,1,$(TEST_BINARIES),$(FAULTS_FOLDERS))
	$(call inject_faults,$(CURDIR)/$(CACHELESS)/release,3,$(FFI_BINARIES),$(FAULTS_FOLDERS))
	$(call inject_python_faults,1)

test-headers: ## headers: C11, C17, C++17, CPython's layout, documentation
	@CC=$(CC) $(TEST_PYTHON) $(TEST_TOOLS)/check_headers.py $(INCLUDE) $(BUILD)/tests/headers

test-exports: build ## exports, needed libraries, sizes, time to the first view
	@mkdir -p $(BUILD)/tests
	@for tool in first_view runtime_alone; do \
	  $(CC) -std=gnu11 -O2 -Wall -Wextra -Werror -I$(INCLUDE) -o $(BUILD)/tests/$$tool \
	    Tests/C/tools/$$tool.c -ldl || exit 1; done
	@$(BUILD)/tests/first_view $(BUILT_LIBS)/libPyMemoryView.so
	@$(BUILD)/tests/runtime_alone $(BUILT_LIBS)/libPyMemoryViewRuntime.so
	@$(TEST_PYTHON) $(TEST_TOOLS)/check_exports.py $(BUILT_LIBS) $(INCLUDE) $(BUILD)/tests/stripped
