# Tests of the libraries for 64-bit Arm, under qemu's emulation of its user mode. Included by the
# Makefile after Sources/Cross/cross.mk, which builds them.
#
# The emulator gives each access the strong order of this machine, so races that only weaker orders
# allow do not show.

ARM := $(BUILD)/aarch64
ARM_LIBDIR := $(ARM)/lib
ARM_TOOLS := $(ARM)/tools
ARM_BINARIES := $(ARM)/tests/ours

# For Tests/C/tools: how programs are built and run, and which CPython they are compared with.
ARM_ENVIRONMENT := CC=$(ARM_TOOLS)/cc PYMV_EMULATOR=$(ARM_TOOLS)/run \
  PYMV_PYTHON_CONFIG=$(ARM_TOOLS)/python3-config
ARM_CHECK = @$(ARM_ENVIRONMENT) $(TEST_PYTHON) $(TEST_TOOLS)

# Every n-th layout only; n has no common divisor with the periods of larger ones.
ARM_KERNELS := PYMV_KERNELS_STEP=23

.PHONY: test-aarch64 gates-aarch64 set-gates-aarch64 arm-tools arm-programs

arm-tools: build-aarch64
	@$(NEED) qemu-user-static
	@Tests/Arm/make_tools.sh $(ARM_TOOLS) $(call cross_root,aarch64) qemu-aarch64-static \
	  $(call cross_clang,aarch64)

arm-programs: arm-tools
	$(call build_programs_for,$(ARM_LIBDIR),$(ARM_BINARIES),$(ARM_TOOLS)/cc,$(TEST_PROGRAMS),$(FFI_PROGRAMS))
	$(call build_kernels,$(ARM)/tests,$(ARM_LIBDIR),$(ARM_TOOLS)/cc)
	$(call build_members,$(ARM)/tests/members,,$(ARM_TOOLS)/cc)

test-aarch64: arm-programs ## the libraries for 64-bit Arm under qemu: C harness, kernels, ffi-shim, CPython
	@PYMEMORYVIEW_LIBRARY=$(ARM_LIBDIR)/libPyMemoryView.so \
	  $(ARM_TOOLS)/run $(ARM)/bin/ffi-shim selftest > $(ARM)/tests/selftest.log || \
	  { cat $(ARM)/tests/selftest.log; exit 1; }
	@tail -n 1 $(ARM)/tests/selftest.log
	$(ARM_CHECK)/run.py $(ARM_LIBDIR) $(ARM_BINARIES) own
	$(ARM_CHECK)/run.py $(ARM_LIBDIR) $(ARM_BINARIES)/ffi $(FFI_PROGRAMS)
	$(ARM_CHECK)/parity.py $(ARM_LIBDIR) $(ARM)
	$(ARM_CHECK)/observed.py $(ARM_LIBDIR) $(ARM)
	@$(ARM_TOOLS)/run $(ARM)/tests/members
	@$(ARM_KERNELS) $(ARM_TOOLS)/run $(ARM)/tests/kernels small
	@$(ARM_KERNELS) $(ARM_TOOLS)/run $(ARM)/tests/kernels $(or $(SEED),1)
	@$(ARM_KERNELS) PYMEMORYVIEW_THREADS=3 $(ARM_TOOLS)/run $(ARM)/tests/kernels $(or $(SEED),1)
	@CC=$(ARM_TOOLS)/cc $(CONFORMANCE_DRIVER)/conformance.py $(ARM_LIBDIR) $(ARM)/tests/conformance strict,default \
	  --python $(ARM_TOOLS)/python3 test_memoryview test_buffer
	$(MAKE) gates-aarch64

# Each instruction is translated by itself and logged.
COUNTING := -singlestep -d exec,nochain,strace

gates-aarch64: arm-tools ## instructions of kernels for 64-bit Arm, against thresholds
	@mkdir -p $(ARM)/tests
	@$(ARM_TOOLS)/cc $(GATES_CFLAGS) -I$(INCLUDE) -o $(ARM)/tests/counted Tests/Arm/counted.c \
	  -L$(ARM_LIBDIR) -Wl,-rpath,$(ARM_LIBDIR) -lPyMemoryView -lPyMemoryViewRuntime
	@$(TEST_PYTHON) Tests/Arm/count.py Tests/Arm/thresholds.txt $(ARM_TOOLS)/run $(COUNTING) \
	  $(ARM)/tests/counted $(GATES_SET)

set-gates-aarch64: # set the thresholds from the measured counts
	@$(MAKE) -s --no-print-directory gates-aarch64 GATES_SET=set
