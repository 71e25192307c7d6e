# Extensions for abi3t, the stable ABI with and without the GIL. Included by the Makefile, which sets
# BUILD, CC and TEST_PYTHON, after extension.mk and tests.mk; newer.mk has the rule that unpacks the
# interpreter.

NEWEST_PYTHON ?= 3.15
NEWEST_PYTHON_FOLDER := $(BUILD)/python-$(NEWEST_PYTHON)

.PHONY: test-abi3t

# Not part of `make test`, because it fetches packages of a release that changes every day.
test-abi3t: export PYMV_PYTHON_CONFIG := $(NEWEST_PYTHON_FOLDER)/root/usr/bin/python3-config
test-abi3t: extension-prefix $(NEWEST_PYTHON_FOLDER)/done ## headers, and extensions for abi3 and abi3t, with Debian unstable's CPython 3.15
	@$(MAKE) -s test-headers
	@CC=$(CC) $(TEST_PYTHON) Tests/Extension/abi3t.py $(BUILD)/tests/extension/prefix $(BUILD)/tests/abi3t
