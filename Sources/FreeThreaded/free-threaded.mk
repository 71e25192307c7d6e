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
