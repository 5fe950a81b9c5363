// Is this quotation verbatim? The same answers as src/clipping/check/ gives, with the same patterns and words,
// which stand in the page as data. tests/cases/check.md is held against both.
"use strict";
const data = JSON.parse(document.getElementById("evidence").textContent);
const pattern = (source, flags = "u") => new RegExp(source, flags);
const P = data.patterns, UNIT = pattern(P.unit, "gu"), HIDDEN = pattern(P.hidden, "gu");
const BEGINNING = pattern(P.beginning), END = pattern(P.end);
const EDGE = `(?:${P.space}|${P.hidden}|${P.single}|${P.double})+`;
const LEFT = pattern("^" + EDGE), RIGHT = pattern(EDGE + "$");
const JOINING = pattern(P.joining), JOINING_DIGITS = pattern(P.joiningDigits);
const WORD_SIGNS = `\\p{L}\\p{N}\\p{M}\\p{Sc}${P.wordSigns.slice(1, -1)}`, NUMBER_SIGNS = pattern(P.numberSigns);
const WORDLIKE = pattern(`^[${WORD_SIGNS}]`);
const KEYS = ["", "…", "—", "-", " ", '"', '"'];
const RUN = pattern(`(?:${P.space}|${P.break})+`, "gu");
const MARKS = "\"'", EVERY_END = " …\"'", WORDS_IN_CAPITALS = 3;

const seen = (raw) => raw.replace(HIDDEN, "");
const spaced = (raw) => seen(raw).replace(RUN, " ");
const trimmed = (raw) => raw.replace(BEGINNING, "").replace(END, "");
const inOneLine = (text) => text.split(/\s+/u).filter(Boolean).join(" ");
const isWord = (key) => WORDLIKE.test(key);
const isDigit = (key) => /^\p{Nd}/u.test(key);
const last = (list) => list[list.length - 1];
const smallest = (list, size) => list.reduce((best, one) => (best && size(best) <= size(one) ? best : one), undefined);

// A text as units: their keys, and for each where it begins; last, where the text ends.
class Units {
  constructor(text, keys, starts) { Object.assign(this, { text, keys, starts }); }
  raw(from, to) { return this.text.slice(this.starts[from], this.starts[to]); }
  cut(from, to) { return new Units(this.text, this.keys.slice(from, to), this.starts.slice(from, to + 1)); }
  key(from, to) { return this.keys.slice(from, to).join(""); }
  stripped(edges = " …") {
    let from = 0, to = this.keys.length;
    while (from < to && edges.includes(this.keys[from])) from++;
    while (to > from && edges.includes(this.keys[to - 1])) to--;
    return this.cut(from, to);
  }
  get tokens() {  // each word, and each sign that stands in none
    const found = [];
    for (let from = 0, at = 1; at <= this.keys.length; at++) {
      if (insideWord(this, at)) continue;
      if (!" …".includes(this.keys[from])) found.push([from, at]);
      from = at;
    }
    return found;
  }
  get words() { return this.tokens.filter(([from]) => isWord(this.keys[from])); }
}

