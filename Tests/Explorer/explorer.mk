# The layout explorer. Included by the Makefile, which sets BUILD, NEED, TEST_PYTHON and PYTHON_TREE.

EXPLORER := Sources/Site/extra/explorer
EXPLORER_LAYOUTS ?= 1000
EXPLORER_VENV := $(BUILD)/tests/explorer/venv

.PHONY: test-explorer test-explorer-page

test-explorer: package ## the layout explorer against the library: EXPLORER_LAYOUTS=1000 random layouts and keys
	@if command -v node >/dev/null; then \
	  PYTHONPATH=$(PYTHON_TREE) $(TEST_PYTHON) Tests/Explorer/check_explorer.py $(EXPLORER)/layout.js \
	    $(EXPLORER_LAYOUTS); \
	else echo "test-explorer: skipped, because there is no node (apt-get install nodejs)"; fi

$(EXPLORER_VENV)/done:
	@$(NEED) python3-venv
	@/usr/bin/python3 -m venv $(EXPLORER_VENV)
	@$(EXPLORER_VENV)/bin/pip -q --disable-pip-version-check install selenium==4.27.1
	@touch $@

test-explorer-page: $(EXPLORER_VENV)/done ## its page in headless Chromium: texts, keyboard, contrast, small screens; screenshots in build/tests/explorer
	@$(NEED) chromium chromium-driver
	@$(EXPLORER_VENV)/bin/python -B Tests/Explorer/check_page.py $(EXPLORER)/index.html $(BUILD)/tests/explorer
