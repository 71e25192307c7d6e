# Benchmarks. Included by the Makefile, which sets BUILD, LIBDIR (absolute), INCLUDE, LIBRARIES, NEED
# and TEST_PYTHON, and whose targets `build` and `package` fill LIBDIR and PYTHON_TREE.
#
# PYTHON: the CPython to compare with; by default, the newest found that programs can embed.
# BENCH=full, BENCH_FILTER, BENCH_ROUNDS and BENCH_PAGES: see Tests/Benchmarks/measure.py.

comma := ,
BENCHMARKS := Tests/Benchmarks
BENCH_OUT := $(BUILD)/bench
BENCH_CXX ?= g++
BENCH_CXXFLAGS := -std=c++17 -O2 -Wall -Wextra -Werror -pthread -ITests/Support
BENCH_SOURCES := $(wildcard $(BENCHMARKS)/*.cpp)
BENCH_HEADERS := $(wildcard $(BENCHMARKS)/*.hpp) $(wildcard $(INCLUDE)/*.h $(INCLUDE)/*/*.h)
BENCH_OBJECTS := $(notdir $(BENCH_SOURCES:.cpp=.o))
BENCH_PEER = $(TEST_PYTHON) $(BENCHMARKS)/peer.py
BENCH_PYTHON := $(BENCH_OUT)/venv/bin/python
BENCH_VENV := $(BENCH_OUT)/venv/done
BENCH_STRIPPED = $(addprefix $(BENCH_OUT)/stripped/,$(LIBRARIES))

.PHONY: bench bench-table bench-plot bench-needs bench-programs
.DELETE_ON_ERROR:
export BENCH BENCH_FILTER BENCH_ROUNDS BENCH_PAGES

bench-needs: build-needs
	@$(NEED) g++ libbenchmark-dev python3-dev python3-venv

bench: bench-programs package $(BENCH_VENV) ## speed, as ratios to CPython, NumPy, memcpy: BENCH=full BENCH_FILTER=…
	@PYTHONPATH=$(PYTHON_TREE) $(TEST_PYTHON) $(BENCHMARKS)/measure.py $(BENCH_OUT) $(BENCH_PYTHON)
	@$(MAKE) -s --no-print-directory bench-table

bench-table: $(BENCH_STRIPPED) # print the table of the last run again
	@$(TEST_PYTHON) $(BENCHMARKS)/table.py $(BENCH_OUT)/results $(BENCH_STRIPPED) | \
	  tee $(BENCH_OUT)/table.txt

bench-plot: $(BENCH_VENV) ## draw the last run of bench: build/bench/*.png
	@$(BENCH_PYTHON) -c 'import matplotlib' 2>/dev/null || \
	  $(BENCH_PYTHON) -m pip -q --disable-pip-version-check install matplotlib
	@$(BENCH_PYTHON) -B $(BENCHMARKS)/plot.py $(BENCH_OUT)/results $(BENCH_OUT)

# NumPy, and matplotlib for bench-plot, for the interpreter that is compared with.
$(BENCH_VENV):
	@$(NEED) python3-dev python3-venv
	@mkdir -p $(BENCH_OUT)
	@$$($(BENCH_PEER) python $(PYTHON)) -m venv $(BENCH_OUT)/venv
	@$(BENCH_PYTHON) -m pip -q --disable-pip-version-check install numpy
	@touch $@

bench-programs: build bench-needs
	@$(BENCH_PEER) cflags $(PYTHON) > /dev/null
	@+$(MAKE) -s --no-print-directory $(BENCH_OUT)/ours $(BENCH_OUT)/cpython

# $(1): program, $(2): compiler flags, $(3): linker flags
define bench_program
$(BENCH_OUT)/$(1): $(addprefix $(BENCH_OUT)/$(1).objects/,$(BENCH_OBJECTS))
	@$(BENCH_CXX) -pthread -o $$@ $$^ $(3) -lbenchmark

$(BENCH_OUT)/$(1).objects/%.o: $(BENCHMARKS)/%.cpp $(BENCH_HEADERS)
	@mkdir -p $$(@D)
	@$(BENCH_CXX) $(BENCH_CXXFLAGS) $(2) -c -o $$@ $$<
endef
$(eval $(call bench_program,ours,-I$(INCLUDE),\
  -L$(LIBDIR) -Wl$(comma)-rpath$(comma)$(LIBDIR) -lPyMemoryView -lPyMemoryViewRuntime))
$(eval $(call bench_program,cpython,$$$$($(BENCH_PEER) cflags $(PYTHON)),\
  $$$$($(BENCH_PEER) ldflags $(PYTHON))))

$(BENCH_OUT)/stripped/%.so: $(LIBDIR)/%.so
	@mkdir -p $(@D)
	@strip -o $@ $<
