# References and numbers in documents. Included by the Makefile, which sets TEST_PYTHON.

.PHONY: test-documents
test-documents: ## paths and numbers in README, guides and the other documents
	@$(TEST_PYTHON) Tests/Documents/check_documents.py .
