# Fuzzing with libFuzzer, guided by coverage of the Swift and C code of both libraries. Included by
# the Makefile after Tests/sanitize.mk, whose settings of the toolchain, of assertions and of
# build_libraries it shares.
#
# The libraries are built twice: with coverage only, for speed, and with coverage and
# AddressSanitizer.

FUZZ := $(BUILD)/fuzz
FUZZ_TARGETS := deriving formats hostile layouts records scripts
FUZZ_SOURCES := Tests/Fuzz
FUZZ_SETTINGS := plain address
FUZZ_RUN = $(TEST_PYTHON) $(FUZZ_SOURCES)/fuzz.py $(FUZZ) $(FUZZ_SOURCES)/corpus
SECONDS ?= 60

FUZZ_SANITIZERS_plain := fuzzer
FUZZ_SANITIZERS_address := fuzzer,address
FUZZ_BUILD_plain := -Xcc -fsanitize=fuzzer-no-link
FUZZ_BUILD_address := --sanitize=address -Xcc -fsanitize=address,fuzzer-no-link

# With coverage, swiftc requires a main function unless -parse-as-library is given.
FUZZ_SWIFT := $(addprefix -Xswiftc ,-sanitize=fuzzer -parse-as-library) $(ASSERTED_BUILD)

FUZZ_PARTS_deriving := $(addprefix $(FUZZ_SOURCES)/,model_items.c model_layout.c) \
  Tests/Support/walk.c
FUZZ_PARTS_formats := $(addprefix $(FUZZ_SOURCES)/,model_format.c model_record.c)
FUZZ_PARTS_hostile := Tests/Support/liar.c
FUZZ_PARTS_layouts := $(addprefix $(FUZZ_SOURCES)/,model_format.c model_layout.c) \
  Tests/Support/walk.c
FUZZ_PARTS_records := $(addprefix $(FUZZ_SOURCES)/,model_record.c model_value.c record_fields.c \
  record_parsing.c record_reading.c record_rows.c record_texts.c record_writing.c) \
  Tests/Kernels/guarded.c
FUZZ_PARTS_scripts := $(addprefix $(FUZZ_SOURCES)/,actors.c operations.c slots.c) \
  $(addprefix Tests/Support/,exporter.c layouts.c)
FUZZ_CFLAGS := -std=gnu11 -g -O2 -fno-omit-frame-pointer -Wall -Wextra -Wpedantic -Werror \
  -I$(INCLUDE) -ITests/Support

.PHONY: fuzz test-fuzz fuzz-corpus fuzz-programs fuzz-deliberate

fuzz: fuzz-programs ## fuzz with every target for SECONDS=60, half of it with AddressSanitizer
	@$(FUZZ_RUN) run $(SECONDS) $(FUZZ_TARGETS)

test-fuzz: fuzz-programs fuzz-deliberate ## replay the corpus, find deliberate errors, fuzz a little
	@$(FUZZ_RUN) test 20000 $(FUZZ_TARGETS)

fuzz-corpus: fuzz-programs ## add new inputs to the corpus and minimise it
	@$(FUZZ_RUN) merge $(FUZZ_TARGETS)

# $(1): plain or address, $(2): target, $(3): suffix of the program, $(4): more options
define fuzz_program
$(TOOLCHAIN)/bin/clang $(FUZZ_CFLAGS) -fsanitize=$(FUZZ_SANITIZERS_$(1)) $(4) \
  -o $(FUZZ)/$(1)/$(2)$(3) $(FUZZ_SOURCES)/$(2).c $(FUZZ_SOURCES)/fuzz.c $(FUZZ_PARTS_$(2)) \
  -fuse-ld=lld -L.build/fuzz-$(1)/release -Wl,-rpath,$(CURDIR)/.build/fuzz-$(1)/release \
  -lPyMemoryView -lPyMemoryViewRuntime

endef

# $(1): plain or address
define fuzz_programs_rule
.PHONY: fuzz-programs-$(1)
fuzz-programs: fuzz-programs-$(1)
fuzz-programs-$(1): export PYMV_SANITIZE := 1
fuzz-programs-$(1): sanitize-needs
	$$(call build_libraries,.build/fuzz-$(1)/release,--scratch-path .build/fuzz-$(1) \
	  $$(FUZZ_BUILD_$(1)) $$(FUZZ_SWIFT))
	@mkdir -p $$(FUZZ)/$(1)
	@$$(foreach target,$$(FUZZ_TARGETS),$$(call fuzz_program,$(1),$$(target),,))
endef
$(foreach setting,$(FUZZ_SETTINGS),$(eval $(call fuzz_programs_rule,$(setting))))

# Every target once more with a deliberate error, which must be found.
fuzz-deliberate: fuzz-programs-plain
	@$(foreach target,$(FUZZ_TARGETS),$(call \
	  fuzz_program,plain,$(target),-deliberate,-DFUZZ_DELIBERATE))
