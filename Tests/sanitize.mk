# The C harness with sanitizers. Included by the Makefile, which sets SWIFT, NEED, INCLUDE and the
# canned recipe build_libraries, after Tests/tests.mk.
#
# Libraries and programs come from the Swift toolchain's own compilers and linker, because a
# sanitizer's runtime must match the compiler that inserted the checks. The libraries leave the
# runtime's symbols undefined, and the programs define them. The library code is optimised as usual,
# with assertions on. UndefinedBehaviorSanitizer instruments C only, including C functions inlined
# into Swift.

.PHONY: asan tsan tsan-long ubsan sanitize sanitize-needs

TOOLCHAIN = $(shell $(SWIFT) -print-target-info | \
  sed -n 's|.*"runtimeResourcePath": "\(.*\)/lib/swift".*|\1|p')

# Assertions of Swift and of C, in code that is optimised.
ASSERTED_BUILD := -Xswiftc -assert-config -Xswiftc Debug -Xcc -DPYMV_ASSERTIONS

# Swift does not pass --sanitize on to the C functions that it inlines from headers.
SANITIZED_BUILD = --scratch-path $(SCRATCH) $(SANITIZE_$(SANITIZER)) $(ASSERTED_BUILD) \
  $(addprefix -Xswiftc ,-Xcc -fsanitize=$(SANITIZER))

SANITIZE_address = --sanitize=address
SANITIZE_thread = --sanitize=thread
# Swift has no such option.
SANITIZE_undefined = -Xcc -fsanitize=undefined

# This toolchain's ThreadSanitizer depends on libdispatch.
SANITIZER_LDFLAGS_thread = -L$(TOOLCHAIN)/lib/swift/linux \
  -Wl,-rpath,$(TOOLCHAIN)/lib/swift/linux -ldispatch -lBlocksRuntime

asan: ## the C harness with AddressSanitizer and LeakSanitizer
	@+$(MAKE) --no-print-directory sanitize SANITIZER=address SCRATCH=$(CURDIR)/.build/asan

tsan: ## the C harness with ThreadSanitizer
	@+$(MAKE) --no-print-directory sanitize SANITIZER=thread SCRATCH=$(CURDIR)/.build/tsan

# Repeated, because the interleaving of threads differs between runs.
tsan-long: tsan ## the programs with threads under ThreadSanitizer: MINUTES=60
	@end=$$(($$(date +%s) + 60 * $(MINUTES))); runs=0; \
	while [ $$(date +%s) -lt $$end ]; do \
	  for program in $(patsubst Tests/C/own/%.c,%,$(wildcard Tests/C/own/threads*.c)); do \
	    TSAN_OPTIONS=ignore_interceptors_accesses=0:ignore_noninstrumented_modules=0 \
	      PYMV_LIBDIR=$(CURDIR)/.build/tsan/release $(CURDIR)/.build/tsan/tests/$$program \
	      > $(BUILD)/tsan-long.log 2>&1 || { cat $(BUILD)/tsan-long.log; exit 1; }; \
	  done; runs=$$((runs + 1)); \
	done; echo "$$runs runs, nothing reported"

# In Swift, arithmetic that overflows traps, and a trap fails the test.
ubsan: ## the C harness with UndefinedBehaviorSanitizer in C, and assertions
	@+$(MAKE) --no-print-directory sanitize SANITIZER=undefined SCRATCH=$(CURDIR)/.build/ubsan

sanitize-needs: toolchain
	@$(NEED) gcc libcmocka-dev python3

sanitize: export PYMV_SANITIZE := 1
sanitize: sanitize-needs
	$(call build_libraries,$(SCRATCH)/release,$(SANITIZED_BUILD))
	@+$(MAKE) -s --no-print-directory -f Tests/C/programs.mk OUT=$(SCRATCH)/tests \
	  CC=$(TOOLCHAIN)/bin/clang PROGRAMS="$(TEST_PROGRAMS) sanitizers/deliberate" \
	  API_CFLAGS="-I$(INCLUDE) -fsanitize=$(SANITIZER) -fno-omit-frame-pointer" \
	  API_HEADERS="$(API_HEADERS)" \
	  API_LDFLAGS="-fuse-ld=lld -L$(SCRATCH)/release -Wl,-rpath,$(SCRATCH)/release \
	    -lPyMemoryView -lPyMemoryViewRuntime $(SANITIZER_LDFLAGS_$(SANITIZER))"
	@$(TEST_PYTHON) $(TEST_TOOLS)/sanitized.py $(SANITIZER) $(SCRATCH)/release $(SCRATCH)/tests \
	  $(TOOLCHAIN)/bin/llvm-symbolizer parity own
