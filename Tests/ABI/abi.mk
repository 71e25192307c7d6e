# The ABI: committed description, and comparison with abidiff. Included by the Makefile, which sets
# BUILD, BUILT_LIBS (absolute), INCLUDE, CC, NEED and TEST_PYTHON, and whose target `build` fills
# BUILT_LIBS.

.PHONY: test-abi set-abi abi-needs

abi-needs: build-needs
	@$(NEED) abigail-tools

CHECK_ABI = CC=$(CC) $(TEST_PYTHON) Tests/ABI/check_abi.py $(INCLUDE) $(BUILT_LIBS) $(BUILD)/tests/abi

test-abi: build abi-needs ## the ABI against its description in Tests/ABI: a change needs a version
	@$(CHECK_ABI)

set-abi: build abi-needs ## describe the ABI of a new version in Tests/ABI
	@$(CHECK_ABI) --set
