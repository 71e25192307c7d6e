# DLPack inside CPython. Included by the Makefile, which sets BUILD, CC, INCLUDE, NEED, and what tests.mk,
# bench.mk and package.mk set; target `package` fills PYTHON_TREE.
#
# DLPACK_TORCH=1: test with PyTorch too, from the wheel that bench.mk names, which is large.

DLPACK := Tests/DLPack
DLPACK_SCRATCH := $(BUILD)/tests/dlpack

.PHONY: test-dlpack bench-dlpack
test-dlpack: package $(if $(DLPACK_TORCH),$(BENCH_TORCH_VENV)) ## DLPack in every CPython found, with NumPy, and with PyTorch: DLPACK_TORCH=1
	@$(NEED) python3-dev python3-venv
	@$(TEST_PYTHON) $(DLPACK)/run.py $(PYTHON_TREE) $(DLPACK_SCRATCH) \
	  $(if $(DLPACK_TORCH),$(BENCH_OUT)/torch/bin/python)

bench-dlpack: package $(BENCH_VENV) ## time to exchange one array, through DLPack's table and with NumPy
	@mkdir -p $(DLPACK_SCRATCH)
	@$(CC) -shared -fPIC -O2 -Wall -Wextra -Werror -I$(INCLUDE) -o $(DLPACK_SCRATCH)/speed.so \
	  $(DLPACK)/speed.c
	@PYTHONPATH=$(PYTHON_TREE) $(BENCH_PYTHON) -B $(DLPACK)/speed.py $(DLPACK_SCRATCH)/speed.so
