// Is this quotation verbatim? The same answers as src/clipping/check/ gives, with the same patterns and words,
// which stand in the page as data. tests/cases/check.md is held against both.
"use strict";
const data = JSON.parse(document.getElementById("evidence").textContent);
const pattern = (source, flags = "u") => new RegExp(source, flags);
const P = data.patterns, UNIT = pattern(P.unit, "gu"), HIDDEN = pattern(P.hidden, "gu");
const { WORDS_IN_CAPITALS, AROUND, MOST_PLACES, MOST_TOLD } = data.limits;
const WHITE = pattern(P.white), MARK = pattern(`${P.white}|${P.single}|${P.double}`);
const RUN = pattern(`(?:${P.space}|${P.break})+`, "gu");
const OF_WORD = pattern(`[\\p{L}\\p{N}\\p{M}\\p{Sc}${P.wordSigns}]`);
const JOINING = pattern(P.joining), JOINING_DIGITS = pattern(P.joiningDigits), NUMBER_SIGNS = pattern(P.numberSigns);
const SPACED_SIGNS = pattern(P.spacedSigns), SPACED_UNITS = pattern(P.spacedUnits);
const KEYS = ["", "…", "—", "-", " ", '"', '"'], MARKS = "\"'", EVERY_END = " …\"'";

const seen = (raw) => raw.replace(HIDDEN, "");
const spaced = (raw) => seen(raw).replace(RUN, " ");
const inOneLine = (text) => text.split(/\s+/u).filter(Boolean).join(" ");
const isWord = (key) => OF_WORD.test(key);
const isDigit = (key) => /^\p{Nd}/u.test(key);
const isNumeric = (key) => /^\p{N}/u.test(key);
const isCurrency = (key) => /^\p{Sc}/u.test(key);
const last = (list) => list[list.length - 1];
const smallest = (list, size) => list.reduce((best, one) => (best && size(best) <= size(one) ? best : one), undefined);

// Without white space and invisible characters at the ends, or at one of them; none is half of a character.
function trimmed(raw, left = true, right = true, white = WHITE) {
  let from = 0, to = raw.length;
  while (left && from < to && white.test(raw[from])) from++;
  while (right && from < to && white.test(raw[to - 1])) to--;
  return raw.slice(from, to);
}

// A text as units: their keys, and for each where it begins; last, where the text ends.
class Units {
  constructor(text, keys, starts) { Object.assign(this, { text, keys, starts }); }
  raw(from, to) { return this.text.slice(this.starts[from], this.starts[to]); }
  cut(from, to) { return new Units(this.text, this.keys.slice(from, to), this.starts.slice(from, to + 1)); }
  key(from, to) { return this.keys.slice(from, to).join(""); }
  sign(at) { return at < 0 || at >= this.keys.length || " —…".includes(this.keys[at]) ? "" : this.text[this.starts[at]]; }
  stripped(edges = " …") {  // feet and inches are no marks of quotation
    let from = 0, to = this.keys.length;
    const measures = (at) => at > 0 && ["'", '"'].includes(this.sign(at)) && isNumeric(this.keys[at - 1]);
    while (from < to && edges.includes(this.keys[from])) from++;
    while (to > from && edges.includes(this.keys[to - 1]) && !measures(to - 1)) to--;
    return this.cut(from, to);
  }
}

function units(text, inCapitals = false) {
  const keys = [], starts = [];
  for (const found of text.matchAll(UNIT)) {
    const group = [1, 2, 3, 4, 5, 6, 7].find((number) => found[number] !== undefined) ?? 0;
    let key = KEYS[group];
    if (group === 5 && keys.length && isNumeric(last(keys))) key = "'";
    if (group === 7) {
      key = found[7].normalize("NFC");
      if (inCapitals || !(keys.length && isWord(last(keys)))) key = key.toLowerCase();
    }
    for (const one of key ?? "") {
      keys.push(one);
      starts.push(found.index);
    }
  }
  return new Units(text, keys, [...starts, text.length]);
}

// Where words and numbers begin and end.
function tokens(units) {
  const found = [];
  for (let from = 0, at = 1; at <= units.keys.length; at++) {
    if (insideWord(units, at)) continue;
    if (units.keys[from] !== " ") found.push([from, at]);
    from = at;
  }
  return found;
}

const words = (units) => tokens(units).filter(([from, to]) => isWord(units.key(from, to)));

function* finds(stream, sought, start = 0) {
  const { keys } = sought, size = keys.length;
  for (let at = start; at + size <= stream.keys.length; at++) {
    let same = 0;
    while (same < size && stream.keys[at + same] === keys[same]) same++;
    if (same === size && !insideWord(stream, at) && !insideWord(stream, at + size)) yield at;
  }
}

// Whether a word or a number goes on over the boundary before the unit at a place.
function insideWord(units, at) {
  const { keys } = units;
  if (at <= 0 || at >= keys.length) return false;
  if (isWord(keys[at - 1]) && isWord(keys[at])) return true;
  return joins(units, at - 1) || spaces(units, at - 1) || joins(units, at) || spaces(units, at) || signs(units, at)
    || hangs(units, at);
}

