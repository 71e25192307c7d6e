# The libraries and the C harness with musl instead of glibc. Included by the Makefile, which sets
# INCLUDE, NEED, TEST_PYTHON, LIBRARIES, FLAT_LIBRARY, FLAT_LINKAGE, VERSION and what package.mk and
# sbom.mk set, and has the recipe build_libraries.
#
# Swift code calls the C library only through the headers that the C API includes, so the same Swift
# target serves both: only headers and libraries are exchanged.

MUSL := $(CURDIR)/.build/musl
MUSL_LIBDIR := $(MUSL)/lib
MUSL_TESTS := $(MUSL)/tests
MUSL_PREFIX := $(MUSL)/prefix
MUSL_TRIPLE := $(shell uname -m)-linux-musl
MUSL_CFLAGS := -nostdlibinc -isystem /usr/include/$(MUSL_TRIPLE)
# The name that musl's own distributions give their C library, by which wheels are judged. The loader
# takes every such name for itself.
MUSL_LIBC := libc.musl-$(shell uname -m).so.1
MUSL_LINKAGE = -L$(MUSL)/libc -l:$(MUSL_LIBC) $(shell gcc -print-libgcc-file-name)
# Warnings are off because the compiler warns that it does not know where this C library is.
MUSL_SWIFTFLAGS = $(foreach flag,$(MUSL_CFLAGS),-Xcc $(flag) -Xswiftc -Xcc -Xswiftc $(flag)) \
  -Xswiftc -suppress-warnings -Xswiftc -Xclang-linker -Xswiftc -nostdlib $(addprefix -Xlinker ,$(MUSL_LINKAGE))

.PHONY: musl-needs build-musl test-musl

musl-needs: build-needs
	@$(NEED) musl-dev musl-tools cmake dpkg-dev

# Names in musl have no versions, so none is too new.
build-musl: STAND_INS = $(MUSL)/old-glibc
build-musl: OLDEST_GLIBC = 999
build-musl: musl-needs ## build the libraries with musl instead of glibc into .build/musl/lib
	@mkdir -p $(MUSL)/libc
	@ln -sf /usr/lib/$(MUSL_TRIPLE)/libc.so $(MUSL)/libc/$(MUSL_LIBC)
	$(call build_libraries,$(MUSL)/release,--scratch-path $(MUSL) --omit-frame-pointers $(MUSL_SWIFTFLAGS))
	@sort -u $(MUSL)/release/*.product/Objects.LinkFileList > $(MUSL)/objects
	@ld.lld -shared --eh-frame-hdr @$(MUSL)/objects $(FLAT_LINKAGE) $(MUSL_LINKAGE) \
	  -o $(MUSL)/release/$(FLAT_LIBRARY)
	@mkdir -p $(MUSL_LIBDIR)
	@for library in $(LIBRARIES) $(FLAT_LIBRARY); do \
	  strip --strip-debug -p -o $(MUSL_LIBDIR)/$$library $(MUSL)/release/$$library || exit 1; \
	  link=$(MUSL_LIBDIR)/$${library%.so*}.so; [ -e $$link ] || ln -s $$library $$link; done

$(MUSL_PREFIX)/done: Tests/Musl/dependencies.sh | musl-needs
	@sh $< $(MUSL_PREFIX)

# $(1): programs, $(2): those that are also linked through libffi
define build_musl_programs
@+$(MAKE) -s -j$(JOBS) --no-print-directory -f Tests/C/programs.mk OUT=$(MUSL_TESTS)/ours CC=musl-gcc \
  PROGRAMS="$(1)" FFI_PROGRAMS="$(2)" API_CFLAGS="-I$(INCLUDE) -I$(MUSL_PREFIX)/include" \
  API_HEADERS="$(API_HEADERS)" API_LDFLAGS="$(foreach folder,$(MUSL_LIBDIR) $(MUSL_PREFIX)/lib, \
  -L$(folder) -Wl,-rpath,$(folder)) -lPyMemoryView -lPyMemoryViewRuntime"
endef

# A plain C program, which SwiftPM would link with the startup code of glibc.
MUSL_SHIM := $(MUSL)/bin/ffi-shim
MUSL_SHIM_SOURCES := $(wildcard Sources/ffi-shim/*.c Sources/ffi-shim/*/*.c)

