"use strict";
// Is this quotation verbatim? First the check itself, which knows nothing of the page: pasted words and an article in,
// an answer out; then the form of check.html. tests/cases/check.md shows the answers. (Jinja reads this: no double {.)

/** The beginning of each kind of answer, before the places where there are any. Typography is white space, unseen
 *  characters, the form of quotation marks, dashes and ellipses, and capitals: at the beginning of words, or of all. */
const ANSWERS = {
  exact: "These words are in ", typography: "These words are in ", quoted: "The words that you quote are in ",
  punctuation: "With other punctuation, these words are in ", shortened: "With words left out, these words are in ",
  different: "These words are not in the article in this form. The nearest passage is in ",
  absent: "These words are not in the article, and nothing in it is close.", empty: "There is nothing to check yet.",
  long: "Not checked: this is too long. Up to 50,000 characters are checked, fewer with a long article. Paste a part.",
};
/** @typedef {[from: number, to: number]} Span  The end is excluded */
/** @typedef { {stream: string, texts: {id: string, name: string, from: number, to: number}[], facts: string[],
 *    quotations: {id: string, said: string, speaker: ?string, parts: Span[]}[], turning: ?RegExp, address: ?string,
 *    notes: [id: string, title: string, verdict: ?string, parts: Span[]][], people: string[],
 *    cuts: Object<string, Unit[]>} } Article  All texts are one stream, which offsets are into; cuts: that in units */
/** @typedef { {raw: string, at: number, key: string, kind: string, category: string, first: boolean} } Unit  A letter
 *    or sign; where the keys are the same, so are the words; first: a word begins with it, or it is in none */
/** @typedef { {from: number, to: number, key: string, word: boolean, worth: number, lead: string, text: string} } Token
 *    A word or sign; lead and text have the white space around it */
/** @typedef { {targets: string[], span: Span, text: string, said: ?string, quotation: ?string, speaker: ?string} }
 *    Place  Where words are, what they are ("quotation", "title", "term", "article", "partly"; null: not known), who
 *    says the quotation */
/** @typedef { {kind: string, places: Place[], differences: string[], marked: [how: string, text: string][],
 *    turning: string[], stitched: boolean, others: boolean, named: string[]} } Answer  marked: the passage in runs (see
 *    RUNS); others: more words are around a quotation than in it; named: the people whom those name */
