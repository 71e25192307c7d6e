# Checks of the bill of materials. Included by the Makefile, which sets BUILD, LIBRARIES, NEED and
# TEST_PYTHON, after Sources/Sbom/sbom.mk.

SBOM_VENV := $(BUILD)/sbom-venv
SBOM_PREFIX := $(BUILD)/tests/sbom

.PHONY: test-sbom
$(SBOM_VENV)/done:
	@$(NEED) python3-venv binutils
	@/usr/bin/python3 -m venv $(SBOM_VENV)
	@$(SBOM_VENV)/bin/pip -q --disable-pip-version-check install spdx-tools==0.8.5
	@touch $@

test-sbom: sbom wheel $(SBOM_VENV)/done ## the bills of materials, built, installed and in the wheel: valid, complete, up to date, reproducible
	@rm -rf $(SBOM_PREFIX)
	@$(MAKE) -s --no-print-directory install DESTDIR= PREFIX=$(SBOM_PREFIX) >/dev/null 2>&1
	@$(SBOM_VENV)/bin/python -B Tests/Sbom/check_sbom.py $(VERSION) $(BUILD) $(SBOM_PREFIX) \
	  "$(call write_sbom,)"