$(MUSL_SHIM): $(MUSL_SHIM_SOURCES) $(wildcard Sources/ffi-shim/*.h Sources/ffi-shim/*/*.h) \
  $(API_HEADERS) $(MUSL_PREFIX)/done
	@mkdir -p $(@D)
	@musl-gcc -std=gnu11 -O1 -ISources/ffi-shim -I$(INCLUDE) -I$(MUSL_PREFIX)/include -o $@ \
	  $(MUSL_SHIM_SOURCES) -L$(MUSL_PREFIX)/lib -lffi

test-musl: build-musl $(MUSL_PREFIX)/done $(MUSL_SHIM) ## the libraries and the C harness with musl instead of glibc
	$(call build_musl_programs,$(TEST_PROGRAMS),$(FFI_PROGRAMS))
	@$(TEST_PYTHON) Tests/Musl/check_libraries.py $(MUSL_LIBDIR) $(INCLUDE) $(MUSL_TESTS) \
	  $(LIBRARIES) $(FLAT_LIBRARY)
	@$(TEST_PYTHON) $(TEST_TOOLS)/run.py $(MUSL_LIBDIR) $(MUSL_TESTS)/ours $(TEST_FOLDERS)
	@$(TEST_PYTHON) $(TEST_TOOLS)/run.py $(MUSL_LIBDIR) $(MUSL_TESTS)/ours/ffi $(FFI_PROGRAMS)
	@$(TEST_PYTHON) $(TEST_TOOLS)/observed.py $(MUSL_LIBDIR) $(MUSL)
	@$(MUSL_SHIM) selftest
	@sh Tests/Shim/run.sh $(MUSL_SHIM) $(MUSL_LIBDIR)/libPyMemoryView.so

# --- wheel ---

MUSL_WHEEL := $(MUSL)/wheel
AUDITWHEEL := $(MUSL_WHEEL)/venv/bin/auditwheel

.PHONY: wheel-musl

$(AUDITWHEEL):
	@/usr/bin/python3 -m venv $(MUSL_WHEEL)/venv
	@$(MUSL_WHEEL)/venv/bin/pip -q --disable-pip-version-check install 'auditwheel>=6.8,<7'

wheel-musl: build-musl $(WHEEL_VENV)/done $(AUDITWHEEL) ## build a wheel for pip and musl into .build/musl/wheel
	@rm -rf $(MUSL_WHEEL)/source $(MUSL_WHEEL)/*.whl
	@mkdir -p $(MUSL_WHEEL)/source/pymemoryview
	@cp $(PACKAGE)/musl_tag.py $(MUSL_WHEEL)/source/platform_tag.py
	@cp README.md LICENSE $(MUSL_WHEEL)/source
	@sed 's|@VERSION@|$(VERSION)|' $(PACKAGE)/pyproject.toml.in > $(MUSL_WHEEL)/source/pyproject.toml
	@install -m 644 $(PACKAGE_FILES) $(MUSL_WHEEL)/source/pymemoryview
	@install -s -m 644 $(addprefix $(MUSL_LIBDIR)/,$(LIBRARIES)) $(MUSL_WHEEL)/source/pymemoryview
	@$(call write_sbom,$(MUSL_WHEEL)/$(SBOM_NAME),$(addprefix $(MUSL_WHEEL)/source/pymemoryview/,$(LIBRARIES)))
	@$(WHEEL_VENV)/bin/python -m build --wheel --no-isolation --outdir $(MUSL_WHEEL) \
	  $(MUSL_WHEEL)/source > $(MUSL_WHEEL)/log 2>&1 || { cat $(MUSL_WHEEL)/log; exit 1; }
	@$(AUDITWHEEL) show $(MUSL_WHEEL)/*.whl > $(MUSL_WHEEL)/log
	@grep -q 'platform tag:.*"musllinux_1_2_' $(MUSL_WHEEL)/log || { cat $(MUSL_WHEEL)/log; exit 1; }
	@ls $(MUSL_WHEEL)/*.whl
