# Tests with CPythons that are newer than this system's, from Debian's unstable and experimental
# releases. Included by the Makefile, which sets BUILD, BUILT_LIBS, NEED and PYTHON_TREE, after
# conformance.mk; the target `package` fills PYTHON_TREE.
#
# BENCH_STRICT=--strict: bench-newer in strict mode.
#
# NEWER_PYTHONS: versions. One that these releases do not have is skipped, with a line that says so.

NEWER_PYTHONS ?= 3.14 3.15 3.16

.PHONY: conformance-newer bench-newer newer-pythons

# Unpacked once; again if the script has changed. Not there afterwards if no release has the version.
$(BUILD)/python-%/done: Tests/Newer/unpack.sh Tests/Conformance/host.c
	@$(NEED) mmdebstrap gcc
	@sh $< $* $(@D)

newer-pythons: $(NEWER_PYTHONS:%=$(BUILD)/python-%/done)

# $(1): a command for the shell variable `python`. Fails if there is no interpreter at all, or, after
# all of them, if the command has failed with one.
define for_newer_pythons
@pythons=$$(ls $(NEWER_PYTHONS:%=$(BUILD)/python-%/done) 2>/dev/null); failed=; \
  [ -n "$$pythons" ] || { echo "none of these was found: $(NEWER_PYTHONS)" >&2; exit 1; }; \
  for python in $$pythons; do \
    python=$${python%done}root/usr/bin/python3; \
    $(1) || failed=1; \
  done; [ -z "$$failed" ]
endef

# Not part of `make test`, because it fetches packages of releases that change every day.
conformance-newer: build conformance-needs newer-pythons ## CPython's tests with the CPythons of Debian unstable: NEWER_PYTHONS='3.14 3.15 3.16'
	$(call for_newer_pythons,$(MAKE) -s --no-print-directory conformance PYTHON=$$python)

bench-newer: package newer-pythons ## speed of `python -m pymemoryview --bench` with them; not a test
	$(call for_newer_pythons,PYTHONPATH=$(PYTHON_TREE) $$python -B -m pymemoryview $(BENCH_STRICT) --bench)
