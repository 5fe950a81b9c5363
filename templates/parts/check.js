"use strict";
// Is this quotation verbatim? Takes pasted words and an article and returns an answer, independently of the page.
// check-form.js shows the answers on the page; tests/cases/check.md has examples. (Jinja reads this file: no double {.)

/** @typedef {[from: number, to: number]} Span  The end is excluded */
/** @typedef { {stream: string, texts: [id: string, name: string, ...span: Span][], facts: string[], address: ?string,
 *    quotations: {id: string, said: string, speaker: ?string, parts: Span[]}[], turning: ?RegExp,
 *    notes: [id: string, title: string, verdict: ?string, parts: Span[]][]} } Article
 *    Offsets refer to the stream, which has all texts; turning: words such as "not", whose omission alters the sense */
/** @typedef { {raw: string, at: number, key: string, kind: string, category: string, first: boolean} } Unit
 *    A letter or sign; equal keys match; category: what differs if raw does; first: whether a match can start here */
/** @typedef { {from: number, to: number, key: string, word: boolean, worth: number, text: string} } Token
 *    A word or sign; worth: its score in an alignment; text includes the white space around it */
/** @typedef { {targets: string[], span: Span, text: string, said: ?string, quotation: ?string, speaker: ?string} }
 *    Place  Where words are; said: "quotation", "title", "term", "article" (its own words), "partly" (in a quotation),
 *    or null if they are not those pasted; quotation and speaker: the id of the quotation, and its speaker */
/** @typedef { {kind: string, places: Place[], differences: string[], marked: [how: string, text: string][],
 *    turning: string[], stitched: boolean, others: boolean, missing: string[], named: string[]} } Answer
 *    kind: see ANSWERS in check-form.js; marked: the passage in runs (see RUNS there); turning: such words left out;
 *    stitched: the pieces have several speakers; others: there are words around the quotations; missing: quotations
 *    that are not in the article; named: speakers named in the paste */
const MOST_PASTED = 50_000, MOST_COMPARED = 10_000_000;  // characters; pairs of tokens
const MOST_PLACES = 100, MOST_SHOWN = 5, MOST_QUOTED = 20;  // places found; items in a list; quotations checked
const BREAK = "\x1e";  // between texts without a label
const ENDS = " …\"'", OF_WORD = /[a02$%]/;  // keys that are ignored at the ends; kinds of units that make a word
const r = String.raw, MARK = r`['\x60\xb4\u2018-\u201f\u2039\u203a"\xab\xbb]`, SPACE = r`[\s\x85]`;
const UNSEEN = r`\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff`, HIDDEN = new RegExp(`[${UNSEEN}]+`, "gu");
const WHITE = r`[\s\x85${UNSEEN}]`, SOME = `${WHITE}*`, STROKE = r`[-\u2010-\u2013]`;
const DOTS = r`(?:\u2026|\.\.\.|\.${SPACE}\.${SPACE}\.)`;
/** The kinds of units: name, pattern, key unless it is the letters themselves, and category of differences. */
const KINDS = [
  ["e", r`${SOME}(?:\[${SOME}${DOTS}${SOME}\]|\(${SOME}${DOTS}${SOME}\)|${DOTS})${SOME}`, "…", "ellipses"],
  ["d", r`${SOME}(?:[\u2014\u2015]|-{2,})${SOME}`, "—", "dashes"],
  ["d", r`(?:^|${SPACE}${SOME})${STROKE}(?:${SPACE}${SOME}|$)`, "—", "dashes"],  // a hyphen between white space
  ["-", STROKE, "-", "dashes"], ["m", r`\u2212`, "-", "dashes"],  // minus
  ["\n", r`(?:(?!\n)${WHITE})*\n${SOME}`, " ", "white space"], [" ", `${WHITE}+`, " ", "white space"],
  ["'", r`['\x60\xb4\u2018\u2019]`, '"', "apostrophes or quotation marks"], ['"', MARK, '"', "quotation marks"],
  ["a", r`\[\p{L}\](?=\p{L})`, undefined, "bracketed letters"],  // as in [F]armers
  ["0", r`\p{Nd}`], ["2", r`\p{N}`], ["$", r`\p{Sc}`], ["%", r`[%\xb0\u2030-\u2033\u2100-\u214f\u3371-\u33df]`],
  ["a", r`[\p{L}\p{M}+#@\xa7]\p{M}*`], ["(", r`[(\[]`], [".", r`\.`], ["/", r`[/_&*)\]\xb7\u2027\u05be\u05f3\u05f4]`],
  [",", r`[,:^\xd7\u066b\u066c\uff0c\uff0e]`], ["<", r`[<>=~\xb1\u207b\u221a\u2248\u2260\u2264\u2265\ufe63\uff0d]`],
  ["x", r`[^]\p{M}*`],
];
const UNIT = new RegExp(`(?:${KINDS.map(([, pattern]) => `(${pattern})`).join("|")})[${UNSEEN}]*`, "gu");
/** One token in a string of kinds. Whatever may be one word is one token, since part of a word is never a match. */
const TOKEN = new RegExp(`(?:[-m.<]{1,9}(?=[02$])|[m<] (?=[02]))?(?:${[  // -5, .5, < 5
  "[a02$%]", "(?<=[a02$%])[-m'./(](?=[a02$%])", "(?<=[a02$%])[-m]['\"(]+",  // can't, word(s), 3.5, non-“violent”
  "(?<=0),(?=0)", "(?<=(?<!0)0{1,3}) (?=000(?!0))",  // 1,200, 10 000 (ISO 80000-1, 7.3.1)
  "(?<=[02]) (?=[%$])", "(?<=[$]) (?=[02])",  // 5 %, $ 5
].join("|")})+|[^]`, "g");
/** Quotations in double marks, of which the second may be missing; if there are none, in single marks. */
const QUOTED = [/“[^“”]+”?|„[^„“”]+[“”]?|«[^«»]+»?|"[^"]+"?/gu,
  /(?<![\p{L}\p{N}])[‘'‚‹](?:[^‘’'‹›]|(?<=\p{L})['’](?=\p{L}))+(?:['’›](?![\p{L}\p{N}]))/gu];
