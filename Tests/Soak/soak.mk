# Long runs of mixed operations. Included by the Makefile, which sets BUILD, BUILT_LIBS (absolute),
# INCLUDE, CC, TEST_PYTHON and PYTHON_TREE, and whose targets `build` and `package` fill the last.
#
# MINUTES: duration; PYTHON: the CPython for the part inside CPython.

MINUTES ?= 60
SOAK_SECONDS = $(shell expr $(MINUTES) '*' 60)
SOAK_QUICK_SECONDS := 6
SOAK := $(BUILD)/tests/soak
SOAK_SOURCES := $(wildcard Tests/Soak/*.c) $(addprefix Tests/Support/,exporter.c fleeting.c layouts.c)
SOAK_PYTHON = PYTHONPATH=$(PYTHON_TREE) $(or $(PYTHON),$(TEST_PYTHON)) -B Tests/Soak/soak.py

.PHONY: soak test-soak soak-program soak-standalone soak-python

soak-program: build
	@mkdir -p $(BUILD)/tests
	@$(CC) -std=gnu11 -g -O1 -pthread -Wall -Wextra -Wpedantic -Werror -Wno-unused-parameter \
	  -I$(INCLUDE) -ITests/Support -o $(SOAK) $(SOAK_SOURCES) \
	  -L$(BUILT_LIBS) -Wl,-rpath,$(BUILT_LIBS) -lPyMemoryView -lPyMemoryViewRuntime

soak-standalone: # the two parts of soak require built programs
	@$(SOAK) $(SOAK_SECONDS)

soak-python:
	@$(SOAK_PYTHON) $(SOAK_SECONDS)

soak: soak-program package ## mixed operations, standalone and inside CPython at once: MINUTES=60 PYTHON=…
	@+$(MAKE) -s -j2 --no-print-directory soak-standalone soak-python

test-soak: soak-program package ## soak for some seconds
	@$(SOAK) $(SOAK_QUICK_SECONDS)
	@$(SOAK_PYTHON) $(SOAK_QUICK_SECONDS)
