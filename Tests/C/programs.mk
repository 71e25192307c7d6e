# Builds the test programs for one implementation. Called by Tests/*.mk and
# Tests/C/tools/programs.py:
#
#   make -f Tests/C/programs.mk OUT=folder API_CFLAGS=... API_LDFLAGS=... PROGRAMS="parity/errors"
#
# OUT gets one executable for each program, named after its file. Programs named by FFI_PROGRAMS are
# linked a second time from the same objects, into OUT/ffi: their API calls go to the stubs of
# ffi-shim, which call the libraries through libffi.

SOURCES := Tests/C
SUPPORT := $(wildcard Tests/Support/*.c Tests/Support/script/*.c)
STUBS := $(wildcard Tests/Support/ffi/*.c) \
  $(addprefix Sources/ffi-shim/,calls.c closure.c)
CC ?= cc

TEST_CFLAGS := -std=gnu11 -g -O1 -pthread -Wall -Wextra -Wpedantic -Werror \
  -Wno-unused-parameter -Wno-deprecated-declarations -ITests/Support -ITests/Support/script

OBJECTS := $(SUPPORT:%.c=$(OUT)/objects/%.o)
STUB_OBJECTS := $(STUBS:%.c=$(OUT)/objects/%.o)
HEADERS := $(wildcard Tests/Support/*.h Tests/Support/*/*.h) $(API_HEADERS)

all: $(foreach program,$(PROGRAMS),$(OUT)/$(notdir $(program))) \
  $(foreach program,$(FFI_PROGRAMS),$(OUT)/ffi/$(notdir $(program)))

$(OUT)/objects/%.o: %.c $(HEADERS)
	@mkdir -p $(@D)
	@$(CC) $(TEST_CFLAGS) $(API_CFLAGS) -c -o $@ $<

# Stubs have the names of the functions that they call. They are hidden, so that the libraries do
# not bind to them.
$(STUB_OBJECTS): $(wildcard Sources/ffi-shim/*.h)
$(STUB_OBJECTS): TEST_CFLAGS += -D'CALLED(name)=name' -fvisibility=hidden -ISources/ffi-shim

define program_rule
$(OUT)/$(notdir $(1)): $(OUT)/objects/$(SOURCES)/$(1).o $(OBJECTS)
	@$$(CC) $$(TEST_CFLAGS) $$(API_CFLAGS) -o $$@ $$^ $$(API_LDFLAGS) -lcmocka -ldl -lm
endef
$(foreach program,$(PROGRAMS),$(eval $(call program_rule,$(program))))

# The dynamic linker may resolve data of the API, but none of its functions.
define ffi_program_rule
$(OUT)/ffi/$(notdir $(1)): $(OUT)/objects/$(SOURCES)/$(1).o $(OBJECTS) $(STUB_OBJECTS)
	@mkdir -p $$(@D)
	@$$(CC) $$(TEST_CFLAGS) $$(API_CFLAGS) -o $$@ $$^ $$(API_LDFLAGS) -lffi -lcmocka -ldl -lm
	@! readelf -W --dyn-syms $$@ | grep -E ' FUNC .* _?Py' || \
	  { echo "$$@: no row in Sources/ffi-shim/signatures.h" >&2; exit 1; }
endef
$(foreach program,$(FFI_PROGRAMS),$(eval $(call ffi_program_rule,$(program))))

.PHONY: all
.DELETE_ON_ERROR:
