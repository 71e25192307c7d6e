# PyMemoryView. `make help` lists the targets.

SWIFT ?= swift
CC ?= cc
PREFIX ?= /usr/local
DESTDIR ?=
FILE ?= Tests/Data/daylight.npy
ARCH ?= $(shell uname -m)

BUILD := $(CURDIR)/build
BUILT_LIBS := $(BUILD)/lib
BINDIR := $(BUILD)/bin
INCLUDE := $(CURDIR)/Include
PRODUCTS := .build/release
CROSS_ARCH := $(filter-out $(shell uname -m),$(ARCH))
# Version of the ABI, as in Package.swift.
ABI := 0
LIBRARIES := $(addsuffix .so.$(ABI),libPyMemoryViewRuntime libPyMemoryView)
FLAT_LIBRARY := libpymv.so.$(ABI)

VERSION := $(shell sed -n 's/^\#define PYMV_VERSION "\(.*\)"/\1/p' Include/pymemoryview/config.h)
NEED := Tests/Tools/need.sh

.DEFAULT_GOAL := help
.PHONY: help build run test test-swift test-shim lint format clean

help: ## list the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  \1 \2/p' $(MAKEFILE_LIST) | \
	  awk '{ name = $$1; $$1 = ""; printf "  make %-22s%s\n", name, $$0 }'

# --- build -----------------------------------------------------------------------------------------

# All inputs of the build, which runs again only after one of them has changed. Folders are included
# because they change when a file is deleted.
BUILD_INPUTS := Makefile Package.swift $(shell find Sources Include)
BUILT := $(BUILD)/built

.PHONY: toolchain build-needs test-needs
toolchain:
	@command -v $(SWIFT) >/dev/null || \
	  { echo "missing: a Swift 6.3 toolchain ($(SWIFT) is not on the PATH)" >&2; exit 1; }

build-needs: toolchain
	@$(NEED) gcc binutils libffi-dev

# Names to the linker what keeps the libraries loadable with glibc 2.28: see the script that makes it.
OLDEST_GLIBC := 28
STAND_INS = $(BUILD)/old-glibc

# Keeps paths of this machine, and what depends on them, out of the libraries: the same sources give
# the same bytes everywhere.
REPRODUCIBLE := $(addprefix -Xswiftc ,-debug-prefix-map $(CURDIR)=. \
  $(addprefix -Xfrontend ,-no-clang-module-breadcrumbs -disable-incremental-llvm-codegen)) \
  -Xcc -fdebug-prefix-map=$(CURDIR)=.
# Options of every swift build of a library.
LIBRARY_BUILD = $(REPRODUCIBLE) --disable-local-rpath -Xlinker $(STAND_INS)/stand_ins.ld

# $(1): folder of the products, $(2): more options of swift build. SwiftPM names products without a
# version of the ABI, and does not relink when only a script for the linker has changed.
define build_libraries
@sh Sources/OldGlibc/stand_ins.sh $(OLDEST_GLIBC) $(STAND_INS) $(CC)
@[ $(1)/libPyMemoryViewRuntime.so -nt Sources/ObjectRuntime/exports.map ] || \
  rm -f $(1)/libPyMemoryViewRuntime.so
@[ $(1)/libPyMemoryView.so -nt Sources/PyMemoryView/exports.map ] && \
  [ $(1)/libPyMemoryView.so -nt Sources/PyMemoryView/second-names.ld ] || \
  rm -f $(1)/libPyMemoryView.so
@[ $(1)/libPyMemoryView.so -nt Sources/OldGlibc/stand_ins.sh ] || \
  rm -f $(LIBRARIES:%.$(ABI)=$(1)/%)
$(SWIFT) build -c release $(LIBRARY_BUILD) $(2) --product PyMemoryViewRuntime
$(SWIFT) build -c release $(LIBRARY_BUILD) $(2) --product PyMemoryView
@for library in $(LIBRARIES); do ln -sf $${library%.$(ABI)} $(1)/$$library; done
endef