function joins(units, at) {  // a sign inside a word or a number
  const { keys } = units, sign = units.sign(at);
  if (at <= 0 || at >= keys.length - 1) return false;
  if (isDigit(keys[at - 1]) && isDigit(keys[at + 1]) && JOINING_DIGITS.test(sign)) return true;
  return isWord(keys[at - 1]) && isWord(keys[at + 1]) && JOINING.test(sign);
}

function signs(units, at) {  // a sign of the number that follows
  if (!NUMBER_SIGNS.test(units.sign(at - 1))) return false;
  while (NUMBER_SIGNS.test(units.sign(at))) at++;
  return at < units.keys.length && (isNumeric(units.keys[at]) || isCurrency(units.keys[at]));
}

function spaces(units, at) {  // a space in a number
  const { keys } = units, before = keys[at - 1], after = keys[at + 1];
  if (keys[at] !== " " || at <= 0 || at >= keys.length - 1 || units.raw(at, at + 1).includes("\n")) return false;
  if (isNumeric(before) && (SPACED_UNITS.test(after) || isCurrency(after))) return true;
  if (isNumeric(after) && (SPACED_SIGNS.test(units.sign(at - 1)) || isCurrency(before))) return true;
  const head = digits(keys.slice(Math.max(0, at - 4), at).reverse());
  return head >= 1 && head <= 3 && digits(keys.slice(at + 1, at + 5)) === 3;
}

function hangs(units, at) {  // a hyphen joins a word and what a mark or bracket opens
  const { keys } = units, opens = (key) => key !== undefined && data.openers.includes(key);
  let from = at;
  while (from && opens(keys[from - 1])) from--;
  if (keys[at] === "-") return isWord(keys[at - 1]) && opens(keys[at + 1]);
  return from > 1 && keys[from - 1] === "-" && isWord(keys[from - 2]) && (opens(keys[at]) || isWord(keys[at]));
}

function digits(keys) {
  const first = keys.findIndex((key) => !isDigit(key));
  return first < 0 ? keys.length : first;
}

// How words that both have are set differently.
function differences(stream, at, pasted) {
  const size = pasted.keys.length, found = new Map(), bare = (line) => trimmed(line);
  const compared = (raw) => (raw.includes("\n") ? "\n" + raw.split("\n").map(bare).join("") : raw).normalize("NFC");
  if (stream.raw(at, at + size) === pasted.raw(0, size)) return [];
  const { " ": space, "\n": paragraph } = data.categories;
  const note = (...one) => found.set(one.join("\n"), { category: one[0], article: one[1], pasted: one[2] });
  let told = 0;
  pasted.keys.forEach((key, number) => {
    const [there, here] = [stream.raw(at + number, at + number + 1), pasted.raw(number, number + 1)]
      .map((raw) => trimmed(raw, number === 0, number === size - 1));
    if (compared(there) === compared(here)) return;
    const kind = there.includes("\n") && !here.includes("\n") ? "\n" : key;
    const category = seen(there) !== seen(here) ? data.categories[kind] ?? "case" : space;
    if (category === space || category === paragraph) note(category, "", "");
    else if (category !== "case") {
      note(category, trimmed(stream.raw(...stretch(stream, at + number))), trimmed(pasted.raw(...stretch(pasted, number))));
    } else if (number >= told) {
      const here = word(pasted, number);
      told = here[1];
      note(category, stream.raw(...word(stream, at + number)), pasted.raw(...here));
    }
  });
  return [...found.values()];
}

function stretch(units, at) {
  const ends = (place) => [" ", P.break].includes(units.keys[place]);
  let from = at, to = at;
  while (from > Math.max(0, at - AROUND) && !ends(from - 1)) from--;
  while (to < Math.min(units.keys.length, at + AROUND) && !ends(to)) to++;
  return [from, to];
}

function word(units, at) {
  let from = at, to = at + 1;
  while (from > at - AROUND && insideWord(units, from)) from--;
  while (to < at + AROUND && insideWord(units, to)) to++;
  return [from, to];
}

// Where words stand, and who says them.
const isParagraph = ([name]) => name[0] === "p";
const STREAM = data.texts.map((each, number, every) => {
  const next = every[number + 1];
  return each[2] + (!next ? "" : isParagraph(each) && isParagraph(next) ? "\n" : P.break);
}).join("");
const texts = Object.fromEntries(data.texts.map(([name, , text]) => [name, text]));
for (const quotation of data.quotations) {  // Python counts code points, a script the halves of some
  const half = (name, point) => [...texts[name]].slice(0, point).join("").length;
  quotation.parts = quotation.parts.map(([name, from, to]) => [name, half(name, from), half(name, to)]);
}