function units(text, inCapitals = false) {
  const keys = [], starts = [];
  for (const found of text.matchAll(UNIT)) {
    const group = [1, 2, 3, 4, 5, 6, 7].find((number) => found[number] !== undefined) ?? 0;
    let key = KEYS[group];
    if (group === 5 && /[0-9]/.test(text[found.index - 1] ?? "")) key = "'";
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

function* finds(stream, sought, start = 0) {
  for (let at = start; at + sought.keys.length <= stream.keys.length; at++) {
    if (sought.keys.every((key, number) => stream.keys[at + number] === key)
        && !insideWord(stream, at) && !insideWord(stream, at + sought.keys.length)) yield at;
  }
}

// Whether a word or a number goes on over the boundary before the unit at a place.
function insideWord(stream, at) {
  const { keys } = stream;
  if (at <= 0 || at >= keys.length) return false;
  const raw = (place) => stream.text[stream.starts[place]];
  const joins = (sign) => {
    if (sign <= 0 || sign >= keys.length - 1 || keys[sign] === "—") return false;
    if (isDigit(keys[sign - 1]) && isDigit(keys[sign + 1]) && JOINING_DIGITS.test(raw(sign))) return true;
    return isWord(keys[sign - 1]) && isWord(keys[sign + 1]) && JOINING.test(raw(sign));
  };
  const opensNumber = (sign) => keys[sign] !== "—" && NUMBER_SIGNS.test(raw(sign)) && !(sign && isWord(keys[sign - 1]));
  const groups = (space) => {  // as in 10 000
    if (keys[space] !== " " || stream.raw(space, space + 1).includes("\n")) return false;
    const before = digits(keys.slice(Math.max(0, space - 4), space).reverse());
    return before >= 1 && before <= 3 && digits(keys.slice(space + 1, space + 5)) === 3;
  };
  return (isWord(keys[at - 1]) && isWord(keys[at])) || [at - 1, at].some((sign) => joins(sign) || groups(sign))
    || (/^[\p{Nd}\p{Sc}]/u.test(keys[at]) && opensNumber(at - 1));
}

function digits(keys) {
  const first = keys.findIndex((key) => !isDigit(key));
  return first < 0 ? keys.length : first;
}

function differences(stream, at, pasted) {
  const found = new Map();
  pasted.keys.forEach((key, number) => {
    let there = stream.raw(at + number, at + number + 1), here = pasted.raw(number, number + 1);
    if (number === 0) [there, here] = [there.replace(BEGINNING, ""), here.replace(BEGINNING, "")];
    if (number === pasted.keys.length - 1) [there, here] = [there.replace(END, ""), here.replace(END, "")];
    if (there.normalize("NFC") === here.normalize("NFC")) return;
    if (key === " " && there.includes("\n") && here.includes("\n")) return;
    const kind = key === " " && there.includes("\n") ? "\n" : key, { " ": space, "\n": paragraph } = data.categories;
    const category = seen(there) !== seen(here) ? data.categories[kind] ?? "case" : space;
    const tell = { [space]: () => "", [paragraph]: () => "", case: wordAround }[category] ?? around;
    const words = [tell(stream, at + number), tell(pasted, number)];
    found.set([category, ...words].join("\n"), { category, article: words[0], pasted: words[1] });
  });
  return [...found.values()];
}

function around(units, at) {
  let from = at, to = at;
  while (from > 0 && ![" ", P.break].includes(units.keys[from - 1])) from--;
  while (to < units.keys.length && ![" ", P.break].includes(units.keys[to])) to++;
  return trimmed(units.raw(from, to));
}

function wordAround(units, at) {
  let from = at, to = at + 1;
  while (insideWord(units, from)) from--;
  while (insideWord(units, to)) to++;
  return units.raw(from, to);
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
    const words = text.slice(from, to);
    from += LEFT.exec(words)?.[0].length ?? 0;
    to -= RIGHT.exec(words)?.[0].length ?? 0;
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
    said: inmost ? "quotation" : touching.length ? "partly" : "article",
    quotation: inmost?.id ?? null,
    speaker: inmost?.speaker ?? null,
  };
}

function check(pasted) {
  const answer = { kind: "empty", places: [], differences: [], marked: [], turning: [], stitched: false };
  const capitals = pasted === pasted.toUpperCase() && pasted !== pasted.toLowerCase();
  const inCapitals = capitals && units(pasted).words.length >= WORDS_IN_CAPITALS;
  const sought = units(pasted.replaceAll(P.break, " "), inCapitals), bare = sought.stripped(EVERY_END);
  if (!bare.words.length) return answer;
  const stream = units(STREAM, inCapitals);
  const at = (from, to) => place(stream.starts[from], stream.starts[to]);
  const whole = unwrapped(sought.stripped());
  return {
    ...answer,
    ...(found(stream, whole, at) ?? found(stream, bare, at) ?? shortened(stream, bare, at) ?? different(stream, bare, at)),
  };
}

function unwrapped(sought) {
  const size = sought.keys.length;
  let off = 0;
  while (size - 2 * off > 1 && MARKS.includes(sought.keys[off]) && MARKS.includes(sought.keys[size - 1 - off])) off++;
  return sought.cut(off, size - off);
}

function found(stream, sought, at) {
  const each = [...finds(stream, sought)].map((start) => [start, differences(stream, start, sought)]);
  if (!each.length) return null;
  const least = smallest(each, ([, list]) => list.length)[1];
  const every = each.filter(([, list]) => JSON.stringify(list) === JSON.stringify(least))
    .map(([start]) => at(start, start + sought.keys.length));
  const name = (one) => JSON.stringify([one.targets, one.said, one.quotation]);
  const places = every.filter((one, number) => every.findIndex((other) => name(other) === name(one)) === number);
  const kind = least.length ? "typography" : "exact";
  return { kind, places, differences: least, marked: [["same", spaced(places[0].text)]] };
}

function shortened(stream, sought, at) {
  const pieces = [];
  for (let from = 0, to; from <= sought.keys.length; from = to + 1) {
    to = sought.keys.indexOf("…", from);
    if (to < 0) to = sought.keys.length;
    pieces.push(sought.cut(from, to).stripped(EVERY_END));
  }
  if (pieces.length < 2 || pieces.some((piece) => piece.words.length < 2)) return null;
  const chain = (start) => {
    const spans = [[start, start + pieces[0].keys.length]];
    for (const piece of pieces.slice(1)) {
      const following = finds(stream, piece, last(spans)[1]).next().value;
      if (following === undefined) return null;
      spans.push([following, following + piece.keys.length]);
    }
    return spans;
  };
  const chains = [...finds(stream, pieces[0])].map(chain).filter(Boolean);
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
  return dropped.words.filter(([from, to]) => pattern(data.turning).test(dropped.key(from, to).toLowerCase()))
    .map(([from, to]) => seen(dropped.raw(from, to)));
}