# Both libraries in one file that exports only the flat API. Weak references to functions of a host are
# resolved to NULL at link time, so that an interpreter in the same process is never used as host; the
# code that would meet one is left out.
FLAT_LINKAGE = -soname $(FLAT_LIBRARY) --version-script Sources/PyMemoryView/pymv-exports.map \
  --no-undefined-version --gc-sections --icf=safe -Bsymbolic -z now -z nodelete --no-undefined \
  -z nodynamic-undefined-weak Sources/PyMemoryView/second-names.ld $(STAND_INS)/stand_ins.ld

SWIFT_LINKER := $(SWIFT)c -emit-library -use-ld=lld -enable-experimental-feature Embedded \
  -no-toolchain-stdlib-rpath

# $(1): folder of the products of build_libraries, with SwiftPM's lists of object files, $(2): another
# linker.
define link_flat_library
@LC_ALL=C sort -u $(addsuffix .product/Objects.LinkFileList,$(addprefix $(1)/,PyMemoryView PyMemoryViewRuntime)) \
  | grep -v '/meet_host\.c\.o' > $(1)/$(FLAT_LIBRARY).objects
$(or $(2),$(SWIFT_LINKER)) \
  @$(1)/$(FLAT_LIBRARY).objects $(addprefix -Xlinker ,$(FLAT_LINKAGE)) -o $(1)/$(FLAT_LIBRARY)
endef

# Strip debug information, because valgrind cannot read this compiler's. Symbols stay.
$(BUILT): $(BUILD_INPUTS)
	@$(MAKE) --no-print-directory build-needs
	$(call build_libraries,$(PRODUCTS),--omit-frame-pointers)
	$(call link_flat_library,$(PRODUCTS))
	$(SWIFT) build -c release $(REPRODUCIBLE) --product ffi-shim
	@mkdir -p $(BUILT_LIBS) $(BINDIR)
	@for library in $(LIBRARIES) $(FLAT_LIBRARY); do \
	  strip --strip-debug -p -o $(BUILT_LIBS)/$$library $(PRODUCTS)/$$library || exit 1; \
	  ln -sf $$library $(BUILT_LIBS)/$${library%.$(ABI)}; done
	@cp -p $(PRODUCTS)/ffi-shim $(BINDIR)
	@touch $@

build: $(if $(CROSS_ARCH),build-$(CROSS_ARCH),$(BUILT)) ## build the libraries and ffi-shim into build/, or for ARCH=aarch64
	@:

run: build ## show a file through the library: FILE=… (.npy .wav .pbm .pgm .ppm .pam)
	$(BINDIR)/ffi-shim inspect $(FILE)

# --- test ------------------------------------------------------------------------------------------

test-needs: build-needs
	@$(NEED) g++ pkg-config libcmocka-dev python3-dev python3-venv valgrind

# Pairs of long targets that share no folders run at the same time.
TWO := -j2 --output-sync=target

# Quick targets that find most faults come first.
test: test-needs build ## everything: lint, units, C harness, parity with CPython, valgrind
	$(MAKE) lint
	$(MAKE) test-swift
	$(MAKE) test-headers
	$(MAKE) test-documents
	$(MAKE) test-exports
	$(MAKE) test-abi
	$(MAKE) test-sbom
	$(MAKE) test-c
	$(MAKE) test-faults-quick
	$(MAKE) test-kernels
	$(MAKE) $(TWO) test-kernels-large test-kernels-avx2
	$(MAKE) $(TWO) test-kernels-sse2 test-kernels-portable
	$(MAKE) $(TWO) test-gates test-python-gates
	$(MAKE) test-parity
	$(MAKE) test-differential
	$(MAKE) conformance PYTHON=/usr/bin/python3
	$(MAKE) test-extension
	$(MAKE) test-package
	$(MAKE) test-abuse
	$(MAKE) test-interpreters
	$(MAKE) test-flat
	$(MAKE) test-tested-languages
	$(MAKE) test-dlpack
	$(MAKE) test-arrow
	$(MAKE) test-soak
	$(MAKE) test-shim
	$(MAKE) test-install
	$(MAKE) test-start
	$(MAKE) test-explorer
	$(MAKE) test-inspect
	$(MAKE) test-packaging
	sh Tests/Shim/valgrind.sh $(BINDIR)/ffi-shim $(BUILT_LIBS)/libPyMemoryView.so
	$(MAKE) $(TWO) valgrind test-musl
	$(MAKE) $(TWO) test-fuzz test-model
	$(MAKE) $(TWO) ubsan test-aarch64
	$(MAKE) $(TWO) asan tsan

