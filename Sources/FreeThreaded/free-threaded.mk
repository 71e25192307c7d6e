# libPyMemoryViewT: libPyMemoryView for free-threaded interpreters, whose objects have another
# layout. Included by the Makefile, which sets BUILT, BUILT_LIBS, PRODUCTS, SWIFT, LIBRARY_BUILD and
# ABI. It uses the same runtime library, whose objects no interpreter sees.

FREE_THREADED_LIBRARY := libPyMemoryViewT.so.$(ABI)
FREE_THREADED_PRODUCT := .build/free-threaded/release/libPyMemoryView.so

.PHONY: build-free-threaded
build-free-threaded: $(BUILT_LIBS)/$(FREE_THREADED_LIBRARY) ## build the library for free-threaded CPython into build/lib

# SwiftPM does not relink when only a script for the linker has changed.
$(BUILT_LIBS)/$(FREE_THREADED_LIBRARY): $(BUILT)
	@rm -f $(FREE_THREADED_PRODUCT)
	PYMV_FREE_THREADED=1 $(SWIFT) build -c release --omit-frame-pointers $(LIBRARY_BUILD) \
	  --scratch-path .build/free-threaded -Xlinker -L$(CURDIR)/$(PRODUCTS) --product PyMemoryView
	@strip --strip-debug -p -o $@ $(FREE_THREADED_PRODUCT)
	@ln -sf $(FREE_THREADED_LIBRARY) $(BUILT_LIBS)/libPyMemoryViewT.so

# $(1): another processor
define cross_free_threaded_rules
.PHONY: build-free-threaded-$(1)
build-free-threaded-$(1): $(BUILD)/$(1)/lib/$(FREE_THREADED_LIBRARY)

$(BUILD)/$(1)/lib/$(FREE_THREADED_LIBRARY): STAND_INS := $(BUILD)/$(1)/old-glibc
$(BUILD)/$(1)/lib/$(FREE_THREADED_LIBRARY): $(BUILD)/$(1)/built
	@rm -f .build/$(1)-free-threaded/$$(swift_target_$(1))/release/*.elf
	PYMV_FREE_THREADED=1 $$(call cross_swift_build,$(1),-free-threaded) --product PyMemoryView \
	  -Xlinker -L$(BUILD)/$(1)/lib
	@$$(TOOLCHAIN)/bin/llvm-objcopy --strip-all \
	  .build/$(1)-free-threaded/$$(swift_target_$(1))/release/libPyMemoryView.elf $$@
	@ln -sf $(FREE_THREADED_LIBRARY) $(BUILD)/$(1)/lib/libPyMemoryViewT.so
endef
$(foreach arch,$(CROSS_ARCHES),$(eval $(call cross_free_threaded_rules,$(arch))))