const SAY = r`\b(?:said|says?|told|tells|adds|added|wrote|stated|claim(?:s|ed))\b`;
const PART = r`(?<![\p{L}\p{M}’'-])(?!The\b)\p{Lu}[\p{L}\p{M}’'-]*\.?`;
const AND_PART = r`\s(?:(?:de|del|la|of|van|von|da)\s){0,2}${PART}`;
const NAME = `(?:[Tt]he )?${PART}(?:${AND_PART}){0,6}`, ANY = new RegExp(r`\b[Tt]he \p{Ll}+|${NAME}`, "gu");
const BEFORE = r`(?:(?:^|[\s”])[–—-]+\s*|\(|${SAY}\s|\baccording to\s|\bby\s)`;
const AFTER = r`,?\s(?:\p{Ll}+\s){0,2}${SAY}`;
const NAMES = new RegExp(`${BEFORE}(${NAME})|(${NAME})(?=${AFTER})|^(${NAME})(?=:)`, "gu");
const LEAD = new RegExp(`^(?<said>${NAME}(?:${AFTER})?):\\s(?<words>[^]+)$`, "u");
const TAIL = new RegExp(`^(?<words>[^]*?[^\\s,–—-])(?<said>,?\\s*${BEFORE}${NAME}(?:,[^,]{0,20}\\d{4})?\\)?[\\s.]*)$`, "u");

/** Splits a text into units; keys fold the case of first letters, or of all.
 *  @type {(text: string, everyCase: boolean) => Unit[]} */
function cut(text, everyCase) {
  const units = [];
  for (const found of text.matchAll(UNIT)) {
    const number = found.findIndex((group, at) => at && group !== undefined), before = units.at(-1)?.kind ?? "";
    const [kind, , key, category = "capitals"] = KINDS[number - 1], group = found[number];
    const letters = group.replace(/^\[(.+)\]$/u, "$1").normalize();
    const folded = everyCase || !OF_WORD.test(before) ? letters.toLowerCase() : letters;
    units.push({ raw: found[0], at: found.index, key: key ?? folded, kind, category, first: false });
  }
  for (const { index } of kinds(units).matchAll(TOKEN)) units[index].first = true;
  return units;
}
/** @type {(units: Unit[]) => string} */
const kinds = (units) => units.map((unit) => unit.kind).join(""), raw = (units) => units.map((one) => one.raw).join("");
/** Removes invisible characters and makes each run of white space one space. @type {(text: string) => string} */
const spaced = (text) => text.replace(HIDDEN, "").replace(/[\s\x85\x1e]+/gu, " ");
/** The list without its repetitions: items that are equal, or have equal names if there is a function for names.
 *  @template T @type {(list: T[], name?: (one: T) => unknown) => T[]} */
const unique = (list, name = (one) => one, names = new Set()) =>
  list.filter((one) => names.size < names.add(JSON.stringify(name(one))).size);
