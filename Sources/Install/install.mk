# Installation. Included by the Makefile, which sets PREFIX, DESTDIR, BUILD, BUILT, BUILT_LIBS,
# PRODUCTS, LIBRARIES, FLAT_LIBRARY, ABI and VERSION, and whose target `build` fills BUILT_LIBS.

LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DOCDIR ?= $(PREFIX)/share/doc/pymemoryview
STATIC ?=
STRIP ?= strip
NM ?= nm
OBJCOPY ?= objcopy

INSTALL := Sources/Install
STATIC_LIBS := $(BUILD)/static
ARCHIVES := libPyMemoryView.a libPyMemoryViewRuntime.a libpymv.a

.PHONY: install install-strip uninstall

# $(1): name, $(2): products whose object files it has
make_archive = LD=$(LD) NM=$(NM) OBJCOPY=$(OBJCOPY) AR=$(AR) ABI=$(ABI) \
  sh $(INSTALL)/archive.sh $(PRODUCTS) $(1) $(STATIC_LIBS) $(2)

$(STATIC_LIBS)/made: $(BUILT) $(INSTALL)/archive.sh
	$(call make_archive,libPyMemoryView,PyMemoryView)
	$(call make_archive,libPyMemoryViewRuntime,PyMemoryViewRuntime)
	$(call make_archive,libpymv,PyMemoryView PyMemoryViewRuntime)
	@touch $@

# $(1): action, $(2): static libraries
install_files = PREFIX='$(PREFIX)' DESTDIR='$(DESTDIR)' \
  LIBDIR='$(LIBDIR)' INCLUDEDIR='$(INCLUDEDIR)' DOCDIR='$(DOCDIR)' \
  BUILT_LIBS=$(BUILT_LIBS) STATIC_LIBS=$(STATIC_LIBS) \
  LIBRARIES='$(PACKAGE_LIBRARIES) $(FLAT_LIBRARY)' ARCHIVES='$(2)' ABI=$(ABI) VERSION=$(VERSION) \
  STRIP=$(STRIP) sh $(INSTALL)/install.sh $(1)

install: build build-free-threaded $(if $(STATIC),$(STATIC_LIBS)/made) ## install libraries, headers, pkg-config and CMake files, Python package: PREFIX= LIBDIR= INCLUDEDIR= DOCDIR= DESTDIR= STATIC=1
	$(call install_files,install,$(if $(STATIC),$(ARCHIVES)))
	$(MAKE) install-package
	$(MAKE) install-sbom

install-strip: build build-free-threaded $(if $(STATIC),$(STATIC_LIBS)/made) ## install, and strip the shared libraries
	$(call install_files,install-strip,$(if $(STATIC),$(ARCHIVES)))
	$(MAKE) install-package
	$(MAKE) install-sbom

uninstall: ## remove what install made: the same PREFIX, LIBDIR, …
	$(call install_files,uninstall,$(ARCHIVES))
	$(MAKE) uninstall-package
	$(MAKE) uninstall-sbom
