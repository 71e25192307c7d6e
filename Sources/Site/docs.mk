# The site: guides, headers, layout explorer. Included by the Makefile, which sets BUILD and NEED.

SITE := $(BUILD)/docs
SITE_VENV := $(SITE)/venv
SPHINX = $(SITE_VENV)/bin/sphinx-build -q -W --keep-going -j 2 -c Sources/Site -d $(SITE)/doctrees

.PHONY: docs

$(SITE_VENV)/done: Sources/Site/requirements.txt
	@$(NEED) python3-venv
	@rm -rf $(SITE_VENV)
	@/usr/bin/python3 -m venv $(SITE_VENV)
	@$(SITE_VENV)/bin/pip -q --disable-pip-version-check install -r $<
	@touch $@

docs: $(SITE_VENV)/done ## the site in build/docs/site: guides, API, layout explorer; warnings and broken links are errors
	@$(NEED) doxygen
	@rm -rf $(SITE)/doxygen $(SITE)/site $(SITE)/doctrees
	@mkdir -p $(SITE)
	@doxygen Sources/Site/Doxyfile
	@$(SPHINX) -b html Sources/Guide $(SITE)/site
	@/usr/bin/python3 Sources/Site/check_links.py $(SITE)/site $(SITE)/other-sites.txt
	@/usr/bin/python3 -B Tests/Documents/check_claims.py . --summary
	@echo "$(SITE)/site/index.html"
