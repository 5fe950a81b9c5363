"use strict";
// Is this quotation verbatim? First the check itself, which knows nothing of the page: pasted words and an article in,
// an answer out; then the form of check.html. tests/cases/check.md shows the answers. (Jinja reads this: no double {.)

/** The kinds of answers. Only "exact" and "typography" are verified. Typography is white space, unseen characters, the
 *  form of quotation marks, dashes and ellipses, and capitals: at the beginning of words, or of all that is pasted. */
const VERDICTS = {
  exact: "Found, word for word.", typography: "Found, but for typography",
  shortened: "Not verified: found with words left out.",
  punctuation: "Not verbatim: the words are the same, the punctuation differs.",
  different: "Not in the article in these words. The nearest passage differs.",
  absent: "Not in the article, and nothing in it comes near enough to be compared.",
  empty: "There is nothing to check yet.", long: "Not checked: this is too long. Paste a part of it.",
};
/** @typedef {[from: number, to: number]} Span  The end is excluded */
/** @typedef { {stream: string, texts: {id: string, name: string, from: number, to: number}[], facts: string[],
 *    quotations: {id: string, said: string, speaker: ?string, parts: Span[]}[], turning: ?RegExp, address: ?string,
 *    cuts: Object<string, Unit[]>} } Article  All texts are one stream, which offsets are into; cuts: that in units */
/** @typedef { {raw: string, at: number, key: string, kind: string, category: string, first: boolean} } Unit  A letter
 *    or sign; where the keys are the same, so are the words; first: a word begins with it, or it is in none */
/** @typedef { {from: number, to: number, key: string, word: boolean, worth: number, lead: string, text: string} } Token
 *    A word or sign; lead and text have the white space around it */
/** @typedef { {targets: string[], text: string, said: string, quotation: ?string, speaker: ?string} } Place  Where
 *    words are, what they are ("quotation", "title", "term", "article", "partly"), the quotation, who says it */
/** @typedef { {category: string, article: string, pasted: string} } Difference  With the words around it */
/** @typedef { {kind: string, places: Place[], differences: Difference[], marked: [how: string, text: string][],
 *    turning: string[], stitched: boolean, quoted: boolean} } Answer  marked: the passage in runs (see RUNS) */
