# Builds the test programs for one implementation. Called by Tests/tests.mk and Tests/C/parity.py:
#
#   make -f Tests/C/programs.mk OUT=folder API_CFLAGS=... API_LDFLAGS=... PROGRAMS="parity/errors"
#
# OUT gets one executable for each program, named after its file.

SOURCES := Tests/C
CC ?= cc

TEST_CFLAGS := -std=gnu11 -g -O1 -pthread -Wall -Wextra -Wpedantic -Werror \
  -Wno-unused-parameter -Wno-deprecated-declarations -I$(SOURCES)/common

COMMON := $(patsubst $(SOURCES)/common/%.c,$(OUT)/objects/%.o,$(wildcard $(SOURCES)/common/*.c))
HEADERS := $(wildcard $(SOURCES)/common/*.h) $(API_HEADERS)

all: $(foreach program,$(PROGRAMS),$(OUT)/$(notdir $(program)))

$(OUT)/objects/%.o: $(SOURCES)/common/%.c $(HEADERS) | $(OUT)/objects
	@$(CC) $(TEST_CFLAGS) $(API_CFLAGS) -c -o $@ $<

define program_rule
$(OUT)/$(notdir $(1)): $(SOURCES)/$(1).c $(HEADERS) $(COMMON)
	@$$(CC) $$(TEST_CFLAGS) $$(API_CFLAGS) -o $$@ $$< $(COMMON) $$(API_LDFLAGS) -lcmocka -ldl -lm
endef
$(foreach program,$(PROGRAMS),$(eval $(call program_rule,$(program))))

$(OUT)/objects:
	@mkdir -p $@

.PHONY: all
.DELETE_ON_ERROR:
