// Layouts of arrays in memory, as the library computes them: keys, contiguity, requests, addresses.
// Plain functions without a document: the page and the tests both use them.
"use strict";

const POINTER_SIZE = 8;
const MOST_AXES = 64;
const WRITABLE = 1, FORMAT = 4, ND = 8, STRIDES = 0x18;
const C_CONTIGUOUS = 0x38, F_CONTIGUOUS = 0x58, ANY_CONTIGUOUS = 0x98, INDIRECT = 0x118;

const REQUESTS = [
  ["SIMPLE", 0], ["WRITABLE", WRITABLE], ["FORMAT", FORMAT], ["ND", ND], ["STRIDES", STRIDES],
  ["C_CONTIGUOUS", C_CONTIGUOUS], ["F_CONTIGUOUS", F_CONTIGUOUS], ["ANY_CONTIGUOUS", ANY_CONTIGUOUS],
  ["INDIRECT", INDIRECT], ["CONTIG", ND | WRITABLE], ["CONTIG_RO", ND],
  ["STRIDED", STRIDES | WRITABLE], ["STRIDED_RO", STRIDES], ["RECORDS", STRIDES | WRITABLE | FORMAT],
  ["RECORDS_RO", STRIDES | FORMAT], ["FULL", INDIRECT | WRITABLE | FORMAT],
  ["FULL_RO", INDIRECT | FORMAT],
];

/** An error of the library: its kind and its text. */
class LibraryError extends Error {
  constructor(kind, text) {
    super(text);
    this.kind = kind;
  }
}

/** Raises an error of the library. */
function raise(kind, text) {
  throw new LibraryError(kind, text);
}

const product = (numbers) => numbers.reduce((all, number) => all * number, 1);

