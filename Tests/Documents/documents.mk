# References and numbers in documents, and the programs of the guides. Included by the Makefile, which
# sets BUILD, NEED and TEST_PYTHON.

.PHONY: test-documents test-start

test-documents: ## paths, numbers and texts of errors in documents; a test for each promise of the headers
	@$(TEST_PYTHON) Tests/Documents/check_documents.py .
	@$(TEST_PYTHON) Tests/Documents/check_errors.py .
	@$(TEST_PYTHON) Tests/Documents/check_requests.py .
	@$(TEST_PYTHON) Tests/Documents/check_claims.py .

START := $(BUILD)/tests/start
test-start: build ## the programs of the guides, run as their pages say, on an installation
	@$(NEED) gcc pkg-config python3-dev ruby
	@$(MAKE) -s --no-print-directory install PREFIX=$(START)/prefix DESTDIR= > $(BUILD)/test-start.log 2>&1 \
	  || { cat $(BUILD)/test-start.log; exit 1; }
	@$(TEST_PYTHON) Tests/Documents/check_start.py . $(START)/prefix $(START)/work
