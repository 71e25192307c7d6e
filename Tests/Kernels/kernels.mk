# Kernels, copies and comparisons, of random and of all small layouts. Included by the Makefile, which
# sets BUILD, BUILT_LIBS (absolute), INCLUDE, CC and TOOLCHAIN, whose target `build` fills BUILT_LIBS,
# and which has the recipe build_libraries.
#
# SEED: seed of the random numbers, 1 by default. EVERY: the variants copy every EVERY-th small layout,
# 7 by default; test-kernels copies all, and calls the kernels of each variant with all. A last run
# copies the large layouts with several threads.

KERNELS := Tests/Kernels
KERNELS_SOURCES := $(wildcard $(KERNELS)/*.c) \
  $(addprefix Tests/Support/,random_layout.c walk.c)

# $(1): folder of the program, $(2): folder of the libraries, $(3): compiler
define build_kernels
@mkdir -p $(1)
@$(3) -std=gnu11 -O2 -g -Wall -Wextra -Wpedantic -Werror -ITests/Support -I$(INCLUDE) \
  -o $(1)/kernels $(KERNELS_SOURCES) -L$(2) -Wl,-rpath,$(2) -lPyMemoryView -lPyMemoryViewRuntime -lm
endef

# $(1): folder of the program, $(2): folder of the libraries, $(3): which small layouts
define run_kernels
$(call build_kernels,$(1),$(2),$(CC))
@echo "libraries: $(2)"
@$(if $(3),PYMV_KERNELS_STEP=$(3)) $(1)/kernels small
@$(1)/kernels $(or $(SEED),1)
@PYMEMORYVIEW_THREADS=3 $(1)/kernels $(or $(SEED),1)
endef

MEMBERS_SOURCES := $(wildcard $(KERNELS)/Members/*.c Sources/Kernels/*/*.c Sources/CSupport/*.c) \
  $(KERNELS)/guarded.c $(filter-out %/kernels.c,$(wildcard Sources/Kernels/*.c))

# $(1): the program, $(2): options, $(3): compiler
define build_members
@mkdir -p $(dir $(1))
@$(3) -std=gnu17 -O2 -g -Wall -Wextra -Wpedantic -Werror -pthread \
  -DPYMV_ASSERTIONS $(2) -I$(KERNELS) -I$(KERNELS)/Members -ISources/Kernels \
  -ISources/Kernels/include -ISources/CSupport/include -o $(1) $(MEMBERS_SOURCES)
endef

# $(1): name of the program, $(2): options
define run_members
$(call build_members,$(BUILD)/tests/$(1),$(2),$(TOOLCHAIN)/bin/clang)
@$(BUILD)/tests/$(1)
endef

.PHONY: kernels-program test-kernels test-kernels-large test-kernels-avx2 test-kernels-sse2 test-kernels-portable
kernels-program: build
	$(call build_kernels,$(BUILD)/tests,$(BUILT_LIBS),$(CC))

test-kernels: build ## every kernel with all small layouts, and 120,000 random ones, against loops: SEED=1
	$(call run_members,members,)
	$(call run_members,members-portable,-DPYMV_PORTABLE_KERNELS)
	$(call run_kernels,$(BUILD)/tests,$(BUILT_LIBS))

# $(1): name, $(2): compiler flags of the libraries
define test_kernels_variant
$(call build_libraries,$(CURDIR)/.build/$(1)/release,--scratch-path $(CURDIR)/.build/$(1) \
  $(addprefix -Xcc ,$(2)))
$(call run_kernels,$(CURDIR)/.build/$(1)/tests,$(CURDIR)/.build/$(1)/release,$(or $(EVERY),7))
endef

# A limit between the sizes of small layouts and of permutations, so that the random layouts are
# enough to test the kernels for large arrays too.
MIDDLE_STREAMED := -DPYMV_STREAMED_BYTES=32768

test-kernels-large: build-needs ## the same with the kernels for large arrays from 2 KiB on
	$(call test_kernels_variant,large,-DPYMV_STREAMED_BYTES=2048)

test-kernels-avx2: build-needs ## the same without the kernels for AVX-512
	$(call test_kernels_variant,avx2,-DPYMV_USE_AVX512=0 $(MIDDLE_STREAMED))

test-kernels-sse2: build-needs ## the same without the kernels for AVX-512 and AVX2
	$(call test_kernels_variant,sse2,-DPYMV_USE_AVX512=0 -DPYMV_USE_AVX2=0 $(MIDDLE_STREAMED))

test-kernels-portable: build-needs ## the same with portable C kernels
	$(call test_kernels_variant,portable,-DPYMV_PORTABLE_KERNELS $(MIDDLE_STREAMED))
