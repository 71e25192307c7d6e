// The page of the layout explorer: reads the form, and shows what layout.js computes.
"use strict";

const MOST_BYTES = 2048;
const EXAMPLES = [
  ["rows and every second column, backwards", {shape: "3, 4", itemsize: "4", key: "1:3, ::-2"}],
  ["a column", {shape: "3, 4", itemsize: "4", key: ":, 1"}],
  ["Fortran order", {shape: "3, 4", strides: "4, 12", itemsize: "4", key: "..."}],
  ["one row, repeated", {shape: "3, 4", strides: "0, 2", itemsize: "2", key: "1"}],
  ["a sliding window: items overlap", {shape: "5, 3", strides: "2, 2", itemsize: "2", key: "::2"}],
  ["red of an RGB picture", {shape: "4, 5, 3", itemsize: "1", key: "..., 0"}],
  ["rows behind pointers", {shape: "3, 4", strides: "8, 2", suboffsets: "0, -1", itemsize: "2", key: "::2, 1:"}],
  ["no item", {shape: "0, 4", itemsize: "4", key: "..."}],
  ["a single item", {shape: "", itemsize: "8", key: "()"}],
];
const FIELDS = ["shape", "strides", "suboffsets", "itemsize", "key"];

const element = (id) => document.getElementById(id);

