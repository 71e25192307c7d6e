// What the layout explorer says of layouts: reads a JSON list of cases, and writes one of answers.
// usage: node answers.js LAYOUT.js < cases > answers
"use strict";

const Layouts = require(require("path").resolve(process.argv[2]));

function describe(layout) {
  return {
    shape: layout.shape,
    strides: layout.strides,
    suboffsets: layout.suboffsets,
    contiguous: ["C", "F"].map((order) => Layouts.isContiguous(layout, order)),
    nbytes: Layouts.byteCount(layout),
    requests: Layouts.REQUESTS.map(([name, flags]) => [name, flags, Layouts.answer(layout, flags)]),
    places: [...Layouts.indicesOf(layout.shape)].map((indices) => [indices, Layouts.place(layout, indices)]),
  };
}

function attempt(work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof Layouts.LibraryError) return {error: [error.kind, error.message]};
    throw error;
  }
}

function answerOf(given) {
  return attempt(() => {
    const layout = Layouts.makeLayout(given);
    const selected = attempt(() => Layouts.select(layout, Layouts.parseKey(given.key)));
    const item = selected.item && Layouts.place(layout, selected.item);
    return {
      whole: describe(layout),
      selected: selected.view ? {view: describe(selected.view)} : item ? {item} : selected,
    };
  });
}

const cases = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(cases.map(answerOf)));
