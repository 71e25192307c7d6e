# Copies of random layouts. Included by the Makefile, which sets BUILD, LIBDIR (absolute), INCLUDE
# and CC, and whose target `build` fills LIBDIR.
#
# SEED: start of the random numbers, 1 unless told.

KERNELS := Tests/Kernels
KERNELS_PROGRAM := $(BUILD)/tests/kernels
KERNELS_SOURCES := $(wildcard $(KERNELS)/*.c) Tests/C/common/random_layout.c

.PHONY: test-kernels
test-kernels: build ## 100,000 random layouts between guard pages, against a loop over items: SEED=1
	@mkdir -p $(dir $(KERNELS_PROGRAM))
	@$(CC) -std=gnu11 -O2 -g -Wall -Wextra -Wpedantic -Werror -ITests/C/common -I$(INCLUDE) \
	  -o $(KERNELS_PROGRAM) $(KERNELS_SOURCES) -L$(LIBDIR) -Wl,-rpath,$(LIBDIR) \
	  -lPyMemoryView -lPyMemoryViewRuntime
	@$(KERNELS_PROGRAM) $(or $(SEED),1)
