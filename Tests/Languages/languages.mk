# Examples in other languages, over libpymv.so. Included by the Makefile, which sets BUILD,
# BUILT_LIBS (absolute), INCLUDE, CC, NEED and TEST_PYTHON, and whose target `build` fills BUILT_LIBS.

LANGUAGE_TESTS := $(BUILD)/tests/languages

# Always tested; others if their tools are installed.
TESTED_LANGUAGES := C++ Swift Rust LuaJIT Ruby Perl

.PHONY: test-languages test-languages-needs languages-needs

test-languages-needs: build-needs
	@APT_OPTIONS=--no-install-recommends $(NEED) g++ luajit ruby perl \
	  libffi-platypus-perl $$(command -v rustc >/dev/null || echo rustc)

test-languages: build test-languages-needs ## examples in other languages: LANGUAGES='Ruby Go', or all whose tools are installed
	@CC=$(CC) $(TEST_PYTHON) Tests/Languages/run.py --need='$(TESTED_LANGUAGES)' \
	  $(BUILT_LIBS) $(INCLUDE) $(LANGUAGE_TESTS) $(LANGUAGES)

languages-needs: test-languages-needs ## install the tools of all these languages
	@APT_OPTIONS=--no-install-recommends $(NEED) libc++-19-dev golang-go python3-venv \
	  pypy3 php-cli ocaml-findlib libctypes-ocaml-dev guile-3.0 sbcl \
	  openjdk-17-jdk-headless libjna-java ldc nim
	@/usr/bin/python3 -m venv $(LANGUAGE_TESTS)/venv
	@$(LANGUAGE_TESTS)/venv/bin/pip -q --disable-pip-version-check install ziglang==0.17.1