function place(start, end) {
  const stretches = [];
  let offset = 0;
  for (const [name, , text] of data.texts) {
    let from = Math.max(start - offset, 0), to = Math.min(end - offset, text.length);
    offset += text.length + 1;
    if (from >= to) continue;
    const bare = text.slice(from, to), white = MARK;
    from += bare.length - trimmed(bare, true, false, white).length;
    to -= bare.length - trimmed(bare, false, true, white).length;
    if (from < to) stretches.push([name, from, to]);
  }
  const touches = ([name, from, to]) => ([part, a, b]) => part === name && a < to && from < b;
  const holds = ([name, from, to]) => ([part, a, b]) => part === name && a <= from && to <= b;
  const touching = data.quotations.filter((q) => stretches.some((one) => q.parts.some(touches(one))));
  const holding = touching.filter((q) => stretches.every((one) => q.parts.some(holds(one))));
  const inmost = smallest(holding, (q) => q.parts.reduce((sum, [, from, to]) => sum + to - from, 0));
  return {
    targets: stretches.map(([name]) => name),
    text: trimmed(STREAM.slice(start, end)),
    said: inmost?.said ?? (touching.some((q) => q.said === "quotation") ? "partly" : "article"),
    quotation: inmost?.id ?? null,
    speaker: inmost?.speaker ?? null,
  };
}

function check(pasted) {
  const answer = { kind: "empty", places: [], differences: [], marked: [], turning: [], stitched: false, quoted: false };
  pasted = pasted.replaceAll(P.break, " ").normalize("NFC");
  const capitals = inCapitals(pasted), sought = units(pasted, capitals), bare = sought.stripped(EVERY_END);
  if (!words(bare).length) return answer;
  const stream = units(STREAM, capitals);
  const at = (from, to) => place(stream.starts[from], stream.starts[to]);
  const whole = unwrapped(sought.stripped());
  return {
    ...answer,
    ...(found(stream, whole, at) ?? found(stream, bare, at) ?? shortened(stream, bare, at)
      ?? different(stream, bare, at, quoted(stream, sought, at))),
  };
}

function inCapitals(pasted) {
  if (pasted !== pasted.toUpperCase()) return false;
  const found = units(pasted), cased = (word) => found.raw(...word) !== found.raw(...word).toLowerCase();
  return words(found).filter(cased).length >= WORDS_IN_CAPITALS;
}

function unwrapped(sought) {
  const size = sought.keys.length;
  let off = 0;
  while (size - 2 * off > 1 && MARKS.includes(sought.keys[off]) && MARKS.includes(sought.keys[size - 1 - off])) off++;
  return sought.cut(off, size - off);
}

function found(stream, sought, at) {
  const each = some(finds(stream, sought)).map((start) => [start, differences(stream, start, sought)]);
  if (!each.length) return null;
  const least = smallest(each, ([, list]) => list.length)[1];
  const every = each.filter(([, list]) => JSON.stringify(list) === JSON.stringify(least))
    .map(([start]) => at(start, start + sought.keys.length));
  const name = (one) => JSON.stringify([one.targets, one.said, one.quotation]);
  const places = every.filter((one, number) => every.findIndex((other) => name(other) === name(one)) === number);
  const kind = least.length ? "typography" : "exact";
  return { kind, places, differences: least, marked: [["same", spaced(places[0].text)]] };
}

function some(places) {  // so many as are looked at
  const found = [];
  for (const place of places) if (found.push(place) === MOST_PLACES) break;
  return found;
}

function shortened(stream, sought, at) {
  const pieces = [];
  for (let from = 0, to; from <= sought.keys.length; from = to + 1) {
    to = sought.keys.indexOf("…", from);
    if (to < 0) to = sought.keys.length;
    pieces.push(sought.cut(from, to).stripped(EVERY_END));
  }
  if (pieces.length < 2 || pieces.some((piece) => words(piece).length < 2)) return null;
  const chain = (start) => {
    const spans = [[start, start + pieces[0].keys.length]];
    for (const piece of pieces.slice(1)) {
      const following = finds(stream, piece, last(spans)[1]).next().value;
      if (following === undefined) return null;
      spans.push([following, following + piece.keys.length]);
    }
    return spans;
  };
  const chains = some(finds(stream, pieces[0])).map(chain).filter(Boolean);
  if (!chains.length) return null;
  const spans = smallest(chains, (one) => last(one)[1] - one[0][0]);
  const marked = [], turning = [], differing = new Map();
  spans.forEach(([from, to], number) => {
    if (number) {
      const dropped = stream.cut(spans[number - 1][1], from);
      marked.push(["article", spaced(dropped.raw(0, dropped.keys.length))]);
      turning.push(...turns(dropped));
    }
    marked.push(["same", spaced(stream.raw(from, to))]);
    for (const one of differences(stream, from, pieces[number])) differing.set(JSON.stringify(one), one);
  });
  const places = spans.map(([from, to]) => at(from, to));
  const stitched = new Set(places.map((one) => JSON.stringify([one.said, one.speaker ?? one.quotation]))).size > 1;
  return { kind: "shortened", places, differences: [...differing.values()], marked, turning, stitched };
}

function turns(dropped) {
  if (!data.turning) return [];
  const turning = pattern(data.turning);
  return words(dropped).filter(([from, to]) => turning.test(dropped.key(from, to).toLowerCase()))
    .map(([from, to]) => seen(dropped.raw(from, to)));
}

