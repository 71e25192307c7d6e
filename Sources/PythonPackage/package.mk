# The Python package: wheel and installation. Included by the Makefile, which sets BUILD, LIBRARIES,
# VERSION, PREFIX, LIBDIR and DESTDIR, and whose target `build` fills BUILD/lib or, with CROSS_ARCH,
# another processor, the folder lib of PACKAGE_BUILD with libraries that are stripped already.

PACKAGE := Sources/PythonPackage
PACKAGE_FILES := $(addprefix $(PACKAGE)/pymemoryview/, \
  __init__.py __init__.pyi __main__.py bench.py py.typed \
  array_files.py inspect_file.py items.py layout_svg.py notebook.py report.py views.py)
PACKAGE_BUILD := $(BUILD)$(CROSS_ARCH:%=/%)
# A folder with the package as installed, for PYTHONPATH.
PYTHON_TREE := $(PACKAGE_BUILD)/python
WHEEL := $(PACKAGE_BUILD)/wheel
WHEEL_VENV := $(BUILD)/wheel/venv

# An interpreter loads the one for its layout of objects.
PACKAGE_LIBRARIES = $(LIBRARIES) $(FREE_THREADED_LIBRARY)

.PHONY: package wheel install-package uninstall-package

package: build build-free-threaded$(CROSS_ARCH:%=-%)
	@rm -rf $(PYTHON_TREE)
	@mkdir -p $(PYTHON_TREE)/pymemoryview
	@install -m 644 $(PACKAGE_FILES) $(PYTHON_TREE)/pymemoryview
	@install $(if $(CROSS_ARCH),,-s) -m 644 $(addprefix $(PACKAGE_BUILD)/lib/,$(PACKAGE_LIBRARIES)) \
	  $(PYTHON_TREE)/pymemoryview

# hatchling is pinned, because it writes its version into the wheel.
$(WHEEL_VENV)/done:
	@$(NEED) python3-venv binutils
	@rm -rf $(WHEEL_VENV)
	@/usr/bin/python3 -m venv $(WHEEL_VENV)
	@$(WHEEL_VENV)/bin/pip -q --disable-pip-version-check install 'build>=1.2,<2' hatchling==1.33.0
	@touch $@

wheel: package $(WHEEL_VENV)/done ## build a wheel for pip into build/wheel, or for ARCH=aarch64 into build/aarch64/wheel
	@rm -rf $(WHEEL)/source $(WHEEL)/*.whl
	@mkdir -p $(WHEEL)/source
	@cp -r $(PYTHON_TREE)/pymemoryview $(PACKAGE)/platform_tag.py README.md LICENSE $(WHEEL)/source
	@sed 's|@VERSION@|$(VERSION)|' $(PACKAGE)/pyproject.toml.in > $(WHEEL)/source/pyproject.toml
	@$(WHEEL_VENV)/bin/python -m build --wheel --no-isolation --outdir $(WHEEL) \
	  $(WHEEL)/source > $(WHEEL)/log 2>&1 || { cat $(WHEEL)/log; exit 1; }
	@ls $(WHEEL)/*.whl

# The folder below PREFIX that the interpreter searches (python3 unless PYTHON is set); if there is
# none, a folder that the user must add to PYTHONPATH.
PYTHONDIR = $(shell $(or $(PYTHON),python3) $(PACKAGE)/python_folder.py '$(PREFIX)')
PACKAGETARGET = $(DESTDIR)$(PYTHONDIR)/pymemoryview

# Links to the libraries in LIBDIR, so that a process never loads two copies.
install-package: build build-free-threaded
	install -d $(PACKAGETARGET)
	install -m 644 $(PACKAGE_FILES) $(PACKAGETARGET)
	for library in $(PACKAGE_LIBRARIES); do \
	  ln -sfr $(DESTDIR)$(LIBDIR)/$$library $(PACKAGETARGET)/$$library; done

uninstall-package:
	rm -f $(addprefix $(PACKAGETARGET)/,$(notdir $(PACKAGE_FILES)) $(PACKAGE_LIBRARIES))
	rm -rf $(PACKAGETARGET)/__pycache__
	-rmdir $(PACKAGETARGET)