# The test bundle is built without Embedded mode (Package.swift says why), separate from the
# libraries.
test-swift: toolchain ## Swift Testing: the layers that do not depend on Python
	@mkdir -p $(BUILD)
	PYMV_ORDINARY_SWIFT=1 $(SWIFT) test --scratch-path .build/ordinary --disable-xctest \
	  > $(BUILD)/test-swift.log 2>&1 || { cat $(BUILD)/test-swift.log; exit 1; }
	@grep -E 'Test run with [1-9][0-9]* tests? .*passed' $(BUILD)/test-swift.log

test-shim: build ## ffi-shim: selftest, and inspect on valid and on malformed files
	$(BINDIR)/ffi-shim selftest
	sh Tests/Shim/run.sh $(BINDIR)/ffi-shim $(BUILT_LIBS)/libPyMemoryView.so

include Tests/tests.mk
include Tests/conformance.mk
include Tests/Newer/newer.mk
include Tests/sanitize.mk
include Tests/Fuzz/fuzz.mk
include Tests/extension.mk
include Tests/Extension/abi3t.mk
include Tests/bench.mk
include Tests/Kernels/kernels.mk
include Tests/Gates/gates.mk
include Tests/Differential/differential.mk
include Sources/Install/install.mk
include Sources/PythonPackage/package.mk
include Tests/Soak/soak.mk
include Tests/Abuse/abuse.mk
include Tests/Interpreters/interpreters.mk
include Tests/Flat/flat.mk
include Tests/Languages/languages.mk
include Tests/DLPack/dlpack.mk
include Tests/Arrow/arrow.mk
include Tests/ABI/abi.mk
include Tests/Install/packaging.mk
include Tests/Reproducible/reproducible.mk
include Tests/Model/model.mk
include Sources/Sbom/sbom.mk
include Tests/Sbom/sbom.mk
include Tests/Documents/documents.mk
include Sources/Site/docs.mk
include Tests/Explorer/explorer.mk
include Tests/Inspect/inspect.mk
include Sources/Cross/cross.mk
include Sources/FreeThreaded/free-threaded.mk
include Tests/Arm/arm.mk
include Tests/Musl/musl.mk
include Tests/Mutants/mutants.mk
include Tests/Coverage/coverage.mk
include Tests/FreeThreaded/free_threaded.mk

# --- lint ------------------------------------------------------------------------------------------

# Pinned, because its output changes from version to version.
CLANG_FORMAT := $(BUILD)/venv/bin/clang-format
C_SOURCES = $(shell git ls-files '*.c' '*.h' '*.cpp' '*.hpp')

$(CLANG_FORMAT):
	@$(NEED) python3-venv
	/usr/bin/python3 -m venv $(BUILD)/venv
	$(BUILD)/venv/bin/pip -q --disable-pip-version-check install clang-format==20.1.8

lint: toolchain $(CLANG_FORMAT) ## check the format of Swift and C sources
	$(SWIFT) format lint --strict -r Package.swift Sources Tests
	@$(CLANG_FORMAT) --dry-run --Werror $(C_SOURCES)

format: toolchain $(CLANG_FORMAT) ## format Swift and C sources in place
	$(SWIFT) format -i -r Package.swift Sources Tests
	@$(CLANG_FORMAT) -i $(C_SOURCES)

clean: ## remove all build products
	rm -rf .build $(BUILD)