const MOST_PASTED = 50_000, MOST_COMPARED = 10_000_000;  // characters; pairs of tokens
const MOST_PLACES = 100, MOST_SHOWN = 5;  // places; items of a list
const CAPITALS = 3, CHANGED = 8, BREAK = "\x1e";  // words: at least; at most at an end; between texts without a label
const ENDS = " …\"'", OF_WORD = /[a02$%]/;  // keys that count for nothing at the ends; kinds that words are made of
const { raw: r } = String, MARK = r`['\x60\xb4\u2018-\u201f\u2039\u203a"\xab\xbb]`, SPACE = r`[\s\x85]`;
const UNSEEN = r`\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff`, HIDDEN = new RegExp(`[${UNSEEN}]+`, "gu");
const WHITE = r`[\s\x85${UNSEEN}]`, SOME = `${WHITE}*`, STROKE = r`[-\u2010-\u2013]`;
const DOTS = r`(?:\u2026|\.\.\.|\.${SPACE}\.${SPACE}\.)`;
/** The kinds of units: name, pattern, key if it is not the letters themselves, what another form of it is called. */
const KINDS = [
  ["e", r`${SOME}(?:\[${SOME}${DOTS}${SOME}\]|\(${SOME}${DOTS}${SOME}\)|${DOTS})${SOME}`, "…", "ellipses"],
  ["d", r`${SOME}(?:[\u2014\u2015]|-{2,})${SOME}`, "—", "dashes"],
  ["d", r`(?:^|${SPACE}${SOME})${STROKE}(?:${SPACE}${SOME}|$)`, "—", "dashes"],  // between white space, else a hyphen
  ["-", STROKE, "-", "dashes"], ["m", r`\u2212`, "-", "dashes"],  // minus
  ["\n", r`(?:(?!\n)${WHITE})*\n${SOME}`, " ", "white space"], [" ", `${WHITE}+`, " ", "white space"],
  ["'", r`['\x60\xb4\u2018\u2019]`, '"', "apostrophes or quotation marks"], ['"', MARK, '"', "quotation marks"],
  ["0", r`\p{Nd}`], ["2", r`\p{N}`], ["$", r`\p{Sc}`], ["%", r`[%\xb0\u2030-\u2033\u2100-\u214f\u3371-\u33df]`],
  ["a", r`[\p{L}\p{M}+#@\xa7]\p{M}*`], ["(", r`[(\[]`], [".", r`\.`], ["/", r`[/_&*)\]\xb7\u2027\u05be\u05f3\u05f4]`],
  [",", r`[,:^\xd7\u066b\u066c\uff0c\uff0e]`], ["<", r`[<>=~\xb1\u207b\u221a\u2248\u2260\u2264\u2265\ufe63\uff0d]`],
  ["x", r`[^]\p{M}*`],
];
const UNIT = new RegExp(`(?:${KINDS.map(([, pattern]) => `(${pattern})`).join("|")})[${UNSEEN}]*`, "gu");
/** One token, in a text written as kinds. What may be one word is one, so that no part of it is ever found. */
const TOKEN = new RegExp(`(?:[-m.<]{1,9}(?=[02$])|[m<] (?=[02]))?(?:${[  // -5, .5, < 5
  "[a02$%]", "(?<=[a02$%])[-m'./(](?=[a02$%])", "(?<=[a02$%])[-m]['\"(]+",  // can't, word(s), 3.5, non-“violent”
  "(?<=0),(?=0)", "(?<=(?<!0)0{1,3}) (?=000(?!0))",  // 1,200, 10 000 (ISO 80000-1, 7.3.1)
  "(?<=[02]) (?=[%$])", "(?<=[$]) (?=[02])",  // 5 %, $ 5
].join("|")})+|[^]`, "g");

/** A text in units; keys fold the case of initials, or of all. @type {(text: string, everyCase: boolean) => Unit[]} */
function cut(text, everyCase) {
  const units = [];
  for (const found of text.matchAll(UNIT)) {
    const number = found.findIndex((group, at) => at && group !== undefined), before = units.at(-1)?.kind ?? "";
    const [kind, , key, category = "capitals"] = KINDS[number - 1], letters = found[number].normalize();
    const folded = everyCase || !OF_WORD.test(before) ? letters.toLowerCase() : letters;
    const feet = kind === "'" && /[02]/.test(before);  // which are not inches
    units.push({ raw: found[0], at: found.index, key: feet ? "'" : key ?? folded, kind, category, first: false });
  }
  for (const { index } of kinds(units).matchAll(TOKEN)) units[index].first = true;
  return units;
}
/** @type {(units: Unit[]) => string} */
const kinds = (units) => units.map((unit) => unit.kind).join(""), raw = (units) => units.map((one) => one.raw).join("");
/** Without unseen characters. @type {(text: string) => string} */
const seen = (text) => text.replace(HIDDEN, "");
/** The same with each run of white space as one space. @type {(text: string) => string} */
const spaced = (text) => seen(text).replace(/[\s\x85\x1e]+/gu, " ");
/** Each once, by its name. @template T @type {(list: T[], name?: (one: T) => unknown) => T[]} */
const unique = (list, name = (one) => one, names = new Set()) =>
  list.filter((one) => names.size < names.add(JSON.stringify(name(one))).size);
