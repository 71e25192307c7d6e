/* Literals of scripts. */
#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "script.h"

enum { LITERAL_SIZE = 512 };

static unsigned read_digits(const char **at, int base, int most) {
  char digits[9] = "";
  for (int i = 0; i < most && isxdigit((unsigned char)**at); i++) {
    if (base == 8 && **at > '7') break;
    digits[i] = *(*at)++;
  }
  return (unsigned)strtoul(digits, NULL, base);
}

static char *put_utf8(char *to, unsigned code) {
  if (code < 0x80) {
    *to++ = (char)code;
  } else if (code < 0x800) {
    *to++ = (char)(0xC0 | code >> 6);
    *to++ = (char)(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    *to++ = (char)(0xE0 | code >> 12);
    *to++ = (char)(0x80 | (code >> 6 & 0x3F));
    *to++ = (char)(0x80 | (code & 0x3F));
  } else {
    *to++ = (char)(0xF0 | code >> 18);
    *to++ = (char)(0x80 | (code >> 12 & 0x3F));
    *to++ = (char)(0x80 | (code >> 6 & 0x3F));
    *to++ = (char)(0x80 | (code & 0x3F));
  }
  return to;
}

/* Reads what follows a backslash: a code, in `most` digits of a base, or a character itself. */
static unsigned read_escape(const char **at) {
  char kind = **at;
  if (isdigit((unsigned char)kind)) return read_digits(at, 8, 3);
  ++*at;
  if (kind == 'x') return read_digits(at, 16, 2);
  if (kind == 'u') return read_digits(at, 16, 4);
  if (kind == 'U') return read_digits(at, 16, 8);
  const char *names = "ntr", *found = strchr(names, kind);
  return found != NULL ? (unsigned char)"\n\t\r"[found - names] : (unsigned char)kind;
}

static PyObject *read_quoted(const char **at, bool is_bytes) {
  char content[LITERAL_SIZE];
  char *end = content;
  char quote = *(*at)++;
  while (**at != quote) {
    if (**at == '\0' || end > content + LITERAL_SIZE - 4) script_ill_formed(*at, "string");
    unsigned code = (unsigned char)*(*at)++;
    if (code == '\\') code = read_escape(at);
    if (is_bytes) {
      *end++ = (char)code;
    } else {
      end = put_utf8(end, code);
    }
  }
  ++*at;
  return is_bytes ? PyBytes_FromStringAndSize(content, end - content)
                  : PyUnicode_FromStringAndSize(content, end - content);
}

static PyObject *read_number(const char **at) {
  char digits[LITERAL_SIZE] = "";
  size_t length = **at == '-' ? 1 : 0;
  length += strspn(*at + length, "0123456789abcdefxABCDEF_.");
  if (strchr("+-", (*at)[length]) != NULL && length > 0 && (*at)[length - 1] == 'e') {
    length += 1 + strspn(*at + length + 1, "0123456789");
  }
  if (length >= LITERAL_SIZE) script_ill_formed(*at, "number");
  memcpy(digits, *at, length);
  *at += length;
  if (**at == 'j') {
    ++*at;
    return PyComplex_FromDoubles(0, strtod(digits, NULL));
  }
  bool is_integer = strchr(digits, 'x') != NULL || strpbrk(digits, ".e") == NULL;
  return is_integer ? PyLong_FromString(digits, NULL, 0) : PyFloat_FromDouble(strtod(digits, NULL));
}

PyObject *script_literal(const char **at) {
  if (**at == '-' || isdigit((unsigned char)**at)) return read_number(at);
  bool is_bytes = **at == 'b';
  if (is_bytes) ++*at;
  return read_quoted(at, is_bytes);
}
