// The form of check.html, which shows the answers of check.js. Pasted text is inserted as text, never as markup.

/** The start of each kind of answer, before the places, if any. "typography" covers white space, invisible characters,
 *  the form of quotation marks, dashes and ellipses, and capitals, of first letters or throughout. */
const ANSWERS = {
  exact: "These words are in ", typography: "These words are in ", quoted: "The words that you quote are in ",
  punctuation: "With other punctuation, these words are in ", shortened: "With words left out, these words are in ",
  different: "These words are not in the article in this form. The nearest passage is in ",
  absent: "These words are not in the article, and nothing in it is close.", empty: "There is nothing to check yet.",
  long: "Not checked: this is too long. Up to 50,000 characters are checked, fewer with a long article. Paste less.",
};
const SAID = { article: ", in the article’s own words", partly: ", partly within a quotation and partly not",
  title: ", in the title of a document or work, not in speech", term: ", in quotation marks, but not as speech" };
/** White space after a sentence, but not after initials; ends of paragraphs and texts. */
const SENTENCE_END = /(?<=(?<!\b\p{Lu})[.?!]["’”)]*)\s|[\n\x1e]/u;
const RUNS = { same: ["span"], left: ["mark", "left out"], article: ["ins", "only in the article"],
  pasted: ["del", "only in yours"] };
/** @type {(name: string, properties: Object, ...children: (Node|string)[]) => HTMLElement} */
const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  return made.append(...children), made;
};
/** Joins words as a list in a sentence. @type {(words: string[]) => string} */
const listed = (words) => [words.slice(0, -1).join(", "), words.at(-1)].filter(Boolean).join(" and ");
/** A long quotation, cut between words; its closing mark is kept. @type {(words: string) => string} */
const shortened = (words) => words.replace(/^(?=.{100})(.{80,98})\s.*?(\P{L}?)$/su, "$1 …$2");
/** The names of places, as a list. @type {(article: Article, places: Place[]) => string} */
function namesOf({ texts }, places) {
  const names = texts.filter(({ id }) => places.some(({ targets }) => targets.includes(id))).map(({ name }) => name);
  const numbers = names.flatMap((name) => name.match(/(?<=^paragraph )\d+$/) ?? []);
  const merged = unique(names.map((name) => (/^paragraph \d+$/.test(name)
    ? `paragraph${numbers.length > 1 ? "s" : ""} ${listed(numbers)}` : name)));
  return listed(merged).replace(/the caption( of photograph \d+)(?:,| and) the credit\1/gu, "the caption and credit$1");
}
/** The id on the article page to which a link to a place leads. @type {(place: Place) => string} */
const anchorOf = ({ targets }) => targets[0].split("-")[0];
/** The end of an address that makes a browser highlight a text (WICG, URL Fragment Text Directives).
 *  @type {(text: string) => string} */
function fragment(text) {
  const words = text.split(/\s+/u), parts = words.length > 10 ? [words.slice(0, 5), words.slice(-4)] : [words];
  return ":~:text=" + parts.map((some) => encodeURIComponent(some.join(" ")).replaceAll("-", "%2D")).join(",");
}
/** The attribution of a place, to follow its name. @type {(place: Place) => string} */
const attribution = ({ said, speaker }) => said === null ? "" : SAID[said]
  ?? (speaker ? `, attributed to ${speaker}` : ", in a quotation whose speaker is not stated");

/** The answer in sentences, which attribute only the article's words, and call nothing true.
 *  @type {(article: Article, answer: Answer) => string} */
function sentences(article, { kind, places, differences: all, turning, stitched, bracketed, others, missing, named,
  speakers }) {
  const some = places.slice(0, MOST_SHOWN), more = places.length - some.length, [{ said } = {}] = places;
  const groups = unique(some.map(attribution)).map((words) =>
    namesOf(article, some.filter((place) => attribution(place) === words)) + words);
  if (more) groups.push(places.length < MOST_PLACES ? `${more} more place${more > 1 ? "s" : ""}` : "many more places");
  const wrong = named.length && places.length && !named.some((name) => speakers.some((one) => alike(name, one)));
  const theirs = speakers.length ? `is not the one that the article gives: ${listed(speakers)}`
    : "could not be checked: no speaker of these words was found in the article";
  const what = places.some((place) => place.said === "quotation") ? "the words were said" : "they are true";
  const short = said && places.every((place) => wordsIn(tokens(cut(place.text, false))) < 3);
  const absent = listed(missing.slice(0, MOST_SHOWN).map(shortened));
  const begins = kind === "quoted" && missing.length ? "Some of the words that you quote are in " : ANSWERS[kind];
  return [begins + (groups.length ? `${groups.join("; ").replace(/; (?=[^;]*$)/, "; and ")}.` : ""),
    all.length && `Only ${listed(all)} ${all.join() === "white space" ? "differs" : "differ"}.`,
    bracketed && all.includes("capitals") && "A capital in brackets marks such a change, which is standard practice.",
    bracketed && said && !all.includes("capitals") && "The brackets are not in the article.",
    wrong && `The name that you give, ${listed(named)}, ${theirs}.`,
    !wrong && named.length && speakers.length > 1 && "To check who said which, paste one quotation at a time.",
    missing.length
      && `In quotation marks, but not in the article: ${absent}${missing.length > MOST_SHOWN ? ", and others" : ""}.`,
    others && "The words around what you quote are not checked.",
    turning.length
      && `The omission may change the meaning: it leaves out ${listed(turning.map((word) => `“${word}”`))}.`,
    stitched && "The pieces are by different speakers.",
    short ? "This shows only that the article has these words."
      : /quotation|article|partly/.test(said) && `Whether ${what} is not confirmed here.`].filter(Boolean).join(" ");
}

/** A citation with the words cited, and a button that copies it.
 *  @type {(article: Article, places: Place[], text: string) => Node[]} */
function toCopy(article, places, text) {
  const [{ said, speaker }] = places, same = unique(places.map(attribution)), some = places.slice(0, MOST_SHOWN);
  const words = spaced(text).replace(/“([^“”]*)”|„([^„“”]*)[“”]|«([^«»]*)»|"([^"]*)"/gu, (_, ...inner) =>
    `‘${inner.find((one) => typeof one === "string")}’`).replace(/[“”„«»"]/gu, "");  // drops single marks
  const who = said === "quotation" && same.length === 1 ? ` (${speaker ?? "speaker not stated"})` : "";
  const where = namesOf(article, some).replace("paragraph", "para.").replace("para.s", "paras.");
  const elsewhere = places.length > some.length ? " and elsewhere" : "";
  const citation = [`“${words}”${who}`, ...article.facts, where + elsewhere,
    article.address?.replace(/#$/, `#${anchorOf(places[0])}`)].filter(Boolean).join(", ");
  const ready = element("p", { className: "selectable" }, citation), done = element("span", { role: "status" });
  const button = element("button", { type: "button" }, "Copy the words with this citation");
  button.onclick = async () => {
    const copied = await navigator.clipboard?.writeText(citation).then(() => true, () => false);
    if (!copied) getSelection().selectAllChildren(ready);
    done.textContent = copied ? " Copied." : " Selected: copy it with your keyboard or menu.";
  };
  return [ready, element("p", {}, button, done)];
}

/** A passage, in one piece or in these places, within its sentence; its runs are labelled for screen readers.
 *  @type {(article: Article, places: Place[], marked: Answer["marked"]) => Node[]} */
function passage({ stream }, places, marked) {
  const span = (className, text) => element("span", { className }, text), used = new Map();
  const [before] = stream.slice(0, places[0].span[0]).split(SENTENCE_END).slice(-1);
  const [after] = stream.slice(places.at(-1).span[1] - 1).split(SENTENCE_END);  // from the last character on
  const runs = marked.flatMap(([how, text]) => {
    const [name, label] = RUNS[how], words = text.trim();
    if (label) used.set(how, element(name, {}, label));
    const named = label ? [span("unseen", `[${label}: `), words, span("unseen", "]")] : [words];
    return [text.match(/^\s*/)[0], element(name, {}, ...named), /\s$/.test(text) ? " " : ""];
  });
  const legend = element("p", { className: "form legend", ariaHidden: "true" }, ...used.values());
  const quoted = element("blockquote", {}, span("around", before), ...runs, span("around", after.slice(1)));
  return used.size ? [quoted, legend] : [quoted];
}

/** The elements to show below the sentences. @type {(article: Article, answer: Answer) => Node[]} */
function shown(article, { kind, places, marked, stitched }) {
  const some = places.slice(0, MOST_SHOWN), own = some.filter(({ said }) => said !== null);
  const link = (page, id, words) => [`${page}.html#${id}`, words], links = unique([
    ...some.map((one) => link("index", anchorOf(one) + fragment(one.text), `Go to ${namesOf(article, [one])}`)),
    ...own.filter((one) => one.said === "quotation")
      .map((one) => link("quotations", one.quotation, "How the speaker is known")),
    ...article.notes.filter(([, title, , parts]) => own.some(({ speaker, span: [from, to] }) => title === speaker
      || parts.some(([first, last]) => first < to && from < last)))
      .map(([id, title, verdict]) => link("notes", id, `Note: ${title}${verdict ? ` (${verdict})` : ""}`)),
  ], ([href, words]) => [href.split(":~:")[0], words]).map(([href, words]) =>
    element("li", {}, element("a", { href }, words)));
  const texts = unique(places, ({ text }) => text).map(({ text }) => text).slice(0, MOST_SHOWN);
  const ready = kind === "shortened" && !stitched ? toCopy(article, places, places.map(({ text }) => text).join(" … "))
    : /exact|typography|quoted/.test(kind) ? texts.flatMap((text) =>
      toCopy(article, places.filter((place) => place.text === text), text)) : [];
  const quoted = marked.length ? passage(article, kind === "shortened" ? places : places.slice(0, 1), marked) : [];
  return [...quoted, ...(links.length ? [element("ul", {}, ...links)] : []),
    ...(ready.length ? [element("h2", {}, "Cite"), ...ready,
      element("p", {}, element("a", { href: "cite.html#pinpoint" }, "In other styles"))] : [])];
}

/** Starts the form: checks what is typed or in the page's address, which keeps it for links. @type {() => void} */
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
  pasted.maxLength = MOST_PASTED + 1;  // one more, so that the answer says that it is too long; longer fields are slow
  form.hidden = false;
  open();
}
if (typeof document !== "undefined") start();
