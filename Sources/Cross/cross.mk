# The same libraries for other processors, built on this one: make build ARCH=aarch64. Included by
# the Makefile, which sets BUILD, SWIFT, TOOLCHAIN, NEED, LIBRARIES, FLAT_LIBRARY, ABI, OLDEST_GLIBC,
# REPRODUCIBLE and BUILD_INPUTS, and which has the recipe link_flat_library.
#
# Embedded Swift's standard library exists for processors without a system, and calls nothing but
# libc. So Swift is compiled for such a target, C is compiled and everything linked for Linux.
# Headers and libraries are those of unpacked Debian packages.

CROSS_ARCHES := aarch64

debian_aarch64 := arm64
swift_target_aarch64 := aarch64-none-none-elf
linux_target_aarch64 := aarch64-linux-gnu

CROSS := Sources/Cross

# $(1): architecture, $(2): end of the name of the build folder, or nothing
cross_root = $(BUILD)/$(1)/root
cross_clang = $(TOOLCHAIN)/bin/clang --target=$(linux_target_$(1)) --sysroot=$(cross_root) -fuse-ld=lld
cross_swift_build = $(SWIFT) build -c release --scratch-path .build/$(1)$(2) \
  --destination $(BUILD)/$(1)/destination.json $(REPRODUCIBLE) -Xlinker $(STAND_INS)/stand_ins.ld

# $(1): architecture, $(2): folder of the products. A target without a system gives shared libraries
# another suffix. SwiftPM does not relink when only a version script has changed.
define cross_build_products
@sh Sources/OldGlibc/stand_ins.sh $(OLDEST_GLIBC) $(STAND_INS) $(cross_clang)
@rm -f $(2)/*.elf
$(call cross_swift_build,$(1)) --product PyMemoryViewRuntime
@ln -sf libPyMemoryViewRuntime.elf $(2)/libPyMemoryViewRuntime.so
$(call cross_swift_build,$(1)) --product PyMemoryView -Xlinker -L$(2)
$(call link_flat_library,$(2),$(cross_clang) -shared)
$(call cross_swift_build,$(1)) --product ffi-shim
endef

# $(1): architecture, $(2): folder of the products. Without symbols, as they are installed.
define cross_copy_products
@mkdir -p $(BUILD)/$(1)/lib $(BUILD)/$(1)/bin
@for library in $(LIBRARIES); do mv $(2)/$${library%.so.*}.elf $(2)/$$library || exit 1; done
@for library in $(LIBRARIES) $(FLAT_LIBRARY); do \
  $(TOOLCHAIN)/bin/llvm-objcopy --strip-all $(2)/$$library $(BUILD)/$(1)/lib/$$library || exit 1; \
  ln -sf $$library $(BUILD)/$(1)/lib/$${library%.$(ABI)}; done
@cp -p $(2)/ffi-shim $(BUILD)/$(1)/bin
endef

# $(1): architecture
define cross_rules
.PHONY: build-$(1)
build-$(1): $(BUILD)/$(1)/built

$(BUILD)/$(1)/root/unpacked: $(CROSS)/unpack.sh
	@$$(NEED) mmdebstrap python3
	@$$< $$(debian_$(1)) $$(@D)
	@touch $$@

$(BUILD)/$(1)/destination.json: $(CROSS)/destination.json.in | toolchain
	@mkdir -p $$(@D)
	@sed 's|@ROOT@|$$(call cross_root,$(1))|; s|@TOOLCHAIN@|$$(TOOLCHAIN)/bin|; \
	  s|@SWIFT_TARGET@|$$(swift_target_$(1))|; s|@LINUX_TARGET@|$$(linux_target_$(1))|' $$< > $$@

$(BUILD)/$(1)/built: STAND_INS := $(BUILD)/$(1)/old-glibc
$(BUILD)/$(1)/built: $(BUILD_INPUTS) $(BUILD)/$(1)/destination.json $(BUILD)/$(1)/root/unpacked
	$$(call cross_build_products,$(1),.build/$(1)/$$(swift_target_$(1))/release)
	$$(call cross_copy_products,$(1),.build/$(1)/$$(swift_target_$(1))/release)
	@touch $$@
endef
$(foreach arch,$(CROSS_ARCHES),$(eval $(call cross_rules,$(arch))))