/** Narrows a span while its ends may be dropped. @type {(span: Span, drop: (at: number) => boolean) => Span} */
const narrowed = ([from, to], drop) => {
  while (from < to && drop(from)) from++;
  while (from < to && drop(to - 1)) to--;
  return [from, to];
};
/** Removes units with these keys at the ends. @type {(units: Unit[], keys: string) => Unit[]} */
const stripped = (units, keys) => units.slice(...narrowed([0, units.length], (at) => keys.includes(units[at].key)));
/** Removes a pair of quotation marks around the whole. @type {(units: Unit[]) => Unit[]} */
const unwrapped = (units) => ([0, -1].every((end) => units.at(end).key === '"') ? units.slice(1, -1) : units);
/** The words and signs in units. @type {(units: Unit[]) => Token[]} */
const tokens = (units) => [...kinds(units).matchAll(TOKEN)].filter(([some]) => some.trim()).map((found) => {
  const from = found.index, to = from + found[0].length, own = units.slice(from, to), word = OF_WORD.test(found[0]);
  const key = own.map((unit) => unit.key).join(""), worth = word ? 4 : key === BREAK ? 2 ** 24 : 2;
  const white = (at) => (/\s/.test(units[at]?.kind) ? " " : ""), text = white(from - 1) + spaced(raw(own)) + white(to);
  return { from, to, key, word, worth, text };
});
/** @type {(some: Token[]) => number} */ const wordsIn = (some) => some.filter(({ word }) => word).length;

/** The article in the data of the page. @type {(evidence: Object) => Article} */
function articleOf({ texts, turning, labels, ...others }) {
  let stream = "";
  const placed = texts.map(([id, name, text], at) => {
    if (at) stream += labels[id] ?? (/^p\d/.test(id) && id !== "p1" ? "\n" : BREAK);
    stream += text;
    return [id, name, stream.length - text.length, stream.length];
  });
  return { ...others, stream, texts: placed, turning: turning ? new RegExp(turning, "u") : null };
}

/** Where units of the stream are, and who says them. @type {(article: Article, units: Unit[]) => Place} */
function placeOf({ stream, texts, quotations }, units) {
  const start = units[0].at, end = start + raw(units).length, edge = new RegExp(`${MARK}|${WHITE}`, "u");
  const spans = texts.map(([id, , from, to]) => [...narrowed([Math.max(from, start), Math.min(to, end)],
    (at) => edge.test(stream[at])), id]).filter(([from, to]) => from < to);
  const touching = quotations.filter(({ parts }) => spans.some(([from, to]) =>
    parts.some(([first, last]) => first < to && from < last)));
  const partly = touching.some(({ said }) => said === "quotation") ? "partly" : "article";
  const { id: quotation = null, speaker = null, said = partly } = touching.findLast(({ parts }) =>  // the innermost
    spans.every(([from, to]) => parts.some(([first, last]) => first <= from && to <= last))) ?? {};
  const text = raw(units).trim(), targets = spans.map(([, , id]) => id);
  return { targets, span: [start, end], text, said, quotation, speaker };
}

/** Where units occur as whole words. @type {(all: Unit[], sought: Unit[], start?: number, most?: number) => Span[]} */
function occurrences(all, sought, start = 0, most = MOST_PLACES) {
  const found = [], bound = (at) => all[at]?.first ?? true;
  for (let from = start, to = from + sought.length; to <= all.length && found.length < most; from++, to++) {
    if (bound(from) && bound(to) && sought.every(({ key }, at) => key === all[from + at].key)) found.push([from, to]);
  }
  return found;
}

/** What differs between units with equal keys. @type {(stream: Unit[], start: number, pasted: Unit[]) => string[]} */
function differences(stream, start, pasted) {
  const compared = (text) => (text.includes("\n") ? `\n${text.replace(/\s+/gu, "")}` : text.normalize());
  return unique(pasted.flatMap((unit, at) => {
    const [there, here] = [stream[start + at].raw, unit.raw].map((text) => (at ? text : text.trimStart()))
      .map((text) => (at < pasted.length - 1 ? text : text.trimEnd()));
    return compared(there) === compared(here) ? [] : [spaced(there) === spaced(here) ? "white space" : unit.category];
  }));
}

/** Whether the article has the pasted words, where, and what differs. If it does not have them as a whole, this checks
 *  the quotations among them; without quotation marks, all but a speaker's name at the beginning or end.
 *  @type {(article: Article, pasted: string) => Answer} */