/** Strides of a contiguous array, in bytes. */
function contiguousStrides(shape, itemsize, order) {
  const strides = new Array(shape.length);
  let stride = itemsize;
  for (let rank = 0; rank < shape.length; rank++) {
    const axis = order === "F" ? rank : shape.length - 1 - rank;
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

/** A view of an array: `start` is the offset of the first item from buf of the original, `pointers` the
 * pointers that were followed already, each an offset and what is added afterwards. */
function makeLayout({shape, strides, suboffsets, itemsize, readonly}) {
  if (shape.length > MOST_AXES) raise("ValueError", "memoryview: number of dimensions must not exceed 64");
  if (itemsize < 0) raise("ValueError", "itemsize must not be negative");
  if (shape.some((extent) => extent < 0)) raise("ValueError", "shape must not be negative");
  const indirect = suboffsets !== null && suboffsets.some((offset) => offset >= 0);
  return {
    shape, itemsize, readonly,
    strides: strides ?? contiguousStrides(shape, itemsize, "C"),
    suboffsets: indirect ? suboffsets : null,
    followed: [], start: 0,
  };
}

const byteCount = (layout) => product(layout.shape) * layout.itemsize;

/** Whether the items lie without gaps in order "C" or "F". */
function isContiguous(layout, order) {
  const {shape, strides, suboffsets, itemsize} = layout;
  if (suboffsets !== null) return false;
  if (shape.length === 1) return shape[0] === 1 || strides[0] === itemsize;
  if (byteCount(layout) === 0) return true;
  const wanted = contiguousStrides(shape, itemsize, order);
  return shape.every((extent, axis) => extent <= 1 || strides[axis] === wanted[axis]);
}

// --- keys ---

const INDEX = /^[+-]?\d+$/;

function parseElement(text) {
  if (text === "...") return {kind: "ellipsis"};
  if (INDEX.test(text)) return {kind: "index", index: Number(text)};
  const parts = text.split(":").map((part) => part.trim());
  const isSlice = parts.length >= 2 && parts.length <= 3;
  if (!isSlice || parts.some((part) => part !== "" && !INDEX.test(part))) {
    throw new SyntaxError(`“${text}” is no index, slice or ...`);
  }
  const [start, stop, step] = parts.map((part) => (part === "" ? null : Number(part)));
  return {kind: "slice", start, stop, step: step ?? null};
}

/** The elements of a key in Python's notation, and whether it is a tuple. */
function parseKey(text) {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed === "()") return {elements: [], isTuple: true};
  const parts = trimmed.split(",").map((part) => part.trim());
  const isTuple = parts.length > 1;
  if (isTuple && parts[parts.length - 1] === "") parts.pop();
  return {elements: parts.map(parseElement), isTuple};
}

const clamp = (number, low, high) => Math.min(Math.max(number, low), high);

/** The first index, the step and the number of items of a slice, as in Python. */
function sliceBounds({start, stop, step}, extent) {
  step ??= 1;
  if (step === 0) raise("ValueError", "slice step cannot be zero");
  const [low, high] = step < 0 ? [-1, extent - 1] : [0, extent];
  const bound = (value) => clamp(value < 0 ? value + extent : value, low, high);
  const first = start === null ? (step < 0 ? high : low) : bound(start);
  const last = stop === null ? (step < 0 ? low : high) : bound(stop);
  return {start: first, step, count: Math.max(0, Math.ceil((last - first) / step))};
}

function checkedIndex(index, extent, axis) {
  const found = index < 0 ? index + extent : index;
  if (found < 0 || found >= extent) raise("IndexError", `index out of bounds on dimension ${axis + 1}`);
  return found;
}

/** What a key selects of each axis. */
function selections(layout, {elements}) {
  const ndim = layout.shape.length;
  const ellipses = elements.filter(({kind}) => kind === "ellipsis").length;
  if (ndim === 0 && elements.length > 0 && !(elements.length === 1 && ellipses === 1)) {
    raise("TypeError", "invalid indexing of 0-dim memory");
  }
  if (ellipses > 1) raise("TypeError", "memoryview: a key can only have a single ellipsis ('...')");
  if (elements.length - ellipses > ndim) {
    raise("TypeError", `cannot index ${ndim}-dimension view with ${elements.length}-element tuple`);
  }
  const chosen = layout.shape.map((extent) => ({start: 0, step: 1, count: extent}));
  let axis = 0;
  elements.forEach((element, position) => {
    if (element.kind === "ellipsis") {
      axis = ndim - (elements.length - position - 1);
      return;
    }
    chosen[axis] = element.kind === "slice"
      ? sliceBounds(element, layout.shape[axis])
      : {index: checkedIndex(element.index, layout.shape[axis], axis)};
    axis++;
  });
  return chosen;
}

// --- derived layouts ---

/** Adds the axes of a selection to a new layout, in order. */
class Derivation {
  constructor(layout) {
    this.layout = {...layout, shape: [], strides: [], suboffsets: [], followed: [...layout.followed]};
    this.hasItems = byteCount(layout) > 0;
    this.lastIndirect = -1;
    this.hasNegative = false;
  }

  /** Moves what is added next: after the last pointer that is followed. */
  move(offset) {
    if (this.lastIndirect < 0) this.layout.start += offset;
    else this.layout.suboffsets[this.lastIndirect] += offset;
  }

  follow(axis) {
    this.hasNegative = this.isLastNegative();
    this.lastIndirect = axis;
  }

  isLastNegative() {
    return this.hasNegative || (this.lastIndirect >= 0 && this.layout.suboffsets[this.lastIndirect] < 0);
  }

  keep({start, step, count}, stride, suboffset) {
    this.move(count > 0 ? start * stride : 0);
    this.layout.shape.push(count);
    this.layout.strides.push(stride * step);
    this.layout.suboffsets.push(suboffset < 0 ? -1 : suboffset);
    if (suboffset >= 0) this.follow(this.layout.shape.length - 1);
  }

  drop(index, stride, suboffset) {
    this.move(index * stride);
    if (suboffset < 0 || !this.hasItems) return;
    const nearest = this.layout.shape.length - 1;
    if (nearest < 0) {
      this.layout.followed.push({at: this.layout.start, then: suboffset});
      this.layout.start = 0;
      return;
    }
    if (nearest === this.lastIndirect) {
      raise("BufferError", "memoryview: two pointers would have to be followed on one dimension");
    }
    this.layout.suboffsets[nearest] = suboffset;
    this.follow(nearest);
  }

  finish() {
    if (this.isLastNegative()) {
      raise("BufferError", "memoryview: a suboffset would be negative, which means that there is none");
    }
    if (this.lastIndirect < 0) this.layout.suboffsets = null;
    return this.layout;
  }
}

/** The view, or with an index for each axis the item, that a key selects. */
function select(layout, key) {
  const isItem = key.elements.every(({kind}) => kind === "index") && key.elements.length >= layout.shape.length;
  const chosen = selections(layout, key);
  if (isItem) return {item: chosen.map(({index}) => index)};
  const derivation = new Derivation(layout);
  chosen.forEach((choice, axis) => {
    const stride = layout.strides[axis], suboffset = layout.suboffsets?.[axis] ?? -1;
    if ("index" in choice) derivation.drop(choice.index, stride, suboffset);
    else derivation.keep(choice, stride, suboffset);
  });
  return {view: derivation.finish()};
}

// --- requests ---

const asks = (flags, flag) => (flags & flag) === flag;

/** The text of the BufferError with which a memoryview refuses a request; null if it does not. */
function refusal(layout, flags) {
  const [c, f] = ["C", "F"].map((order) => isContiguous(layout, order));
  const refuse = (why) => `memoryview: ${why}`;
  if (asks(flags, WRITABLE) && layout.readonly) return refuse("underlying buffer is not writable");
  if (asks(flags, C_CONTIGUOUS) && !c) return refuse("underlying buffer is not C-contiguous");
  if (asks(flags, F_CONTIGUOUS) && !f) return refuse("underlying buffer is not Fortran contiguous");
  if (asks(flags, ANY_CONTIGUOUS) && !c && !f) return refuse("underlying buffer is not contiguous");
  if (!asks(flags, INDIRECT) && layout.suboffsets !== null) {
    return refuse("underlying buffer requires suboffsets");
  }
  if (!asks(flags, STRIDES) && !c) return refuse("underlying buffer is not C-contiguous");
  if ((flags & (ND | FORMAT)) === FORMAT) {
    return refuse("cannot cast to unsigned bytes if the format flag is present");
  }
  return null;
}

/** The answer to a request: the fields that it fills, or the error. */
function answer(layout, flags) {
  const error = refusal(layout, flags);
  if (error !== null) return {error};
  const isArray = asks(flags, ND), hasAxes = layout.shape.length > 0;
  return {
    ndim: isArray ? layout.shape.length : 1,
    format: asks(flags, FORMAT),
    shape: isArray && hasAxes ? layout.shape : null,
    strides: asks(flags, STRIDES) && hasAxes ? layout.strides : null,
    suboffsets: layout.suboffsets,
  };
}

// --- memory ---

/** All combinations of indices, the last axis fastest. */
function* indicesOf(shape) {
  if (shape.some((extent) => extent === 0)) return;
  const indices = shape.map(() => 0);
  for (;;) {
    yield [...indices];
    let axis = shape.length - 1;
    while (axis >= 0 && ++indices[axis] === shape[axis]) indices[axis--] = 0;
    if (axis < 0) return;
  }
}

/** Where an item lies: offsets and pointers, as [offset, offset after the first pointer, …]. The first
 * counts from buf of the original array. */
function place(layout, indices) {
  const path = [...layout.followed.reduce((all, {at, then}) => {
    all[all.length - 1] += at;
    return [...all, then];
  }, [0])];
  path[path.length - 1] += layout.start;
  indices.forEach((index, axis) => {
    path[path.length - 1] += index * layout.strides[axis];
    const suboffset = layout.suboffsets?.[axis] ?? -1;
    if (suboffset >= 0) path.push(suboffset);
  });
  return path;
}

const Layouts = {
  REQUESTS, POINTER_SIZE, LibraryError, makeLayout, parseKey, select, isContiguous, byteCount, answer,
  indicesOf, place, contiguousStrides,
};
if (typeof module !== "undefined") module.exports = Layouts;
