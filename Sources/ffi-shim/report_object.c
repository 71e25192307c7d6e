#include "report.h"

#include "calls.h"
#include "expressions.h"
#include "failure.h"
#include "objects.h"

enum { INDENT = 2, GAP = 2, NARROWEST = 16, LONGEST_OUTCOME = 512 };

/** Print a repr, cut to `room` characters, or an error in full; release the result. */
static void put_outcome(PyObject *result, int room) {
  if (result == NULL) {
    struct failure failure = failure_take();
    printf("%s: %s\n", failure.type, failure.message);
    return;
  }
  char text[LONGEST_OUTCOME];
  object_text(call_PyObject_Repr(result), text, sizeof text);
  call_Py_DecRef(result);
  if (text_width(text) <= room) {
    printf("%s\n", text);
  } else {
    printf("%.*s...\n", text_fitting(text, room - 3), text);
  }
}

void report_object(PyObject *view, struct terminal terminal) {
  struct expression expressions[MOST_EXPRESSIONS];
  struct subject subject = subject_of(view);
  int count = expressions_choose(&subject, expressions), width = 0;
  terminal_heading(terminal, "object");
  for (int k = 0; k < count; k++) width = Py_MAX(width, text_width(expressions[k].text));
  int room = Py_MAX(terminal.columns - INDENT - width - GAP, NARROWEST);
  for (int k = 0; k < count; k++) {
    printf("%*s%-*s", INDENT, "", width + GAP, expressions[k].text);
    put_outcome(expressions[k].answer(&subject), room);
  }
}