function check(article, pasted) {
  if (pasted.length > MOST_PASTED) return { ...NOTHING, kind: "long" };
  const text = pasted.replaceAll(BREAK, " "), everyCase = text === text.toUpperCase() && !/\p{Lo}/u.test(text);
  const sought = cut(text, everyCase), bare = stripped(sought, ENDS), size = (units) => wordsIn(tokens(units));
  if (!size(bare)) return { ...NOTHING, kind: "empty" };
  const stream = cut(article.stream, everyCase);
  const found = (units) => {
    const pieces = [[]];
    for (const unit of stripped(units, ENDS)) if (unit.key === "…") pieces.push([]); else pieces.at(-1).push(unit);
    const evident = !pieces[1] || pieces.every((piece) => size(piece) > 1);
    return located(article, stream, [unwrapped(stripped(units, " …"))])
      ?? (evident ? located(article, stream, pieces.map((piece) => stripped(piece, ENDS))) : null);
  };
  const whole = found(sought);
  if (whole) return { ...NOTHING, ...whole };
  const { quoted, around, named } = quotationsIn(article, text), rest = size(cut(around, everyCase));
  const all = unique(quoted).slice(0, MOST_QUOTED).map((words) => cut(words, everyCase)).filter(size)
    .map((units) => ({ units, size: size(units), hit: found(units) ?? found(stripped(units, `${ENDS}.,`)) }));
  // One or two words in quotation marks in a longer text are not what it quotes.
  const counted = all.filter((one) => (rest || all.length > 1) && (one.size > 2 || one.size >= rest));
  const hits = counted.flatMap(({ hit }) => hit ?? []), [longest] = counted.toSorted((one, two) => two.size - one.size);
  const others = /\p{L}/u.test(around) || quoted.length > MOST_QUOTED;
  const missing = all.filter((one) => !one.hit && (hits.length || one !== longest))
    .map(({ units }) => spaced(raw(units)).trim());
  const remarks = { ...NOTHING, others, named, missing };
  if (hits.length) {
    const of = (name) => unique(hits.flatMap((hit) => hit[name])), [{ kind, marked, stitched }] = hits;
    return { ...remarks, kind: "quoted", places: of("places"), differences: of("differences"), turning: of("turning"),
      ...(hits.length < 2 && { kind: kind === "shortened" ? kind : "quoted", marked, stitched }) };
  }
  const near = longest && nearest(article, stream, stripped(longest.units, ENDS));
  return near && near.kind !== "absent" ? { ...remarks, ...near } : { ...NOTHING, ...nearest(article, stream, bare) };
}
const NOTHING = { places: [], differences: [], marked: [], turning: [], stitched: false, others: false, missing: [],
  named: [] };

/** The quotations in a text, the words around them, and the speakers that these name. Without quotation marks, all but
 *  a name before a colon or at the end is the quotation.
 *  @type {(article: Article, text: string) => {quoted: string[], around: string, named: string[]}} */
function quotationsIn({ quotations }, text) {
  const quoted = [], known = unique(quotations.map(({ speaker }) => speaker)).filter(Boolean);
  let around = QUOTED.reduce((left, marks) => (quoted.length ? left : left.replace(marks, (words) => {
    quoted.push(words);
    return " ” ";
  })), text);
  const { said, words } = (!quoted.length && (text.match(LEAD) ?? text.match(TAIL))?.groups) || {};
  if (words) [around] = [/[:\s]$/.test(said) ? said : `${said}:`], quoted.push(words);
  const given = [...around.matchAll(NAMES)].map(([, ...one]) => one.find(Boolean));
  const people = unique(around.match(ANY) ?? []).filter((name) => known.some((speaker) => alike(name, speaker)));
  return { quoted, around, named: unique([...given, ...people]).slice(0, MOST_SHOWN) };
}
/** Whether two names may refer to the same person: all words of one are in the other, apart from titles and accents.
 *  @type {(given: string, speaker: string) => boolean} */
function alike(given, speaker) {
  const [one, two] = [given, speaker].map((name) => (name.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "")
    .match(/\p{L}+/gu) ?? []).filter((word) => !/^(president|minister|general|mr|mrs|ms|dr|the|former)$/.test(word)));
  return one.length > 0 && two.length > 0 && [[one, two], [two, one]].some(([some, all]) =>
    some.every((word) => all.includes(word)));
}

/** The answer if the article has all pieces in this order: the shortest passage with the fewest differences, or for a
 *  single piece, all such passages; null if it does not have them.
 *  @type {(article: Article, stream: Unit[], pieces: Unit[][]) => ?Partial<Answer>} */
