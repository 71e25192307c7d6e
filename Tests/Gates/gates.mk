# Instructions and allocations of small operations. Included by the Makefile, which sets BUILD,
# BUILT_LIBS (absolute), INCLUDE, CC, NEED, TEST_PYTHON, PYTHON_TREE and FAILING_MALLOC, and whose targets
# `build` and `package` fill BUILT_LIBS and PYTHON_TREE.
#
# PYTHON: another interpreter for test-python-gates.

GATES := Tests/Gates
GATES_OUT := $(BUILD)/tests/gates
GATES_CFLAGS := -std=gnu11 -O2 -Wall -Wextra -Wpedantic -Werror

.PHONY: gates-program test-gates set-gates test-python-gates set-python-gates
gates-program: build $(FAILING_MALLOC)
	@mkdir -p $(GATES_OUT)
	@$(CC) $(GATES_CFLAGS) -I$(INCLUDE) -ITests/Support -o $(GATES_OUT)/gates \
	  $(GATES)/gates.c $(GATES)/operations.c -L$(BUILT_LIBS) -Wl,-rpath,$(BUILT_LIBS) -lPyMemoryView -lPyMemoryViewRuntime

test-gates: gates-program ## instructions and allocations of small operations, against thresholds
	@$(NEED) valgrind
	@$(TEST_PYTHON) $(GATES)/gates.py $(GATES_OUT)/gates $(FAILING_MALLOC) \
	  $(GATES)/thresholds.txt $(GATES_OUT)/callgrind $(GATES_SET)

set-gates: # set the thresholds from the measured counts
	@$(MAKE) -s --no-print-directory test-gates GATES_SET=set

$(GATES_OUT)/marks.so: $(GATES)/marks.c
	@mkdir -p $(@D)
	@$(CC) $(GATES_CFLAGS) -shared -fPIC -o $@ $<

test-python-gates: package $(GATES_OUT)/marks.so ## instructions of small operations inside CPython, against the interpreter's own: PYTHON=…
	@$(NEED) valgrind
	@$(TEST_PYTHON) $(GATES)/python_gates.py $(GATES_OUT)/marks.so $(PYTHON_TREE) \
	  $(GATES)/python_thresholds.txt $(GATES_OUT)/callgrind-python --python '$(or $(PYTHON),$(TEST_PYTHON))' \
	  $(PYTHON_GATES_SET)

set-python-gates: # set the thresholds from the measured shares
	@$(MAKE) -s --no-print-directory test-python-gates PYTHON_GATES_SET=--set
