# The same sources give the same bytes. Included by the Makefile, which sets BUILD, NEED, TEST_PYTHON
# and WHEEL_VENV, and whose target `wheel` builds what is compared.

.PHONY: test-reproducible
test-reproducible: wheel ## a second build, by another user, later and in another folder, gives the same bytes
	@$(NEED) faketime
	@$(TEST_PYTHON) Tests/Reproducible/run.py $(CURDIR) $(WHEEL_VENV) $(BUILD)/tests/reproducible