function located(article, stream, pieces) {
  const several = pieces.length > 1, run = (how, units) => [how, spaced(raw(units))];
  const chains = occurrences(stream, pieces[0]).flatMap((first) => {
    const spans = [first];
    for (const piece of pieces.slice(1)) {
      const [next] = occurrences(stream, piece, spans.at(-1)[1], 1);
      if (!next) return [];
      spans.push(next);
    }
    const differing = unique(spans.flatMap(([from], at) => differences(stream, from, pieces[at])));
    return [{ spans, size: spans.at(-1)[1] - first[0], differing }];
  });
  const [best] = chains.sort((one, two) => one.size - two.size || one.differing.length - two.differing.length);
  const { spans = [], differing } = best ?? {};
  const gaps = spans.slice(1).map(([from], at) => stream.slice(spans[at][1], from));
  const same = (one) => (several ? one === best : JSON.stringify(one.differing) === JSON.stringify(differing));
  const places = chains.filter(same).flatMap((one) => one.spans.map((span) => placeOf(article, stream.slice(...span))))
    .filter(({ targets }) => targets.length);  // leaves out the labels of credits
  if (!places.length) return null;
  return {
    kind: several ? "shortened" : differing.length ? "typography" : "exact", differences: differing,
    places: several ? places : unique(places, ({ targets, said, quotation }) => [targets, said, quotation]),
    marked: spans.flatMap((span, at) => [run("left", gaps[at - 1] ?? []), run("same", stream.slice(...span))]).slice(1),
    turning: gaps.flatMap(tokens).filter(({ word, key }) => word && article.turning?.test(key.toLowerCase()))
      .map(({ text }) => text.trim()),
    stitched: several && unique(places, ({ said, speaker, quotation }) => [said, speaker ?? quotation]).length > 1,
  };
}

/** The pairs of tokens in the best local alignment (T. F. Smith and M. S. Waterman, 1981), which crosses no break.
 *  @type {(left: Token[], right: Token[]) => [left: number, right: number][]} */
function align(left, right) {
  const width = right.length + 1, moves = new Uint8Array(width * (left.length + 1)), pairs = [];
  let above = new Int32Array(width), row = new Int32Array(width), best = 0, end = 0;
  for (let i = 1; i <= left.length; i++) {
    for (let j = 1; j < width; j++) {
      const one = left[i - 1], other = right[j - 1], up = above[j] - one.worth / 2, back = row[j - 1] - other.worth / 2;
      const through = above[j - 1] + (one.key === other.key ? one.worth : -Math.max(one.worth, other.worth) / 2);
      row[j] = Math.max(0, through, up, back);
      if (row[j]) moves[i * width + j] = row[j] === through ? 1 : row[j] === up ? 2 : 3;
      if (row[j] > best) [best, end] = [row[j], i * width + j];
    }
    [above, row] = [row, above];
  }
  for (let at = end; moves[at]; at -= [0, width + 1, width, 1][moves[at]]) {
    const i = Math.floor(at / width) - 1, j = at % width - 1;
    if (moves[at] === 1 && left[i].key === right[j].key) pairs.unshift([i, j]);
  }
  return pairs;
}

/** The answer if the article does not have the words: the nearest passage, which shares at least two words and a third
 *  of those pasted.
 *  @type {(article: Article, stream: Unit[], pasted: Unit[]) => Partial<Answer>} */
function nearest(article, stream, pasted) {
  const there = tokens(stream), here = tokens(pasted), marked = [];
  if (there.length * here.length > MOST_COMPARED) return { kind: "long" };
  const pairs = align(there, here), shared = wordsIn(pairs.map(([i]) => there[i]));
  if (shared < 2 || 3 * shared < wordsIn(here)) return { kind: "absent" };
  const mark = (how, some, from, to) => some.slice(from, to).forEach(({ text }) => {
    if (marked.at(-1)?.[0] === how) marked.at(-1)[1] = spaced(marked.at(-1)[1] + text);
    else marked.push([how, text]);
  });
  const [[first]] = pairs, [last] = pairs.at(-1), words = stream.slice(there[first].from, there[last].to);
  const place = placeOf(article, words);
  let [i, j] = [first, 0];
  for (const [left, right] of pairs) {
    mark("article", there, i, left);
    mark("pasted", here, j, right);
    mark("same", there, left, left + 1);
    [i, j] = [left + 1, right + 1];
  }
  mark("pasted", here, j, here.length);
  if (!place.targets.length) return { kind: "absent" };  // it is in the label of a credit
  const signs = marked.every(([how, text]) => how === "same" || /^[\s\p{P}]*$/u.test(text));
  return signs ? { kind: "punctuation", places: [place], marked }
    : { kind: "different", places: [{ ...place, said: null }], marked };
}
