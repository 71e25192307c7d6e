/* Tokens of scripts. */
#include "script_syntax.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void script_ill_formed(const char *at, const char *problem) {
  fprintf(stderr, "ill-formed script (%s) at: %s\n", problem, at);
  abort();
}

/* The first of some characters, or the end, that is not in quotes or brackets. */
const char *find_outside(const char *at, const char *stops) {
  char quote = '\0';
  int depth = 0;
  for (; *at != '\0'; at++) {
    if (quote != '\0') {
      if (*at == '\\') {
        at++;
      } else if (*at == quote) {
        quote = '\0';
      }
      continue;
    }
    if (depth == 0 && strchr(stops, *at) != NULL) return at;
    if (*at == '\'' || *at == '"') quote = *at;
    if (strchr("([", *at) != NULL) depth++;
    if (strchr(")]", *at) != NULL) depth--;
  }
  return at;
}

void skip_spaces(Script *script) {
  while (*script->at == ' ') script->at++;
}

/* Steps over a token if it is next. */
bool take(Script *script, const char *token) {
  skip_spaces(script);
  size_t length = strlen(token);
  if (strncmp(script->at, token, length) != 0) return false;
  if (isalpha((unsigned char)token[length - 1]) && isalnum((unsigned char)script->at[length]))
    return false;
  script->at += length;
  return true;
}

void require(Script *script, const char *token) {
  if (!take(script, token)) script_ill_formed(script->at, token);
}

Name take_name(Script *script) {
  Name name = {""};
  size_t length = 0;
  while (isalnum((unsigned char)script->at[length]) || script->at[length] == '_') length++;
  if (length == 0 || length >= sizeof name.text) script_ill_formed(script->at, "name");
  memcpy(name.text, script->at, length);
  script->at += length;
  return name;
}