/** Makes an element with a text or with children. */
function make(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

const tuple = (numbers) => (numbers === null ? "NULL"
  : `(${numbers.join(", ")}${numbers.length === 1 ? "," : ""})`);

/** The numbers of a field; null if it is empty and may be. */
function numbersOf(id, count) {
  const text = element(id).value.trim();
  if (text === "") return count === undefined ? [] : null;
  const numbers = text.replace(/^\(|\)$/g, "").split(",").map((part) => part.trim()).filter((part) => part !== "");
  if (numbers.some((part) => !/^[+-]?\d{1,15}$/.test(part))) throw new SyntaxError(`${id}: whole numbers, separated by commas`);
  if (count !== undefined && numbers.length !== count) throw new SyntaxError(`${id}: ${count} numbers, one for each axis`);
  return numbers.map(Number);
}

function layoutOfForm() {
  const shape = numbersOf("shape");
  const [itemsize] = numbersOf("itemsize").concat(0);
  if (itemsize <= 0) throw new SyntaxError("itemsize: a number of bytes, at least 1");
  return Layouts.makeLayout({
    shape, itemsize, strides: numbersOf("strides", shape.length),
    suboffsets: numbersOf("suboffsets", shape.length), readonly: element("readonly").checked,
  });
}

// --- memory ---

/** The blocks of memory of a layout: for each its items by offset, and its pointers. */
function blocksOf(layout) {
  const blocks = new Map();
  const block = (name) => blocks.get(name) ?? blocks.set(name, {items: [], pointers: new Set()}).get(name);
  for (const indices of Layouts.indicesOf(layout.shape)) {
    const path = Layouts.place(layout, indices);
    let name = "";
    for (const offset of path.slice(0, -1)) {
      block(name).pointers.add(offset);
      name += `${offset},`;
    }
    block(name).items.push({indices, offset: path[path.length - 1]});
  }
  return blocks;
}

/** The first offset of a block and the one after its last byte. */
function rangeOf(block, itemsize) {
  const ends = [...block.items.map(({offset}) => [offset, offset + itemsize]),
    ...[...block.pointers].map((offset) => [offset, offset + Layouts.POINTER_SIZE])];
  return [ends.reduce((low, [start]) => Math.min(low, start), Infinity),
    ends.reduce((high, [, end]) => Math.max(high, end), -Infinity)];
}

const placeOf = (layout, indices) => Layouts.place(layout, indices).join(",");

class MemoryPicture {
  constructor(layout, chosen) {
    this.layout = layout;
    this.chosen = chosen;
    this.cells = new Map(); // from the place of an item to its cells
    this.count = layout.shape.reduce((all, extent) => all * extent, 1);
  }

  draw(parent) {
    parent.replaceChildren();
    if (this.count === 0) return parent.append(make("p", {className: "note"}, "no items"));
    if (this.count * this.layout.itemsize > MOST_BYTES) {
      return parent.append(make("p", {className: "note"}, `more than ${MOST_BYTES} bytes are not drawn`));
    }
    const blocks = blocksOf(this.layout);
    const ranges = [...blocks.values()].map((block) => rangeOf(block, this.layout.itemsize));
    if (ranges.reduce((all, [low, high]) => all + high - low, 0) > 4 * MOST_BYTES) {
      return parent.append(make("p", {className: "note"}, "the items are too far apart to draw"));
    }
    [...blocks].forEach(([name, block], position) => this.drawBlock(parent, name, block, ranges[position]));
  }

  drawBlock(parent, name, block, [low, high]) {
    const cells = [];
    for (let offset = low; offset < high; offset++) cells.push(make("div", {className: "byte", title: `byte ${offset}: no item`}));
    for (const at of block.pointers) this.drawPointer(cells.slice(at - low, at - low + Layouts.POINTER_SIZE), at);
    block.items.forEach((item) => this.drawItem(cells, low, name, item));
    const title = name === "" ? `buf${low < 0 ? `, from ${low} on` : ""}`
      : `behind the pointer at ${name.slice(0, -1).replaceAll(",", " → ")}`;
    parent.append(make("div", {className: "block"}, make("h3", {}, title), make("div", {className: "bytes"}, ...cells)));
  }

  drawPointer(cells, at) {
    cells.forEach((cell, position) => {
      cell.classList.add("pointer");
      cell.title = `bytes ${at} to ${at + Layouts.POINTER_SIZE - 1}: a pointer`;
      if (position === 0) cell.textContent = "→";
    });
  }

  drawItem(cells, low, name, {indices, offset}) {
    const place = name + offset, rank = this.cells.size;
    const own = cells.slice(offset - low, offset - low + this.layout.itemsize);
    own.forEach((cell, position) => {
      const isShared = cell.classList.contains("item");
      cell.title = isShared ? `${cell.title}, also [${indices.join(", ")}]`
        : `byte ${offset + position}: item [${indices.join(", ")}]`;
      if (!isShared) cell.style.setProperty("--hue", (rank * 137.5) % 360);
      cell.classList.add("item");
      if (this.chosen.has(place)) cell.classList.add("chosen");
      if (position === 0 && cell.textContent === "") cell.textContent = indices.join(",");
    });
    this.cells.set(place, own);
  }

  /** Marks an item and returns what to say of it. */
  mark(indices) {
    document.querySelectorAll(".byte.now").forEach((cell) => cell.classList.remove("now"));
    const path = Layouts.place(this.layout, indices), place = path.join(",");
    (this.cells.get(place) ?? []).forEach((cell) => cell.classList.add("now"));
    const last = path[path.length - 1], pointers = path.slice(0, -1);
    return `item [${indices.join(", ")}]: ${pointers.map((at) => `pointer at ${at}, then `).join("")}bytes ${last} to `
      + `${last + this.layout.itemsize - 1}${this.chosen.has(place) ? ", selected" : ""}`;
  }
}

// --- tables ---

function factsOf(layout) {
  if (layout === null) return [];
  const yes = (order) => (Layouts.isContiguous(layout, order) ? "yes" : "no");
  return [layout.shape.length, tuple(layout.shape), tuple(layout.strides), tuple(layout.suboffsets),
    Layouts.byteCount(layout), yes("C"), yes("F")];
}

function showFacts(whole, selected, name) {
  const labels = ["ndim", "shape", "strides", "suboffsets", "nbytes", "C-contiguous", "F-contiguous"];
  const columns = selected === null ? [factsOf(whole)] : [factsOf(whole), factsOf(selected)];
  const heads = ["field", "view", ...(selected === null ? [] : [name])];
  element("facts").replaceChildren(
    make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", {scope: "col"}, head)))),
    make("tbody", {}, ...labels.map((label, row) => make("tr", {},
      make("th", {scope: "row"}, label), ...columns.map((column) => make("td", {}, String(column[row])))))));
}

function describeAnswer(answer, format) {
  if (answer.error !== undefined) return `BufferError: ${answer.error}`;
  const fields = [`ndim ${answer.ndim}`];
  if (answer.format) fields.push(`format ${format}`);
  for (const name of ["shape", "strides", "suboffsets"]) if (answer[name] !== null) fields.push(`${name} ${tuple(answer[name])}`);
  return fields.join("  ");
}

function showRequests(layout, name) {
  const format = {1: "B", 2: "H", 4: "I", 8: "Q"}[layout.itemsize] ?? `${layout.itemsize}s`;
  element("requests-title").textContent = `Requests to ${name}`;
  element("requests").replaceChildren(
    make("thead", {}, make("tr", {}, ...["request", "", "filled, or the error"].map((head) => make("th", {scope: "col"}, head)))),
    make("tbody", {}, ...Layouts.REQUESTS.map(([request, flags]) => {
      const answer = Layouts.answer(layout, flags), isOk = answer.error === undefined;
      return make("tr", {}, make("th", {scope: "row"}, `PyBUF_${request}`),
        make("td", {className: isOk ? "ok" : "refused"}, isOk ? "ok" : "refused"),
        make("td", {}, describeAnswer(answer, format)));
    })));
}

// --- the form ---

let picture = null, current = [];

function report(error) {
  element("problem").hidden = error === null;
  if (error !== null) element("problem").textContent = error.kind ? `${error.kind}: ${error.message}` : error.message;
}

/** What the key selects, as a view and the places of its items; the error if it selects nothing. */
function selectionOf(layout) {
  const selected = Layouts.select(layout, Layouts.parseKey(element("key").value));
  if (selected.item) return {view: null, places: new Set([placeOf(layout, selected.item)])};
  const isSmall = Layouts.byteCount(selected.view) <= MOST_BYTES;
  const indices = isSmall ? [...Layouts.indicesOf(selected.view.shape)] : [];
  return {view: selected.view, places: new Set(indices.map((each) => placeOf(selected.view, each)))};
}

function update() {
  let layout, selection = {view: null, places: new Set()};
  report(null);
  try {
    layout = layoutOfForm();
  } catch (error) {
    element("results").hidden = true;
    return report(error);
  }
  element("results").hidden = false;
  try {
    selection = selectionOf(layout);
  } catch (error) {
    report(error);
  }
  const name = selection.view === null ? "view" : `view[${element("key").value.trim() || "()"}]`;
  picture = new MemoryPicture(layout, selection.places);
  picture.draw(element("memory"));
  current = layout.shape.map(() => 0);
  element("current").textContent = "";
  showFacts(layout, selection.view, name);
  showRequests(selection.view ?? layout, name);
  history.replaceState(null, "", `#${new URLSearchParams([...FIELDS.map((id) => [id, element(id).value]),
    ["readonly", element("readonly").checked ? "1" : ""]])}`);
}

function fill(values) {
  for (const id of FIELDS) element(id).value = values[id] ?? "";
  element("readonly").checked = Boolean(values.readonly);
}

/** Moves the current item along the last axis, or the one before it. */
function move(event) {
  const steps = {ArrowLeft: [1, -1], ArrowRight: [1, 1], ArrowUp: [2, -1], ArrowDown: [2, 1]}[event.key];
  if (!steps || picture.count === 0) return;
  const {shape} = picture.layout, axis = shape.length - steps[0];
  event.preventDefault();
  if (axis >= 0 && element("current").textContent !== "") {
    current[axis] = (current[axis] + steps[1] + shape[axis]) % shape[axis];
  }
  element("current").textContent = picture.mark(current);
}

EXAMPLES.forEach(([name], position) => element("example").append(make("option", {value: position}, name)));
element("example").addEventListener("change", () => {
  fill(EXAMPLES[element("example").value][1]);
  update();
});
element("form").addEventListener("input", (event) => {
  if (event.target === element("example")) return;
  element("example").selectedIndex = -1;
  update();
});
element("form").addEventListener("submit", (event) => event.preventDefault());
element("memory").addEventListener("keydown", move);
if (location.hash.length > 1) {
  fill(Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
  element("example").selectedIndex = -1;
}
update();
