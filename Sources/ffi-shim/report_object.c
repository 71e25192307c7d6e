#include "report.h"

#include "calls.h"
#include "evaluate.h"
#include "expressions.h"

enum { INDENT = 2, GAP = 2, NARROWEST = 16 };

/** Print a value in the room that is left, an error completely. */
static void put_outcome(const struct outcome *outcome, int room) {
  if (outcome->raised || text_width(outcome->text) <= room) {
    printf("%s\n", outcome->text);
  } else {
    printf("%.*s...\n", text_fitting(outcome->text, room - 3), outcome->text);
  }
}

void report_object(PyObject *view, struct terminal terminal) {
  const struct variable variables[] = {{"m", view}, {NULL, NULL}};
  struct expressions expressions;
  int width = 0;
  terminal_heading(terminal, "object");
  expressions_choose(call_PyMemoryView_GET_BUFFER(view), &expressions);
  for (int k = 0; k < expressions.count; k++) {
    width = Py_MAX(width, text_width(expressions.texts[k]));
  }
  int room = Py_MAX(terminal.columns - INDENT - width - GAP, NARROWEST);
  for (int k = 0; k < expressions.count; k++) {
    struct outcome outcome = evaluate_outcome(expressions.texts[k], variables);
    printf("%*s%-*s", INDENT, "", width + GAP, expressions.texts[k]);
    put_outcome(&outcome, room);
  }
}