const MOST_PASTED = 50_000, MOST_COMPARED = 10_000_000;  // characters; pairs of tokens
const MOST_PLACES = 100, MOST_SHOWN = 5, AROUND = 40;  // places; items of a list; units beside one that differs
const CAPITALS = 3, MOVED = 3, CHANGED = 8;  // words: at least all capitals, found elsewhere; at most at an end
const GAP = 8, BREAK = "\x1e";  // tokens between words elsewhere; between texts that are not consecutive paragraphs
const ENDS = " …\"'", OF_WORD = /[a02$%]/;  // keys that count for nothing at the ends; kinds that words are made of
const { raw: r } = String, MARK = r`['\x60\xb4\u2018-\u201f\u2039\u203a"\xab\xbb]`, SPACE = r`[\s\x85]`;
const UNSEEN = r`\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff`, HIDDEN = new RegExp(`[${UNSEEN}]+`, "gu");
const WHITE = r`[\s\x85${UNSEEN}]`, SOME = `${WHITE}*`, STROKE = r`[-\u2010-\u2013]`;
const DOTS = r`(?:\u2026|\.\.\.|\.${SPACE}\.${SPACE}\.)`;
/** The kinds of units: name, pattern, key if it is not the letters themselves, what another form of it is called. */
const KINDS = [
  ["e", r`${SOME}(?:\[${SOME}${DOTS}${SOME}\]|\(${SOME}${DOTS}${SOME}\)|${DOTS})${SOME}`, "…", "ellipsis"],
  ["d", r`${SOME}(?:[\u2014\u2015]|-{2,})${SOME}`, "—", "dashes"],
  ["d", r`(?:^|${SPACE}${SOME})${STROKE}(?:${SPACE}${SOME}|$)`, "—", "dashes"],  // between white space, else a hyphen
  ["-", STROKE, "-", "dashes"], ["m", r`\u2212`, "-", "dashes"],  // minus
  ["\n", r`(?:(?!\n)${WHITE})*\n${SOME}`, " ", "white space"], [" ", `${WHITE}+`, " ", "white space"],
  ["'", r`['\x60\xb4\u2018\u2019]`, '"', "quotation marks"], ['"', MARK, '"', "quotation marks"],
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
    const [kind, , key, category = "case"] = KINDS[number - 1], letters = found[number].normalize();
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
function articleOf({ texts, turning, ...others }) {
  let stream = "";
  const placed = texts.map(([id, name, text], at) => {
    if (at) stream += [id, texts[at - 1][0]].every((one) => one[0] === "p") ? "\n" : BREAK;
    stream += text;
    return { id, name, from: stream.length - text.length, to: stream.length };
  });
  return { ...others, stream, cuts: {}, texts: placed, turning: turning ? new RegExp(turning, "u") : null };
}

/** Where units of the stream stand, and who says them. @type {(article: Article, units: Unit[]) => Place} */
function placeOf({ stream, texts, quotations }, units) {
  const start = units[0].at, end = start + raw(units).length, edge = new RegExp(`${MARK}|${WHITE}`, "u");
  const spans = texts.map(({ id, from, to }) => [...narrowed([Math.max(from, start), Math.min(to, end)],
    (at) => edge.test(stream[at])), id]).filter(([from, to]) => from < to);
  const touching = quotations.filter(({ parts }) => spans.some(([from, to]) =>
    parts.some(([first, last]) => first < to && from < last)));
  const partly = touching.some(({ said }) => said === "quotation") ? "partly" : "article";
  const { id: quotation = null, speaker = null, said = partly } = touching.findLast(({ parts }) =>  // the innermost
    spans.every(([from, to]) => parts.some(([first, last]) => first <= from && to <= last))) ?? {};
  return { targets: spans.map(([, , id]) => id), text: raw(units).trim(), said, quotation, speaker };
}

/** Where units stand, as whole words. @type {(all: Unit[], sought: Unit[], start?: number, most?: number) => Span[]} */
function finds(all, sought, start = 0, most = MOST_PLACES) {
  const found = [], bound = (at) => all[at]?.first ?? true;
  for (let from = start, to = from + sought.length; to <= all.length && found.length < most; from++, to++) {
    const same = bound(from) && bound(to) && sought.every(({ key }, at) => key === all[from + at].key);
    if (same) found.push([from, to]);
  }
  return found;
}

/** How units with the same keys differ. @type {(stream: Unit[], start: number, pasted: Unit[]) => Difference[]} */
function differences(stream, start, pasted) {
  const compared = (text) => (text.includes("\n") ? `\n${text.replace(/\s+/gu, "")}` : text.normalize());
  return unique(pasted.flatMap((unit, at) => {
    const [there, here] = [stream[start + at].raw, unit.raw].map((text) => (at ? text : text.trimStart()))
      .map((text) => (at < pasted.length - 1 ? text : text.trimEnd()));
    if (compared(there) === compared(here)) return [];
    const lines = there.includes("\n") && !here.includes("\n");
    const category = lines ? "paragraph break" : seen(there) === seen(here) ? "white space" : unit.category;
    const words = (units, place) => (/space|break/.test(category) ? "" : around(units, place, category === "case"));
    return [{ category, article: words(stream, start + at), pasted: words(pasted, at) }];
  }));
}

/** The text around a unit, or only its word. @type {(units: Unit[], at: number, inWord: boolean) => string} */
function around(units, at, inWord) {
  const before = raw(units.slice(Math.max(0, at - AROUND), at)), after = raw(units.slice(at + 1, at + 1 + AROUND));
  const ends = inWord ? /[\s\x1e\u2026\u2014\u2015]|--/u : /[\s\x1e]/u;
  const text = (before.split(ends).at(-1) + units[at].raw + after.split(ends)[0]).trim();
  return inWord ? text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "") : text;
}

/** Whether the article has these words, where, what differs. @type {(article: Article, pasted: string) => Answer} */
function check(article, pasted) {
  const answer = { places: [], differences: [], marked: [], turning: [], stitched: false, quoted: false };
  if (pasted.length > MOST_PASTED) return { ...answer, kind: "long" };
  const text = pasted.replaceAll(BREAK, " ").normalize(), cased = (word) => word !== word.toLowerCase();
  const allCapitals = text === text.toUpperCase() && text.split(/\s+/u).filter(cased).length >= CAPITALS;
  const sought = cut(text, allCapitals), bare = stripped(sought, ENDS), enough = (piece) => wordsIn(tokens(piece)) > 1;
  if (!wordsIn(tokens(bare))) return { ...answer, kind: "empty" };
  const stream = article.cuts[allCapitals] ??= cut(article.stream, allCapitals);
  const found = (...pieces) => located(article, stream, pieces);
  const pieces = split(bare, "…").map((piece) => stripped(piece, ENDS));
  const [, inner, ...rest] = split(sought, '"'), within = inner && rest.length === 1 ? stripped(inner, ENDS) : [];
  const quoted = () => (enough(within) ? found(within) ?? found(stripped(within, `${ENDS}.,`)) : null);
  const together = found(unwrapped(stripped(sought, " …"))) ?? found(bare);
  const apart = () => (pieces.length > 1 && pieces.every(enough) ? found(...pieces) : null);
  return { ...answer, ...(together ?? apart() ?? different(article, stream, bare, quoted())) };
}

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
  if (!best) return null;
  const { spans, differing } = best, gaps = spans.slice(1).map(([from], at) => stream.slice(spans[at][1], from));
  const same = (one) => (several ? one === best : JSON.stringify(one.differing) === JSON.stringify(differing));
  const places = chains.filter(same).flatMap((one) => one.spans.map((span) => placeOf(article, stream.slice(...span))));
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

