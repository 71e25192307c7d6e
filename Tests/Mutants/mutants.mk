# Mutants of the Swift layers. Included by the Makefile, which sets BUILD, SWIFT and TEST_PYTHON, and
# whose target `build` fills .build/release.

MUTANTS ?= 20
MUTANTS_SCRATCH := .build/mutants
MUTANTS_RUN := $(TEST_PYTHON) Tests/Mutants/mutants.py $(MUTANTS_SCRATCH) $(MUTANTS_OPTIONS)

.PHONY: swift-bundle mutants-needs test-mutants test-mutants-all

# The tests of test-swift, optimized, but with assertions; not run.
swift-bundle: toolchain
	@PYMV_ORDINARY_SWIFT=1 $(SWIFT) build -c release --build-tests --scratch-path .build/ordinary \
	  --disable-xctest $(addprefix -Xswiftc ,-enable-testing -assert-config Debug)

mutants-needs: test-needs
	@$(NEED) valgrind

test-mutants: build mutants-needs ## one changed token at a time in the Swift layers has to be noticed: MUTANTS=20 SEED=1
	@$(MUTANTS_RUN) --sample $(MUTANTS) --seed $(or $(SEED),1)

test-mutants-all: build mutants-needs # the same for all changes; takes hours
	@$(MUTANTS_RUN)
