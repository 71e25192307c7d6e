# Benchmarks. Included by the Makefile, which sets BUILD, BUILT_LIBS (absolute), INCLUDE, LIBRARIES, NEED
# and TEST_PYTHON, and whose targets `build` and `package` fill BUILT_LIBS and PYTHON_TREE.
#
# PYTHON: the CPython to compare with; by default 3.13, or the newest found that programs can embed. The
# newest is compared with as well.
# BENCH_TORCH=1: compare with PyTorch too, from its wheel BENCH_TORCH_WHEEL in a virtual environment of
# BENCH_TORCH_PYTHON.
# BENCH=full, BENCH_FILTER, BENCH_ROUNDS and BENCH_PAGES: see Tests/Benchmarks/measure.py.

comma := ,
BENCHMARKS := Tests/Benchmarks
BENCH_OUT := $(BUILD)/bench
BENCH_CXX ?= g++
BENCH_CXXFLAGS := -std=c++17 -O2 -Wall -Wextra -Werror -pthread -ITests/Support \
  -DBENCH_SHAPES='"$(CURDIR)/$(BENCHMARKS)/shapes.tsv"'
BENCH_SOURCES := $(wildcard $(BENCHMARKS)/*.cpp)
BENCH_HEADERS := $(wildcard $(BENCHMARKS)/*.hpp) $(wildcard $(INCLUDE)/*.h $(INCLUDE)/*/*.h)
BENCH_OBJECTS := $(notdir $(BENCH_SOURCES:.cpp=.o))
BENCH_PEER = $(TEST_PYTHON) $(BENCHMARKS)/peer.py
BENCH_PYTHON := $(BENCH_OUT)/venv/bin/python
BENCH_VENV := $(BENCH_OUT)/venv/done
BENCH_TORCH_PYTHON ?= /usr/bin/python3
BENCH_TORCH_WHEEL ?= torch==2.13.0+cpu
BENCH_TORCH_VENV := $(BENCH_OUT)/torch/done
BENCH_STRIPPED = $(addprefix $(BENCH_OUT)/stripped/,$(LIBRARIES))
BENCH_TABLE = $(TEST_PYTHON) $(BENCHMARKS)/table.py $(BENCH_OUT)/results $(BENCH_STRIPPED)

.PHONY: bench bench-table bench-plot bench-needs bench-programs readme-table
.DELETE_ON_ERROR:
export BENCH BENCH_FILTER BENCH_ROUNDS BENCH_PAGES

bench-needs: build-needs
	@$(NEED) g++ libbenchmark-dev python3-dev python3-venv

bench: bench-programs package $(BENCH_VENV) $(if $(BENCH_TORCH),$(BENCH_TORCH_VENV)) ## speed, as ratios to memcpy, CPython, NumPy: BENCH=full BENCH_FILTER=… BENCH_TORCH=1
	@PYTHONPATH=$(PYTHON_TREE) $(TEST_PYTHON) $(BENCHMARKS)/measure.py $(BENCH_OUT) \
	  $(BUILT_LIBS)/libPyMemoryView.so "$$($(BENCH_PEER) programs $(PYTHON))" $(BENCH_PYTHON) \
	  $(if $(BENCH_TORCH),$(BENCH_OUT)/torch/bin/python)
	@$(MAKE) -s --no-print-directory bench-table

bench-table: $(BENCH_STRIPPED) # print the table of the last run again
	@$(BENCH_TABLE) | tee $(BENCH_OUT)/table.txt

bench-plot: $(BENCH_VENV) ## draw the last run of bench: build/bench/*.png
	@$(BENCH_PYTHON) -c 'import matplotlib' 2>/dev/null || \
	  $(BENCH_PYTHON) -m pip -q --disable-pip-version-check install matplotlib
	@$(BENCH_PYTHON) -B $(BENCHMARKS)/plot.py $(BENCH_OUT)/results $(BENCH_OUT)

readme-table: ## write the figures of the last run of bench to README.md
	@$(TEST_PYTHON) $(BENCHMARKS)/readme.py $(BENCH_OUT)/results README.md

# NumPy, and matplotlib for bench-plot, for the interpreter that is compared with.
$(BENCH_VENV):
	@$(NEED) python3-dev python3-venv
	@mkdir -p $(BENCH_OUT)
	@$$($(BENCH_PEER) python cpython $(PYTHON)) -m venv $(BENCH_OUT)/venv
	@$(BENCH_PYTHON) -m pip -q --disable-pip-version-check install numpy
	@touch $@

$(BENCH_TORCH_VENV):
	@$(NEED) python3-venv
	@mkdir -p $(BENCH_OUT)
	@$(BENCH_TORCH_PYTHON) -m venv $(BENCH_OUT)/torch
	@$(BENCH_OUT)/torch/bin/pip -q --disable-pip-version-check install numpy '$(BENCH_TORCH_WHEEL)'
	@touch $@

bench-programs: build bench-needs
	@+programs="$$($(BENCH_PEER) programs $(PYTHON))" && for program in $$programs; do \
	  mkdir -p $(BENCH_OUT)/$$program.objects; flags=$(BENCH_OUT)/$$program.objects/flags; \
	  $(BENCH_PEER) cflags $$program $(PYTHON) > $$flags.new || exit 1; \
	  cmp -s $$flags.new $$flags || mv $$flags.new $$flags; done; \
	$(MAKE) -s --no-print-directory $(addprefix $(BENCH_OUT)/,ours start) \
	  $$(for program in $$programs; do echo $(BENCH_OUT)/$$program; done)

# $(1): program, $(2): compiler flags, $(3): linker flags, $(4): file that changes with the flags
define bench_program
$(BENCH_OUT)/$(1): $(addprefix $(BENCH_OUT)/$(1).objects/,$(BENCH_OBJECTS))
	@$(BENCH_CXX) -pthread -o $$@ $$^ $(3) -lbenchmark

$(BENCH_OUT)/$(1).objects/%.o: $(BENCHMARKS)/%.cpp $(BENCH_HEADERS) $(4)
	@mkdir -p $$(@D)
	@$(BENCH_CXX) $(BENCH_CXXFLAGS) $(2) -c -o $$@ $$<
endef

# $(1): the name of a CPython
bench_embedding = $(call bench_program,$(1),$$$$($(BENCH_PEER) cflags $(1) $(PYTHON)),\
  $$$$($(BENCH_PEER) ldflags $(1) $(PYTHON)),$(BENCH_OUT)/$(1).objects/flags)

$(eval $(call bench_program,ours,-I$(INCLUDE),\
  -L$(BUILT_LIBS) -Wl$(comma)-rpath$(comma)$(BUILT_LIBS) -lPyMemoryView -lPyMemoryViewRuntime))
$(eval $(call bench_embedding,cpython))
$(eval $(call bench_embedding,newest))

$(BENCH_OUT)/start: $(BENCHMARKS)/start.c
	@mkdir -p $(@D)
	@$(CC) -O2 -Wall -Wextra -Werror -o $@ $< -ldl

$(BENCH_OUT)/stripped/%: $(BUILT_LIBS)/%
	@mkdir -p $(@D)
	@strip -o $@ $<