/** A span without what may be dropped at its ends. @type {(span: Span, drop: (at: number) => boolean) => Span} */
const narrowed = ([from, to], drop) => {
  while (from < to && drop(from)) from++;
  while (from < to && drop(to - 1)) to--;
  return [from, to];
};
/** Without keys at the ends; feet and inches are no quotation marks. @type {(units: Unit[], keys: string) => Unit[]} */
const stripped = (units, keys) => units.slice(...narrowed([0, units.length], (at) => keys.includes(units[at].key)
  && !(/^['"]/.test(units[at].raw) && /[02]/.test(units[at - 1]?.kind))));
/** Without the quotation marks around all of it. @type {(units: Unit[]) => Unit[]} */
const unwrapped = (units, [from, to] = narrowed([0, units.length], (at) => `"'`.includes(units[at].key))) =>
  units.slice(Math.min(from, units.length - to), Math.max(to, units.length - from));
/** The parts between units with a key. @type {(units: Unit[], key: string) => Unit[][]} */
const split = (units, key) => [-1, ...units.keys(), units.length].filter((at) => (units[at]?.key ?? key) === key)
  .flatMap((to, number, cuts) => (number ? [units.slice(cuts[number - 1] + 1, to)] : []));
/** The words and signs of a text. @type {(units: Unit[]) => Token[]} */
const tokens = (units) => [...kinds(units).matchAll(TOKEN)].filter(([some]) => some.trim()).map((found) => {
  const from = found.index, to = from + found[0].length, own = units.slice(from, to), word = OF_WORD.test(found[0]);
  const key = own.map((unit) => unit.key).join(""), white = (at) => units[at]?.kind.match(/\s/)?.[0] ?? "";
  const worth = word ? 4 : key === BREAK ? 2 ** 24 : 2, text = spaced(raw(own)) + (white(to) && " ");
  return { from, to, key, word, worth, lead: white(from - 1), text };
});
/** @type {(some: Token[]) => number} */ const wordsIn = (some) => some.filter(({ word }) => word).length;

/** The article as evidence.py gives it, with all texts as one stream. @type {(evidence: Object) => Article} */
function articleOf({ texts, turning, labels, ...others }) {
  let stream = "";
  const placed = texts.map(([id, name, text], at) => {
    if (at) stream += labels[id] ?? ([id, texts[at - 1][0]].every((one) => one[0] === "p") ? "\n" : BREAK);
    stream += text;
    return { id, name, from: stream.length - text.length, to: stream.length };
  });
  const people = unique([...others.quotations.map(({ speaker }) => speaker),
    ...others.notes.map(([, title, verdict]) => !verdict && title)]).filter(Boolean);
  return { ...others, people, stream, cuts: {}, texts: placed, turning: turning ? new RegExp(turning, "u") : null };
}

/** Where units of the stream are, and who says them. @type {(article: Article, units: Unit[]) => Place} */
function placeOf({ stream, texts, quotations }, units) {
  const start = units[0].at, end = start + raw(units).length, edge = new RegExp(`${MARK}|${WHITE}`, "u");
  const spans = texts.map(({ id, from, to }) => [...narrowed([Math.max(from, start), Math.min(to, end)],
    (at) => edge.test(stream[at])), id]).filter(([from, to]) => from < to);
  const touching = quotations.filter(({ parts }) => spans.some(([from, to]) =>
    parts.some(([first, last]) => first < to && from < last)));
  const partly = touching.some(({ said }) => said === "quotation") ? "partly" : "article";
  const { id: quotation = null, speaker = null, said = partly } = touching.findLast(({ parts }) =>  // the innermost
    spans.every(([from, to]) => parts.some(([first, last]) => first <= from && to <= last))) ?? {};
  const text = raw(units).trim(), targets = spans.map(([, , id]) => id);
  return { targets, span: [start, end], text, said, quotation, speaker };
}

/** Where units stand, as whole words. @type {(all: Unit[], sought: Unit[], start?: number, most?: number) => Span[]} */
function finds(all, sought, start = 0, most = MOST_PLACES) {
  const found = [], bound = (at) => all[at]?.first ?? true;
  for (let from = start, to = from + sought.length; to <= all.length && found.length < most; from++, to++) {
    if (bound(from) && bound(to) && sought.every(({ key }, at) => key === all[from + at].key)) found.push([from, to]);
  }
  return found;
}

/** What differs where all keys are the same. @type {(stream: Unit[], start: number, pasted: Unit[]) => string[]} */
function differences(stream, start, pasted) {
  const compared = (text) => (text.includes("\n") ? `\n${text.replace(/\s+/gu, "")}` : text.normalize());
  return unique(pasted.flatMap((unit, at) => {
    const [there, here] = [stream[start + at].raw, unit.raw].map((text) => (at ? text : text.trimStart()))
      .map((text) => (at < pasted.length - 1 ? text : text.trimEnd()));
    if (compared(there) === compared(here)) return [];
    if (there.includes("\n") && !here.includes("\n")) return ["paragraph breaks"];
    return [seen(there) === seen(here) ? "white space" : unit.category];
  }));
}

/** Whether the article has these words, where, what differs. @type {(article: Article, pasted: string) => Answer} */
function check(article, pasted) {
  const answer = { places: [], differences: [], marked: [], turning: [], stitched: false, others: false, named: [] };
  if (pasted.length > MOST_PASTED) return { ...answer, kind: "long" };
  const text = pasted.replaceAll(BREAK, " ").normalize(), cased = (word) => word !== word.toLowerCase();
  const allCapitals = text === text.toUpperCase() && text.split(/\s+/u).filter(cased).length >= CAPITALS;
  const sought = cut(text, allCapitals), bare = stripped(sought, ENDS), enough = (piece) => wordsIn(tokens(piece)) > 1;
  if (!wordsIn(tokens(bare))) return { ...answer, kind: "empty" };
  const stream = article.cuts[allCapitals] ??= cut(article.stream, allCapitals);
  const found = (...pieces) => located(article, stream, pieces);
  const pieces = split(bare, "…").map((piece) => stripped(piece, ENDS));
  const quoted = () => quotedIn(article, sought, text, allCapitals).flatMap(([inner, around]) => {
    const [size, rest] = [wordsIn(tokens(inner)), wordsIn(tokens(cut(around, allCapitals)))];
    const there = rest && (size > 2 || size >= rest) && (found(inner) ?? found(stripped(inner, `${ENDS}.,`)));
    return there ? [{ ...there, kind: "quoted", others: size < rest, named: named(article, around) }] : [];
  })[0];
  const together = found(unwrapped(stripped(sought, " …"))) ?? found(bare);
  const apart = () => (pieces.length > 1 && pieces.every(enough) ? found(...pieces) : null);
  return { ...answer, ...(together ?? apart() ?? quoted() ?? different(article, stream, bare)) };
}

/** What may be a quotation in what is pasted, and the words around it: the longest between marks; what follows a name
 *  and a colon, or stands before a name at the end.
 *  @type {(article: Article, sought: Unit[], text: string, everyCase: boolean) => [Unit[], string][]} */
function quotedIn(article, sought, text, everyCase) {
  const parts = split(sought, '"'), inside = parts.filter((_, at) => at % 2 && at < parts.length - 1);
  const [inner = []] = inside.toSorted((one, two) => two.length - one.length);
  const [lead, tail] = [/^(?<said>[^:]{1,80}):\s(?<words>[^]+)$/u, /^(?<words>[^]+)[,(–—-](?<said>[^,(–—-]{1,80})$/u];
  const attributed = [lead, tail].map((pattern) => text.match(pattern)?.groups)
    .filter((some) => some && named(article, some.said).length);
  return [[stripped(inner, ENDS), parts.filter((part) => part !== inner).map(raw).join(" ")],
    ...attributed.map(({ words, said }) => [stripped(cut(words, everyCase), ENDS), said])];
}

/** The people of whom some words have the last name. @type {(article: Article, words: string) => string[]} */
const named = ({ people }, words, own = words.toLowerCase().split(/[^\p{L}\p{M}]+/u)) =>
  people.filter((name) => own.includes(name.toLowerCase().split(/[^\p{L}\p{M}]+/u).at(-1)));

/** The answer where the pieces stand one after the other in the article, in the shortest passage and with the fewest
 *  differences; a single piece has a place in each such passage.
 *  @type {(article: Article, stream: Unit[], pieces: Unit[][]) => ?Partial<Answer>} */
function located(article, stream, pieces) {
  const several = pieces.length > 1, run = (how, units) => [how, spaced(raw(units))];
  const chains = finds(stream, pieces[0]).map((first) => [first]).filter((spans) => pieces.every((piece, at) =>
    !at || spans.push(...finds(stream, piece, spans.at(-1)[1], 1)) > at)).map((spans) => ({ spans,
    size: spans.at(-1)[1] - spans[0][0],
    differing: unique(spans.flatMap(([from], at) => differences(stream, from, pieces[at]))) }));
  const [best] = chains.sort((one, two) => one.size - two.size || one.differing.length - two.differing.length);
  const { spans = [], differing } = best ?? {};
  const gaps = spans.slice(1).map(([from], at) => stream.slice(spans[at][1], from));
  const same = (one) => (several ? one === best : JSON.stringify(one.differing) === JSON.stringify(differing));
  const places = chains.filter(same).flatMap((one) => one.spans.map((span) => placeOf(article, stream.slice(...span))))
    .filter(({ targets }) => targets.length);  // without the labels of credits
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

/** The best local alignment (T. F. Smith and M. S. Waterman, 1981): which tokens belong together. None crosses a break.
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

/** The answer to words that the article does not have: the nearest passage, if it shares two words and a third of all,
 *  or has what is pasted inside of words.
 *  @type {(article: Article, stream: Unit[], pasted: Unit[]) => Partial<Answer>} */
function different(article, stream, pasted) {
  const there = tokens(stream), here = tokens(pasted), marked = [];
  if (there.length * here.length > MOST_COMPARED) return { kind: "long" };
  let pairs = align(there, here), begins, ends;
  const shared = wordsIn(pairs.map(([i]) => there[i]));
  if (shared > 1 && 3 * shared >= wordsIn(here)) {  // a few words changed at an end belong to the passage, too
    begins = further(there, pairs[0][0], -1, wordsIn(here.slice(0, pairs[0][1])));
    ends = further(there, pairs.at(-1)[0], 1, wordsIn(here.slice(pairs.at(-1)[1] + 1))) + 1;
  } else {
    const start = stream.findIndex((_, from) => pasted.every(({ key }, at) => stream[from + at]?.key === key));
    if (start < 0) return { kind: "absent" };
    begins = there.findIndex(({ to }) => start < to);
    ends = there.findLastIndex(({ from }) => from < start + pasted.length) + 1;
    pairs = align(there.slice(begins, ends), here).map(([i, j]) => [i + begins, j]);
  }
  const mark = (how, some, from, to) => some.slice(from, to).forEach(({ lead, text }) => {
    if (marked.at(-1)?.[0] === how) marked.at(-1)[1] += text;
    else marked.push([how, lead + text]);
  });
  let [i, j] = [begins, 0];
  for (const [left, right] of [...pairs, [ends, here.length]]) {
    mark("article", there, i, left);
    mark("pasted", here, j, right);
    mark("same", there, left, Math.min(left + 1, ends));
    [i, j] = [left + 1, right + 1];
  }
  const place = placeOf(article, stream.slice(there[begins].from, there[ends - 1].to));
  if (!place.targets.length) return { kind: "absent" };  // but in the label of a credit
  const signs = marked.every(([how, text]) => how === "same" || /^[\s\p{P}]*$/u.test(text));
  if (signs) return { kind: "punctuation", places: [place], marked };
  const nobody = { ...place, said: null, quotation: null, speaker: null };
  return { kind: "different", places: [nobody], marked };
}

/** The token that is so many words further, if they are few and no quotation mark, paragraph or text ends before it.
 *  @type {(there: Token[], at: number, step: number, words: number) => number} */
function further(there, at, step, words) {
  for (let place = at + step; words && words <= CHANGED && there[place]; place += step) {
    if (['"', BREAK].includes(there[place].key) || there[Math.max(place, place - step)].lead === "\n") break;
    if (there[place].word) [at, words] = [place, words - 1];
  }
  return at;
}

// The form of check.html. What is pasted becomes text in the page, never markup.
const SAID = { article: ", in the article’s own words", partly: ", partly within a quotation and partly not",
  title: ", in a title, which nobody says", term: ", in quotation marks, but not as speech" };
const RUNS = { same: ["span"], left: ["mark", "left out"], article: ["ins", "only in the article"],
  pasted: ["del", "only in yours"] };
/** @type {(name: string, properties: Object, ...children: (Node|string)[]) => HTMLElement} */
const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  return made.append(...children), made;
};
/** In a list as in a sentence. @type {(words: string[], end?: string) => string} */
const listed = (words, end = " and ") => [words.slice(0, -1).join(", "), words.at(-1)].filter(Boolean).join(end);
/** What a place is called. @type {(article: Article, place: Place) => string} */
const called = ({ texts }, { targets }) =>
  listed(texts.filter(({ id }) => targets.includes(id)).map(({ name }) => name));
/** Where on the article page it is. @type {(place: Place) => string} */
const home = ({ targets }) => targets[0].split("-")[0];
/** Makes a browser mark a text on a page (WICG, URL Fragment Text Directives). @type {(text: string) => string} */
function fragment(text) {
  const words = text.split(/\s+/u), parts = words.length > 10 ? [words.slice(0, 5), words.slice(-4)] : [words];
  return ":~:text=" + parts.map((some) => encodeURIComponent(some.join(" ")).replaceAll("-", "%2D")).join(",");
}
/** What follows the places with this attribution. @type {(place: Place) => string} */
const by = ({ said, speaker }) => said === null ? "" : SAID[said]
  ?? (speaker ? `, said by ${speaker}` : ", in a quotation whose speaker is not stated");

/** The answer in sentences. What is not the article's is attributed to nobody, and nothing is called true.
 *  @type {(article: Article, answer: Answer) => string} */
function sentences(article, { kind, places, differences: all, turning, stitched, others, named: people }) {
  const some = places.slice(0, MOST_SHOWN), more = places.length - some.length, [{ speaker, said } = {}] = places;
  const groups = unique(some.map(by)).map((words) =>
    listed(unique(some.filter((place) => by(place) === words).map((place) => called(article, place)))) + words);
  if (more) groups.push(`${places.length < MOST_PLACES ? more : "many"} more places`);
  const wrong = people.length && !people.includes(speaker), theirs = speaker ?? "no speaker";
  const what = places.some((place) => place.said === "quotation") ? "they were said" : "they are true";
  return [ANSWERS[kind] + (groups.length ? `${listed(groups, "; and ")}.` : ""),
    all.length && `Only ${listed(all)} ${all.join() === "white space" ? "differs" : "differ"}.`,
    wrong && `The speaker is wrong: you name ${listed(people)}, the article names ${theirs}.`,
    others && "The words around them are not in the article in this form.",
    turning.length && `The omission may change the meaning: it drops “${listed(turning)}”.`,
    stitched && "The pieces are by different speakers.",
    /quotation|article|partly/.test(said) && `Whether ${what} is not confirmed here.`].filter(Boolean).join(" ");
}

/** One citation and a button that copies it. @type {(article: Article, places: Place[]) => Node[]} */
function toCopy(article, places) {
  const [{ text, said, speaker }] = places, bare = spaced(text), same = unique(places.map(by));
  const whole = bare.split(/[“„«]/u).length === bare.split(/[”»]/u).length;  // else half of a pair is not there
  const words = whole ? bare : bare.replace(/^["“„«]+|["”»]+$/gu, "");
  const who = said === "quotation" && same.length === 1 ? ` (${speaker ?? "speaker not stated"})` : "";
  const where = unique(places.map((place) => called(article, place))).slice(0, MOST_SHOWN).join(", ");
  const citation = [`“${words}”${who}`, ...article.facts, where.replaceAll("paragraph ", "para. "),
    article.address?.replace(/#$/, `#${home(places[0])}`)].filter(Boolean).join(", ");
  const ready = element("p", { className: "selectable" }, citation), done = element("span", { role: "status" });
  const button = element("button", { type: "button" }, "Copy the words with this citation");
  button.onclick = async () => {
    const copied = await navigator.clipboard?.writeText(citation).then(() => true, () => false);
    if (!copied) getSelection().selectAllChildren(ready);
    done.textContent = copied ? " Copied." : " Selected: copy it with your keyboard or menu.";
  };
  return [element("h2", {}, "Cite"), element("div", { className: "ready" }, ready), element("p", {}, button, done),
    element("p", {}, element("a", { href: "cite.html#pinpoint" }, "In other styles"))];
}

/** A passage, each run named for those who do not see it. @type {(marked: Answer["marked"]) => Node[]} */
function passage(marked) {
  const unseen = (text) => element("span", { className: "unseen" }, text), used = new Map();
  const runs = marked.flatMap(([how, text]) => {
    const [name, label] = RUNS[how], words = text.trim(), named = [unseen(`[${label}: `), words, unseen("]")];
    if (label) used.set(how, element(name, {}, label));
    return [text.match(/^\s*/)[0], element(name, {}, ...(label ? named : [words])), /\s$/.test(text) ? " " : ""];
  });
  const legend = element("p", { className: "form legend", ariaHidden: "true" }, ...used.values());
  return [element("blockquote", {}, ...runs), ...(used.size ? [legend] : [])];
}

/** What the page shows below the sentences. @type {(article: Article, answer: Answer) => Node[]} */
function shown(article, { kind, places, marked }) {
  const some = places.slice(0, MOST_SHOWN), own = some.filter(({ said }) => said !== null);
  const link = (page, id, words) => [`${page}.html#${id}`, words], links = unique([
    ...some.map((one) => link("index", home(one) + fragment(one.text), `Go to ${called(article, one)}`)),
    ...own.filter((one) => one.quotation).map((one) => link("quotations", one.quotation, "How the speaker is known")),
    ...article.notes.filter(([, title, verdict, parts]) => own.some(({ speaker, span: [from, to] }) => (verdict
      ? parts.some(([first, last]) => first < to && from < last) : title === speaker)))
      .map(([id, title, verdict]) => link("notes", id, `Note: ${title}${verdict ? ` (${verdict})` : ""}`)),
  ]).map(([href, words]) => element("li", {}, element("a", { href }, words)));
  return [...(marked.length ? passage(marked) : []), ...(links.length ? [element("ul", {}, ...links)] : []),
    ...(/exact|typography|quoted/.test(kind) ? toCopy(article, places) : [])];
}

/** Checks what is typed and what a link brings; the address keeps it, so that it can be linked. @type {() => void} */
function start() {
  const [form, pasted, verdict, answered, evidence] = ["form", "pasted", "verdict", "answer", "evidence"]
    .map((id) => document.getElementById(id)), article = articleOf(JSON.parse(evidence.textContent));
  const show = () => {
    const answer = check(article, pasted.value);
    verdict.textContent = sentences(article, answer);
    answered.replaceChildren(...shown(article, answer));
  };
  const open = () => {
    pasted.value = (new URLSearchParams(location.hash.slice(1)).get("q") ?? pasted.value).slice(0, MOST_PASTED + 1);
    if (pasted.value) show();
  };
  const typed = () => {
    show();
    const words = pasted.value.length > MOST_PASTED ? "" : encodeURIComponent(pasted.value.toWellFormed());
    history.replaceState(null, "", words ? `#q=${words}` : location.pathname);
  };
  let waiting;
  pasted.oninput = () => (clearTimeout(waiting), waiting = setTimeout(typed, 150));
  addEventListener("hashchange", open);
  pasted.maxLength = MOST_PASTED + 1;  // for which the answer is that it is too long; a field with more is slow
  form.hidden = false;
  open();
}
if (typeof document !== "undefined") start();
