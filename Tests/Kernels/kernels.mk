# Copies of random layouts. Included by the Makefile, which sets BUILD, LIBDIR (absolute), INCLUDE
# and CC, whose target `build` fills LIBDIR, and which has the recipe build_libraries.
#
# SEED: seed of the random numbers, 1 by default. A second run copies the large layouts with several
# threads.

KERNELS := Tests/Kernels
KERNELS_SOURCES := $(wildcard $(KERNELS)/*.c) \
  $(addprefix Tests/Support/,random_layout.c walk.c)

# The kernels of a processor without AVX-512, without AVX2, and portable C alone.
AVX2_FLAGS := -DPYMV_USE_AVX512=0
SSE2_FLAGS := -DPYMV_USE_AVX2=0
PORTABLE_FLAGS := -DPYMV_PORTABLE_KERNELS

# $(1): folder of the program, $(2): folder of the libraries
define run_kernels
@mkdir -p $(1)
@$(CC) -std=gnu11 -O2 -g -Wall -Wextra -Wpedantic -Werror -ITests/Support -I$(INCLUDE) \
  -o $(1)/kernels $(KERNELS_SOURCES) -L$(2) -Wl,-rpath,$(2) -lPyMemoryView -lPyMemoryViewRuntime
@echo "libraries: $(2)"
@$(1)/kernels $(or $(SEED),1)
@PYMEMORYVIEW_THREADS=3 $(1)/kernels $(or $(SEED),1)
endef

.PHONY: test-kernels test-kernels-avx2 test-kernels-sse2 test-kernels-portable
test-kernels: build ## 100,000 random layouts between guard pages, against a loop over items: SEED=1
	$(call run_kernels,$(BUILD)/tests,$(LIBDIR))

test-kernels-avx2: OTHER := $(CURDIR)/.build/avx2
test-kernels-avx2: build-needs ## the same without the kernels for AVX-512
	$(call build_libraries,$(OTHER)/release,--scratch-path $(OTHER) $(addprefix -Xcc ,$(AVX2_FLAGS)))
	$(call run_kernels,$(OTHER)/tests,$(OTHER)/release)

test-kernels-sse2: OTHER := $(CURDIR)/.build/sse2
test-kernels-sse2: build-needs ## the same without the kernels for AVX2 and AVX-512
	$(call build_libraries,$(OTHER)/release,--scratch-path $(OTHER) $(addprefix -Xcc ,$(SSE2_FLAGS)))
	$(call run_kernels,$(OTHER)/tests,$(OTHER)/release)

test-kernels-portable: OTHER := $(CURDIR)/.build/portable
test-kernels-portable: build-needs ## the same with portable C kernels
	$(call build_libraries,$(OTHER)/release,--scratch-path $(OTHER) \
	  $(addprefix -Xcc ,$(PORTABLE_FLAGS)))
	$(call run_kernels,$(OTHER)/tests,$(OTHER)/release)
