# CPython's own tests with memoryview replaced by this library's. Included by the Makefile, which
# sets BUILD, BUILT_LIBS (absolute), and whose target `build` fills BUILT_LIBS.
#
# PYTHON: one interpreter; by default, Debian's and all of pyenv.

CONFORMANCE := Tests/Conformance
CONFORMANCE_DRIVER := /usr/bin/python3 -B $(CONFORMANCE)
CONFORMANCE_SCRATCH := $(BUILD)/tests/conformance
CONFORMANCE_PYTHON := $(if $(PYTHON),--python $(PYTHON))

CONFORMANCE_WIDE ?= test_bytes test_array test_mmap test_io test_memoryio test_socket test_struct \
  test_pickle test_picklebuffer test_ctypes test_zlib test_bz2 test_lzma test_hashlib test_ssl \
  test_sqlite3 test_re test_codecs test_binascii test_base64 test_asyncio.test_streams \
  test_asyncio.test_selector_events test_capi test_inspect test_doctest test_genericalias \
  test_patma test_collections test_gc test_weakref test_sys test_multiprocessing_fork \
  test_multiprocessing_spawn

.PHONY: conformance conformance-wide conformance-numpy conformance-needs

conformance-needs:
	@$(NEED) python3-dev python3-venv libpython$$(/usr/bin/python3 -c \
	  'import sys; print("%d.%d" % sys.version_info[:2])')-testsuite

conformance: build conformance-needs ## CPython's tests of memoryview on this library: PYTHON=…
	@$(CONFORMANCE_DRIVER)/conformance.py $(BUILT_LIBS) $(CONFORMANCE_SCRATCH) \
	  strict,default,preloaded $(CONFORMANCE_PYTHON) test_memoryview test_buffer
	@$(CONFORMANCE_DRIVER)/compare_observations.py $(BUILT_LIBS) $(CONFORMANCE_SCRATCH) $(CONFORMANCE_PYTHON)
	@$(CONFORMANCE_DRIVER)/check_lifetimes.py $(BUILT_LIBS) $(CONFORMANCE_SCRATCH) $(CONFORMANCE_PYTHON)

conformance-wide: build conformance-needs ## more of CPython's tests on this library; takes long: PYTHON=…
	@$(CONFORMANCE_DRIVER)/conformance.py $(BUILT_LIBS) $(CONFORMANCE_SCRATCH) \
	  strict,default,preloaded $(CONFORMANCE_PYTHON) $(CONFORMANCE_WIDE)

conformance-numpy: build conformance-needs ## NumPy's tests of buffers, and random arrays, on this library
	@$(CONFORMANCE_DRIVER)/check_numpy.py $(BUILT_LIBS) $(CONFORMANCE_SCRATCH) $(PYTHON)
