# Several interpreters in one process. Included by the Makefile, which sets BUILD, BUILT_LIBS
# (absolute), INCLUDE, CC and NEED, and what tests.mk sets.

# How long interpreters with their own GILs are tested, for each way of using memoryviews.
LOCK_SECONDS ?= 1

.PHONY: test-interpreters
test-interpreters: build ## sub-interpreters, also with their own GILs, and interpreters one after the other: LOCK_SECONDS=1
	@$(NEED) gcc python3-dev
	@CC=$(CC) $(TEST_PYTHON) Tests/Interpreters/run.py $(BUILT_LIBS) $(INCLUDE) \
	  $(BUILD)/tests/interpreters $(LOCK_SECONDS)
