# Coverage of the libraries' code by the C harness and the kernel tests. Included by the Makefile, which
# sets BUILD, INCLUDE, NEED and TEST_PYTHON and has the recipes build_libraries and build_kernels, after
# Tests/sanitize.mk (TOOLCHAIN).
#
# Kernels are built once for each set of instructions. C has figures for lines, branches and MC/DC;
# Swift, whose compiler has no others, for lines and regions.

COVERAGE_SCRATCH := $(CURDIR)/.build/coverage
COVERAGE_OPTIONS := \
  $(addprefix -Xcc ,-fprofile-instr-generate -fcoverage-mapping -fcoverage-mcdc) \
  $(addprefix -Xswiftc ,-profile-generate -profile-coverage-mapping)

# The C harness runs with the first of them. In the others, small arrays are copied as large ones are.
COVERAGE_VARIANTS := shipped avx512 avx2 sse2 portable
COVERAGE_shipped :=
COVERAGE_avx512 := $(MIDDLE_STREAMED)
COVERAGE_avx2 := -DPYMV_USE_AVX512=0 $(MIDDLE_STREAMED)
COVERAGE_sse2 := -DPYMV_USE_AVX512=0 -DPYMV_USE_AVX2=0 $(MIDDLE_STREAMED)
COVERAGE_portable := -DPYMV_PORTABLE_KERNELS $(MIDDLE_STREAMED)

.PHONY: coverage coverage-libraries coverage-set $(addprefix coverage-,$(COVERAGE_VARIANTS))

# $(1): name
define coverage_variant
coverage-$(1): build-needs
	$$(call build_libraries,$(COVERAGE_SCRATCH)/$(1)/release,--scratch-path $(COVERAGE_SCRATCH)/$(1) \
	  $(COVERAGE_OPTIONS) $(addprefix -Xcc ,$(COVERAGE_$(1))))
	$$(call build_kernels,$(COVERAGE_SCRATCH)/$(1)/tests,$(COVERAGE_SCRATCH)/$(1)/release,$(CC))
endef
$(foreach variant,$(COVERAGE_VARIANTS),$(eval $(call coverage_variant,$(variant))))

# The programs that the libraries in build/lib were linked to run with these instead.
coverage: test-programs $(addprefix coverage-,$(COVERAGE_VARIANTS)) ## lines, branches and MC/DC reached by the C harness and the kernel tests: build/coverage
	@$(TEST_PYTHON) Tests/Coverage/coverage.py $(TOOLCHAIN)/bin $(COVERAGE_SCRATCH) \
	  $(TEST_BINARIES) $(BUILD)/coverage $(COVERAGE_VARIANTS)
