// Is this quotation verbatim? The same answers as src/clipping/check/ gives, with the same patterns and words,
// which stand in the page as data. tests/cases/check.md is held against both.
"use strict";
const data = JSON.parse(document.getElementById("evidence").textContent);
const pattern = (source, flags = "u") => new RegExp(source, flags);
const P = data.patterns, UNIT = pattern(P.unit, "gu"), HIDDEN = pattern(P.hidden, "gu"), ENDS = pattern(P.ends, "gu");
const EDGE = `(?:${P.space}|${P.hidden}|${P.single}|${P.double})+`;
const LEFT = pattern("^" + EDGE), RIGHT = pattern(EDGE + "$");
const JOINING = pattern(P.joining), JOINING_DIGITS = pattern(P.joiningDigits);
const KEYS = ["", "…", "-", " ", '"', '"'];
const RUN = pattern(P.space + "+", "gu");
const MARKS = "\"'", EVERY_END = " …\"'", WORDS_IN_CAPITALS = 3, MOST_TOKENS = 600, WORD = 4, SIGN = 2;

const seen = (raw) => raw.replace(HIDDEN, "");
const spaced = (raw) => seen(raw).replace(RUN, " ");
const trimmed = (raw) => raw.replace(ENDS, "");
const inOneLine = (text) => text.split(/\s+/u).filter(Boolean).join(" ");
const isWord = (key) => /^[\p{L}\p{N}\p{M}]/u.test(key);
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
    const group = [1, 2, 3, 4, 5, 6].find((number) => found[number] !== undefined) ?? 0;
    let key = KEYS[group];
    if (group === 4 && /[0-9]/.test(text[found.index - 1] ?? "")) key = "'";
    if (group === 6) {
      key = found[6].normalize("NFC");
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

function insideWord(stream, at) {
  const word = (place) => place >= 0 && place < stream.keys.length && isWord(stream.keys[place]);
  const joins = (sign) => {
    if (sign <= 0 || sign >= stream.keys.length - 1) return false;
    const raw = stream.text[stream.starts[sign]];
    if (isDigit(stream.keys[sign - 1]) && isDigit(stream.keys[sign + 1]) && JOINING_DIGITS.test(raw)) return true;
    return word(sign - 1) && word(sign + 1) && JOINING.test(raw);
  };
  return (word(at - 1) && word(at)) || joins(at - 1) || joins(at);
}

function differences(stream, at, pasted) {
  const found = new Map();
  pasted.keys.forEach((key, number) => {
    let there = stream.raw(at + number, at + number + 1), here = pasted.raw(number, number + 1);
    if (number === pasted.keys.length - 1) [there, here] = [seen(there), seen(here)];
    if (there.normalize("NFC") === here.normalize("NFC")) return;
    if (key === " " && there.includes("\n") && here.includes("\n")) return;
    const category = seen(there) !== seen(here) ? data.categories[key] ?? "case" : "white space";
    const tell = { "white space": () => "", case: wordAround }[category] ?? around;
    const words = [tell(stream, at + number), tell(pasted, number)];
    found.set([category, ...words].join("\n"), { category, article: words[0], pasted: words[1] });
  });
  return [...found.values()];
}

function around(units, at) {
  const from = at > 0 ? units.keys.lastIndexOf(" ", at - 1) + 1 : 0, to = units.keys.indexOf(" ", at);
  return trimmed(units.raw(from, to >= 0 ? to : units.keys.length));
}

function wordAround(units, at) {
  let from = at, to = at + 1;
  while (insideWord(units, from)) from--;
  while (insideWord(units, to)) to++;
  return units.raw(from, to);
}

// Where words stand, and who says them.
const STREAM = data.texts.map(([, , text]) => text).join("\n");
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
  const sought = units(pasted, inCapitals), bare = sought.stripped(EVERY_END);
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
  const places = each.filter(([, list]) => JSON.stringify(list) === JSON.stringify(least))
    .map(([start]) => at(start, start + sought.keys.length));
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

// The nearest passage: of the text with most of the words and its neighbours, the best local alignment.
class Tokens {
  constructor(units, places) {
    Object.assign(this, { units, places, keys: places.map(([from, to]) => units.key(from, to)) });
  }
  cut(from, to) { return new Tokens(this.units, this.places.slice(from, to)); }
  text(from, to) {  // with the white space around it
    const begins = from ? this.places[from - 1][1] : this.places[from][0];
    const ends = to < this.places.length ? this.places[to][0] : this.places[to - 1][1];
    return spaced(this.units.raw(begins, ends));
  }
}

function different(stream, sought, at) {
  const here = new Tokens(sought, sought.tokens), every = new Tokens(stream, stream.tokens);
  const there = every.cut(...closest(every, new Set(here.keys)));
  const some = here.keys.slice(0, MOST_TOKENS), pairs = aligned(there.keys, some), words = (keys) => keys.filter(isWord).length;
  const shared = pairs.filter(([left]) => isWord(there.keys[left])).length;
  if (shared < 2 || 3 * shared < words(some)) return { kind: "absent" };
  const begins = further(there, pairs[0][0], -1, words(here.keys.slice(0, pairs[0][1])));
  const ends = further(there, last(pairs)[0], 1, words(here.keys.slice(last(pairs)[1] + 1))) + 1;
  const marked = [];
  let on = begins, over = 0;
  for (const [left, right, length] of runs(pairs, ends, here.keys.length)) {
    if (on < left) marked.push(["article", there.text(on, left)]);
    if (over < right) marked.push(["pasted", here.text(over, right)]);
    if (length) marked.push(["same", there.text(left, left + length)]);
    [on, over] = [left + length, right + length];
  }
  return { kind: "different", places: [at(there.places[begins][0], there.places[ends - 1][1])], marked };
}

// A word changed at an end belongs to the passage, too: the token so many words on in its own text.
function further(there, place, step, words) {
  let found = place;
  while (words) {
    place += step;
    if (place < 0 || place >= there.places.length) break;
    const first = Math.min(place, place - step);
    if (there.units.raw(there.places[first][1], there.places[first + 1][0]).includes("\n")) break;
    if (isWord(there.keys[place])) [found, words] = [place, words - 1];
  }
  return found;
}

function* runs(pairs, ends, end) {
  let start = 0;
  for (let number = 0; number < pairs.length; number++) {
    const [left, right] = pairs[number], next = pairs[number + 1];
    if (next && next[0] === left + 1 && next[1] === right + 1) continue;
    yield [...pairs[start], number + 1 - start];
    start = number + 1;
  }
  yield [ends, end, 0];
}

function closest(there, wanted) {
  const often = new Map();
  for (const key of there.keys) often.set(key, (often.get(key) ?? 0) + 1);
  const edges = [0], scores = [];
  let score = 0, had = new Set();
  there.keys.forEach((key, number) => {
    if (wanted.has(key) && !had.has(key) && isWord(key)) {
      had.add(key);
      score += Math.floor(1000 / often.get(key));
    }
    const next = there.places[number + 1];
    if (!next || there.units.raw(there.places[number][1], next[0]).includes("\n")) {
      edges.push(number + 1);
      scores.push(score);
      [score, had] = [0, new Set()];
    }
  });
  const best = scores.length ? scores.indexOf(scores.reduce((a, b) => Math.max(a, b))) : 0;
  return [edges[Math.max(0, best - 1)], edges[Math.min(edges.length - 1, best + 2)]];
}

function aligned(left, right) {
  const [lefts, rights] = [left, right].map((keys) => keys.map((key) => (isWord(key) ? WORD : SIGN)));
  const table = Array.from({ length: left.length + 1 }, () => new Int32Array(right.length + 1));
  const through = (i, j) => table[i][j] + (left[i] === right[j] ? lefts[i] : -Math.max(lefts[i], rights[j]) / 2);
  let best = 0, end = [0, 0];
  left.forEach((_, i) => right.forEach((_, j) => {
    const above = table[i][j + 1] - lefts[i] / 2, beside = table[i + 1][j] - rights[j] / 2;
    table[i + 1][j + 1] = Math.max(0, through(i, j), above, beside);
    if (table[i + 1][j + 1] > best) [best, end] = [table[i + 1][j + 1], [i + 1, j + 1]];
  }));
  const pairs = [];
  for (let [i, j] = end; table[i][j];) {
    if (table[i][j] === through(i - 1, j - 1)) {
      [i, j] = [i - 1, j - 1];
      if (left[i] === right[j]) pairs.unshift([i, j]);
    } else if (table[i][j] === table[i - 1][j] - lefts[i - 1] / 2) i--;
    else j--;
  }
  return pairs;
}
