# Instructions and allocations of small operations. Included by the Makefile, which sets BUILD,
# BUILT_LIBS (absolute), INCLUDE, CC, NEED, TEST_PYTHON and FAILING_MALLOC, and whose target `build` fills
# BUILT_LIBS.

GATES := Tests/Gates
GATES_OUT := $(BUILD)/tests/gates
GATES_CFLAGS := -std=gnu11 -O2 -Wall -Wextra -Wpedantic -Werror

.PHONY: gates-program test-gates set-gates
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