/** The runs of words from one token to another that the article has elsewhere: where there, where here, how long.
 *  @type {(there: Token[], here: Token[], at: number, end: number) => Iterable<[number, number, number]>} */
function* moved(there, here, at, end) {
  while (at < end) {
    let place = 0, size = 0;
    for (let from = 0, same; from < there.length; from++) {
      for (same = 0; at + same < end && there[from + same]?.key === here[at + same].key;) same++;
      if (same > size) [place, size] = [from, same];
    }
    const enough = wordsIn(here.slice(at, at + size)) >= MOVED;
    if (enough) yield [place, at, size];
    at += enough ? size : 1;
  }
}

/** The answer to words that the article does not have, given that to what they quote: the nearest passage, if it shares
 *  two words and a third of all, or has what is pasted inside of words.
 *  @type {(article: Article, stream: Unit[], pasted: Unit[], quoted: ?Partial<Answer>) => Partial<Answer>} */
function different(article, stream, pasted, quoted) {
  const there = tokens(stream), here = tokens(pasted), marked = [], elsewhere = [];
  if (there.length * here.length > MOST_COMPARED) return { kind: "long" };
  let pairs = align(there, here), begins, ends;
  const shared = wordsIn(pairs.map(([i]) => there[i]));
  if (shared > 1 && 3 * shared >= wordsIn(here)) {  // a few words changed at an end belong to the passage, too
    begins = further(there, pairs[0][0], -1, wordsIn(here.slice(0, pairs[0][1])));
    ends = further(there, pairs.at(-1)[0], 1, wordsIn(here.slice(pairs.at(-1)[1] + 1))) + 1;
  } else {
    const start = stream.findIndex((_, from) => pasted.every(({ key }, at) => stream[from + at]?.key === key));
    if (start < 0) return quoted ? { ...quoted, kind: "different", quoted: true } : { kind: "absent" };
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
    let after = -Infinity;
    for (const [place, at, size] of moved(there, here, j, right)) {
      const between = after <= place && place <= after + GAP && there.slice(after, place).map(({ key }) => key);
      const goesOn = between && !between.includes(BREAK);
      if (goesOn) mark("article", there, after, place);
      elsewhere.push([goesOn ? elsewhere.pop()[0] : place, place + size]);
      mark("pasted", here, j, at);
      mark("moved", here, at, at + size);
      [after, j] = [place + size, at + size];
    }
    mark("pasted", here, j, right);
    mark("same", there, left, Math.min(left + 1, ends));
    [i, j] = [left + 1, right + 1];
  }
  const places = unique([[begins, ends], ...elsewhere])
    .map(([from, to]) => placeOf(article, stream.slice(there[from].from, there[to - 1].to)));
  const signs = marked.every(([how, text]) => how === "same" || /^[\s\p{P}]*$/u.test(text));
  return { kind: signs ? "punctuation" : "different", places, marked, quoted: quoted !== null };
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
const SAID = { article: "not in a quotation: the article’s own words", partly: "partly in a quotation, partly not",
  title: "the name of a work, which nobody says",
  term: "a term or words held at a distance, which nobody is quoted as saying" };
const RUNS = { same: ["span"], left: ["mark", "left out"], article: ["ins", "only in the article"],
  pasted: ["del", "only in yours"], moved: ["i", "elsewhere in the article"] };

/** @type {(name: string, properties: Object, ...children: (Node|string)[]) => HTMLElement} */
const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

/** Makes a browser mark a text on a page, as text_fragment in passages.py does. @type {(text: string) => string} */
function fragment(text) {
  const words = text.split(/\s+/u), parts = words.length > 10 ? [words.slice(0, 5), words.slice(-4)] : [words];
  return ":~:text=" + parts.map((some) => encodeURIComponent(some.join(" ")).replaceAll("-", "%2D")).join(",");
}

/** A citation as in quotations.html, and a button that copies it; a mark whose other half was not pasted is left out.
 *  @type {(article: Article, place: Place, name: string) => Node[]} */
function toCopy({ facts, address }, { text, said, speaker, targets: [target] }, name) {
  const bare = spaced(text).replace(/^["“„«](?=[^"“”«»]*$)|(?<=^[^"“”«»]*)[”»]$/u, "");
  const who = said === "quotation" ? ` (${speaker ?? "speaker not stated"})` : "";
  const where = [name.replaceAll("paragraph ", "para. "), address?.replace(/#$/, `#${target.split("-")[0]}`)];
  const citation = [`“${bare}”${who}`, ...facts, ...where].filter(Boolean).join(", ");
  const words = element("p", { className: "selectable" }, citation), done = element("span", { role: "status" });
  const button = element("button", { type: "button" }, "Copy the words with this citation");
  button.onclick = async () => {
    const copied = await navigator.clipboard?.writeText(citation).then(() => true, () => false);
    if (!copied) getSelection().selectAllChildren(words);
    done.textContent = copied ? " Copied." : " Selected: copy it with your keyboard or menu.";
  };
  const styles = element("a", { href: `cite.html#${target}` }, `Other styles for ${name}`);
  return [element("div", { className: "ready" }, words), element("p", {}, button, done),
    ...(target[0] === "p" ? [element("p", {}, styles)] : [])];
}

/** A passage, each run named for those who do not see it. @type {(marked: Answer["marked"]) => Node[]} */
function passage(marked) {
  const unseen = (text) => element("span", { className: "unseen" }, text);
  const runs = marked.flatMap(([how, text]) => {
    const [name, label] = RUNS[how], words = text.trim(), named = [unseen(`[${label}: `), words, unseen("]")];
    return [text.match(/^\s*/)[0], element(name, {}, ...(label ? named : [words])), /\s$/.test(text) ? " " : ""];
  });
  const used = Object.entries(RUNS).filter(([how, [, label]]) => label && marked.some(([one]) => one === how))
    .map(([, [name, label]]) => element(name, {}, label));
  const legend = element("p", { className: "form legend", ariaHidden: "true" }, ...used);
  return [element("blockquote", {}, ...runs), ...(used.length ? [legend] : [])];
}

/** What the page shows of an answer. @type {(article: Article, answer: Answer) => Node[]} */
function shown(article, { kind, places, differences: all, marked, turning, stitched, quoted }) {
  const name = ({ targets }) => targets.map((id) => article.texts.find((text) => text.id === id).name).join(", ");
  const remarks = [turning.length && `What is left out may turn the sense: ${turning.join(", ")}`,
    stitched && "The pieces are not all said by the same.",
    quoted && "What stands between your quotation marks is in the article, word for word or but for typography."];
  const differing = all.filter((one) => one.article).map((one) => element("li", {}, `${one.category}: the article has `,
    element("b", {}, one.article), ", you have ", element("b", {}, one.pasted)));
  const more = differing.splice(MOST_SHOWN).length;
  if (more) differing.push(element("li", {}, `and ${more} more of these`));
  const where = places.map((place, at) => {
    const by = place.speaker ? `said by ${place.speaker}` : "in a quotation whose speaker is not stated";
    const who = SAID[place.said] ?? by, href = `index.html#${place.targets[0].split("-")[0]}${fragment(place.text)}`;
    const speaker = place.quotation ? element("a", { href: `quotations.html#${place.quotation}` }, who) : who;
    const lead = kind !== "different" ? "" : at ? "elsewhere: " : "nearest: ";
    return element("li", {}, lead, element("a", { href }, name(place)), "; ", speaker);
  });
  const list = (className, items) => (items.length ? [element("ul", { className }, ...items)] : []);
  const cited = places.slice(0, MOST_SHOWN).flatMap((place) => toCopy(article, place, name(place)));
  return [...remarks.filter(Boolean).map((text) => element("p", { className: "remark" }, text)),
    ...(marked.length ? passage(marked) : []), ...list("", differing), ...list("places", where),
    ...(/exact|typography/.test(kind) ? [element("h2", {}, "Cite"), ...cited] : [])];
}

/** Checks what is typed and what a link brings; the address keeps it, so that it can be linked. @type {() => void} */
function start() {
  const [form, pasted, verdict, answered, evidence] = ["form", "pasted", "verdict", "answer", "evidence"]
    .map((id) => document.getElementById(id)), article = articleOf(JSON.parse(evidence.textContent));
  const show = () => {
    const answer = check(article, pasted.value), { kind } = answer;
    const categories = unique(answer.differences.map(({ category }) => category)).join(", ");
    verdict.textContent = VERDICTS[kind] + (kind === "typography" ? `: ${categories}.` : "");
    verdict.dataset.kind = kind;
    answered.replaceChildren(...shown(article, answer));
  };
  const open = () => {
    const linked = new URLSearchParams(location.hash.slice(1)).get("q");
    pasted.value = linked ?? pasted.value;
    if (linked !== null || pasted.value) show();
  };
  let waiting;
  pasted.oninput = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      show();
      const words = encodeURIComponent(pasted.value.toWellFormed());
      history.replaceState(null, "", words ? `#q=${words}` : location.pathname);
    }, 150);
  };
  addEventListener("hashchange", open);
  form.hidden = false;
  open();
}
if (typeof document !== "undefined") start();
