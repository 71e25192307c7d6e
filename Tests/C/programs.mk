# Builds the test programs for one implementation. Called by Tests/tests.mk and Tests/C/parity.py:
#
#   make -f Tests/C/programs.mk OUT=folder API_CFLAGS=... API_LDFLAGS=... PROGRAMS="parity/errors"
#
# OUT gets one executable for each program, named after its file.

SOURCES := Tests/C
SUPPORT := $(wildcard Tests/Support/*.c Tests/Support/script/*.c)
CC ?= cc

TEST_CFLAGS := -std=gnu11 -g -O1 -pthread -Wall -Wextra -Wpedantic -Werror \
  -Wno-unused-parameter -Wno-deprecated-declarations -ITests/Support -ITests/Support/script

OBJECTS := $(SUPPORT:%.c=$(OUT)/objects/%.o)
HEADERS := $(wildcard Tests/Support/*.h Tests/Support/*/*.h) $(API_HEADERS)

all: $(foreach program,$(PROGRAMS),$(OUT)/$(notdir $(program)))

$(OUT)/objects/%.o: %.c $(HEADERS)
	@mkdir -p $(@D)
	@$(CC) $(TEST_CFLAGS) $(API_CFLAGS) -c -o $@ $<

define program_rule
$(OUT)/$(notdir $(1)): $(SOURCES)/$(1).c $(HEADERS) $(OBJECTS)
	@$$(CC) $$(TEST_CFLAGS) $$(API_CFLAGS) -o $$@ $$< $(OBJECTS) $$(API_LDFLAGS) -lcmocka -ldl -lm
endef
$(foreach program,$(PROGRAMS),$(eval $(call program_rule,$(program))))

.PHONY: all
.DELETE_ON_ERROR:
