# Tests in a free-threaded CPython, which is built first if it is not there. Included by the Makefile,
# which sets BUILD, BUILT_LIBS (absolute), NEED, and what conformance.mk sets; the target
# `build-free-threaded` puts libPyMemoryViewT into BUILT_LIBS.
#
# PYTHON: another free-threaded interpreter; RACE_SECONDS, RACE_LONG_SECONDS: duration of each race.

FREE_THREADED := Tests/FreeThreaded
BUILT_PYTHON_T := $(BUILD)/interpreters/3.13t
PYTHON_T = $(or $(PYTHON),$(BUILT_PYTHON_T)/python)
# The same with a shared libpython, whose names a preloaded library can interpose.
PYTHON_T_SHARED ?= $(if $(PYTHON),,$(BUILT_PYTHON_T)/python-shared)
RACE_SECONDS ?= 60
RACE_LONG_SECONDS ?= 600
# Of CPython's tests of free threading, those of the collector and of types, which a replaced
# memoryview could disturb, and those of memoryview, in versions that have them.
FREE_THREADED_TESTS := test_memoryview test_buffer \
  $(addprefix test_free_threading.,test_memoryview test_gc test_type)
PRELOADED_MODES := preloaded,aside
RUN_RACES = /usr/bin/python3 -B $(FREE_THREADED)/run_races.py $(BUILT_LIBS)

.PHONY: free-threaded-python conformance-freethreaded races-long scaling

# Built once: a change of the script is no reason to do it again.
$(BUILT_PYTHON_T)/done:
	@$(NEED) gcc make pkg-config xz-utils libffi-dev zlib1g-dev
	@echo "building a free-threaded CPython in $(@D); takes some minutes"
	@sh $(FREE_THREADED)/build_interpreter.sh $(@D)

free-threaded-python: $(if $(PYTHON),,$(BUILT_PYTHON_T)/done)

conformance-freethreaded: build-free-threaded free-threaded-python ## tests and races in a free-threaded CPython: PYTHON=… RACE_SECONDS=60
	@$(CONFORMANCE_DRIVER)/conformance.py $(BUILT_LIBS) $(CONFORMANCE_SCRATCH) strict,default \
	  --python $(PYTHON_T) $(FREE_THREADED_TESTS)
	@$(foreach python,$(PYTHON_T_SHARED),$(CONFORMANCE_DRIVER)/conformance.py $(BUILT_LIBS) \
	  $(CONFORMANCE_SCRATCH) $(PRELOADED_MODES) --python $(python) test_memoryview test_buffer)
	@/usr/bin/python3 -B $(FREE_THREADED)/check_aside.py $(BUILT_LIBS) $(BUILD)/tests/aside \
	  $(PYTHON_T) $(PYTHON_T_SHARED)
	@$(RUN_RACES) $(RACE_SECONDS) --python $(PYTHON_T) --stock

races-long: build-free-threaded free-threaded-python ## the races for ten minutes each: PYTHON=… RACE_LONG_SECONDS=600
	@$(RUN_RACES) $(RACE_LONG_SECONDS) --python $(PYTHON_T)

scaling: build-free-threaded free-threaded-python ## two threads that read one view, ours and CPython's; not a test: PYTHON=…
	@/usr/bin/python3 -B $(FREE_THREADED)/scaling.py $(BUILT_LIBS) $(BUILD)/tests/scaling --python $(PYTHON_T)
