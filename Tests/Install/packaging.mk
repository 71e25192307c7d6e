# Installation as users and packagers do it. Included by the Makefile, which sets BUILD and NEED, and
# whose target `install` is tested.

.PHONY: test-install test-packaging test-packaging-needs

test-install: build test-packaging-needs ## install into a temporary prefix and build a program with pkg-config
	sh Tests/Install/run.sh $(CURDIR) $(BUILD)/tests/install

test-packaging-needs: build-needs
	@$(NEED) cmake g++ pkg-config python3-dev util-linux

test-packaging: build test-packaging-needs ## Debian's layout: files, C, C++, CMake, SwiftPM, Python, static
	sh Tests/Install/packaging.sh $(CURDIR) $(BUILD)/tests/packaging
