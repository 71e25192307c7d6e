#include "literal.h"

#include <ctype.h>
#include <string.h>

static void skip_space(struct literal *literal) {
  while (literal->next < literal->end && isspace((unsigned char)*literal->next)) literal->next++;
}

bool literal_at_end(struct literal *literal) {
  skip_space(literal);
  return literal->next == literal->end;
}

bool literal_at(struct literal *literal, char character) {
  return !literal_at_end(literal) && *literal->next == character;
}

bool literal_take(struct literal *literal, char character) {
  if (!literal_at(literal, character)) return false;
  literal->next++;
  return true;
}

bool literal_word(struct literal *literal, const char *word) {
  size_t length = strlen(word);
  skip_space(literal);
  if ((size_t)(literal->end - literal->next) < length) return false;
  if (memcmp(literal->next, word, length) != 0) return false;
  literal->next += length;
  return true;
}

bool literal_string(struct literal *literal, char *text, size_t size) {
  if (!literal_at(literal, '\'') && !literal_at(literal, '"')) return false;
  const char *start = literal->next + 1;
  const char *close = memchr(start, *literal->next, (size_t)(literal->end - start));
  if (close == NULL || (size_t)(close - start) >= size) return false;
  for (const char *p = start; p < close; p++) {
    if (!isprint((unsigned char)*p) || *p == '\\') return false;
  }
  memcpy(text, start, (size_t)(close - start));
  text[close - start] = '\0';
  literal->next = close + 1;
  return true;
}

bool literal_name(struct literal *literal, char *text, size_t size) {
  skip_space(literal);
  const char *p = literal->next;
  if (p < literal->end && isdigit((unsigned char)*p)) return false;
  while (p < literal->end && (isalnum((unsigned char)*p) || *p == '_')) p++;
  size_t length = (size_t)(p - literal->next);
  if (length == 0 || length >= size) return false;
  memcpy(text, literal->next, length);
  text[length] = '\0';
  literal->next = p;
  return true;
}

bool literal_number(struct literal *literal, unsigned long long *number) {
  skip_space(literal);
  const char *p = literal->next;
  *number = 0;
  for (; p < literal->end && isdigit((unsigned char)*p); p++) {
    unsigned int digit = (unsigned int)(*p - '0');
    if (__builtin_mul_overflow(*number, 10, number)) return false;
    if (__builtin_add_overflow(*number, digit, number)) return false;
  }
  if (p == literal->next) return false;
  if (p < literal->end && *p == 'L') p++;
  literal->next = p;
  return true;
}
