# The protocol of views, releases and references as a model, and the memory orders of the sources.
# Included by the Makefile, which sets BUILD, CC, NEED, TEST_PYTHON and TOOLCHAIN.

MODEL_OPERATIONS ?= 2

HOLDS_SOURCES := Tests/Model/holds.c Sources/MemoryViewTables/holds.c

.PHONY: test-model test-holds
test-model: test-holds ## the protocol of release and references, all interleavings by spin: MODEL_OPERATIONS=2; 3 needs 2 GB
	@$(NEED) spin gcc
	@$(TEST_PYTHON) Tests/Model/check_orders.py .
	@CC=$(CC) $(TEST_PYTHON) Tests/Model/check_model.py . $(BUILD)/model $(MODEL_OPERATIONS)

# The headers are for clang. holds.c is all that the program uses of the library.
test-holds: ## lists of held views without the library: ended threads, fork, no memory, no membarrier
	@$(NEED) libcmocka-dev
	@mkdir -p $(BUILD)/model
	@$(TOOLCHAIN)/bin/clang -std=c11 -O2 -g -Wall -Wextra -Werror -DPy_GIL_DISABLED -IInclude \
	  $(addprefix -I,$(wildcard Sources/*/include)) -Wl,--wrap=syscall,--wrap=aligned_alloc \
	  -o $(BUILD)/model/holds $(HOLDS_SOURCES) -lcmocka -pthread
	@$(BUILD)/model/holds
