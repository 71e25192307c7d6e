# A software bill of materials for the built, the installed and the packed libraries. Included by the
# Makefile, which sets BUILD, BUILT_LIBS, DESTDIR, LIBDIR, DOCDIR, VERSION, SWIFT, PACKAGE_LIBRARIES
# and FLAT_LIBRARY.

SBOM_NAME := pymemoryview.spdx.json
SBOM := $(BUILD)/$(SBOM_NAME)
SWIFT_VERSION = $(or $(shell $(SWIFT) --version 2>&1 | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p'),NOASSERTION)
SBOM_FOLDER = $(DESTDIR)$(DOCDIR)

.PHONY: sbom install-sbom uninstall-sbom wheel-sbom

# $(1): output, $(2): libraries. Symbolic links are left out.
write_sbom = python3 -B Sources/Sbom/sbom.py $(VERSION) $(SWIFT_VERSION) $(1) $(2)

sbom: build build-free-threaded ## describe what the libraries consist of and need, in SPDX: build/pymemoryview.spdx.json
	@$(call write_sbom,$(SBOM),$(addprefix $(BUILT_LIBS)/,$(PACKAGE_LIBRARIES) $(FLAT_LIBRARY)))
	@echo $(SBOM)

# After the libraries are installed, because stripping changes them.
install-sbom:
	$(call write_sbom,$(SBOM_FOLDER)/$(SBOM_NAME),$(addprefix $(DESTDIR)$(LIBDIR)/,$(PACKAGE_LIBRARIES) $(FLAT_LIBRARY)))
	chmod 644 $(SBOM_FOLDER)/$(SBOM_NAME)

uninstall-sbom:
	rm -f $(SBOM_FOLDER)/$(SBOM_NAME)
	rmdir $(SBOM_FOLDER) 2>/dev/null || :

# pyproject.toml.in names the file, which hatchling puts into .dist-info/sboms.
wheel: wheel-sbom
wheel-sbom: package
	@$(call write_sbom,$(or $(WHEEL),$(BUILD)/wheel)/$(SBOM_NAME),$(addprefix $(PYTHON_TREE)/pymemoryview/,$(PACKAGE_LIBRARIES)))
