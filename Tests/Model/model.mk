# The protocol of views, releases and references as a model, and the memory orders of the sources.
# Included by the Makefile, which sets BUILD, CC, NEED and TEST_PYTHON.

MODEL_OPERATIONS ?= 2

.PHONY: test-model
test-model: ## the protocol of release and references, all interleavings by spin: MODEL_OPERATIONS=2; 3 needs 2 GB
	@$(NEED) spin gcc
	@$(TEST_PYTHON) Tests/Model/check_orders.py .
	@CC=$(CC) $(TEST_PYTHON) Tests/Model/check_model.py . $(BUILD)/model $(MODEL_OPERATIONS)
