# Unusual uses of the libraries. Included by the Makefile, which sets BUILD, BUILT_LIBS (absolute),
# INCLUDE and CC, and whose target `build` fills BUILT_LIBS.

ABUSE := $(BUILD)/tests/abuse
ABUSE_CFLAGS := -std=gnu11 -g -O1 -pthread -Wall -Wextra -Wpedantic -Werror -Wno-unused-parameter

.PHONY: test-abuse
test-abuse: build ## loading twice, unloading, forks, signals, exit of the process
	@mkdir -p $(ABUSE)/another
	@cp -P $(BUILT_LIBS)/*.so* $(ABUSE)/another
	@$(CC) $(ABUSE_CFLAGS) -shared -fPIC -o $(ABUSE)/liblate.so Tests/Abuse/late.c
	@$(CC) $(ABUSE_CFLAGS) -I$(INCLUDE) -o $(ABUSE)/abuse \
	  $(addprefix Tests/Abuse/,abuse.c api.c changing_bytes.c) \
	  -L$(ABUSE) -Wl,-rpath,$(ABUSE) -llate -ldl
	@$(ABUSE)/abuse $(BUILT_LIBS) $(ABUSE)/another
