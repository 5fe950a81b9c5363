// The form of check.html, which shows the answers of check.js. Pasted text is inserted as text, never as markup.

/** The beginning of each kind of answer; the places follow. "typography" covers white space, invisible characters, the
 *  form of quotation marks, dashes and ellipses, and capitals, of first letters or throughout. */
const ANSWERS = {
  exact: "These words are in ", typography: "These words are in ", quoted: "The words that you quote are in ",
  punctuation: "With other punctuation, these words are in ", shortened: "With words left out, these words are in ",
  different: "These words are not in the article in this form. The nearest passage is in ",
  absent: "These words are not in the article, unless as parts of longer words or numbers.",
  empty: "There is nothing to check yet.",
  long: "Not checked: this is too long. Up to 50,000 characters are checked, fewer with a long article. Paste less.",
};
const SAID = { article: ", in the article’s own words", partly: ", partly within a quotation and partly not",
  title: ", in the title of a document or work, not in speech", term: ", in quotation marks, but not as speech" };
const PARAGRAPH_END = /[\n\x1e]/;
const RUNS = { same: ["span"], left: ["mark", "left out"], article: ["ins", "only in the article"],
  pasted: ["del", "only in yours"] };
/** @type {(name: string, properties: Object, ...children: (Node|string)[]) => HTMLElement} */
const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  return made.append(...children), made;
};
/** Joins words as a list in a sentence. @type {(words: string[]) => string} */
const listed = (words) => [words.slice(0, -1).join(", "), words.at(-1)].filter(Boolean).join(" and ");
/** The names of the texts in which words are, as a list. @type {(article: Article, places: Place[]) => string} */
const namesOf = ({ texts }, places) =>
  listed(texts.filter(([id]) => places.some(({ targets }) => targets.includes(id))).map(([, name]) => name));
/** The id on the article page to which a link to a place leads. @type {(place: Place) => string} */
const anchorOf = ({ targets }) => targets[0].split("-")[0];
/** The end of an address that makes a browser highlight a text within a paragraph (WICG, URL Fragment Text Directives).
 *  @type {(text: string) => string} */
const fragment = (text) => ":~:text=" + encodeURIComponent(text).replaceAll("-", "%2D");
/** The attribution of a place, to follow its name. @type {(place: Place) => string} */
const attribution = ({ said, speaker }) => said === null ? "" : SAID[said]
  ?? (speaker ? `, attributed to ${speaker}` : ", in a quotation whose speaker is not stated");

/** The answer in sentences, which attribute only the article's words, and call nothing true.
 *  @type {(article: Article, answer: Answer) => string} */
function sentences(article, { kind, places, differences: all, turning, stitched, others, missing, named }) {
  const some = places.slice(0, MOST_SHOWN), speakers = unique(places.map(({ speaker }) => speaker)).filter(Boolean);
  const groups = unique(some.map(attribution)).map((words) =>
    namesOf(article, some.filter((place) => attribution(place) === words)) + words);
  if (places.length > MOST_SHOWN) groups.push("other places");
  const wrong = named.length && places.length && !named.some((name) => speakers.some((one) => alike(name, one)));
  const attributed = speakers.length ? `attributes this passage to ${listed(speakers)}, not`
    : "does not attribute this passage";
  const what = places.some(({ said }) => said === "quotation") ? "the words were said" : "they are true";
  const begins = kind === "quoted" && missing.length ? "Some of the words that you quote are in " : ANSWERS[kind];
  return [begins + (groups.length ? `${groups.join("; ").replace(/; (?=[^;]*$)/, "; and ")}.` : ""),
    all.length && `Only ${listed(all)} ${all.join() === "white space" ? "differs" : "differ"}.`,
    wrong && `The article ${attributed} to ${listed(named).replace(/\.$/, "")}.`,
    missing.length && `In quotation marks, but not in the article: ${listed(missing)}.`,
    others && (named.length > 1 ? "Which of the names belongs to which words is not checked."
      : named.length ? "Of the words around what you quote, only the name is checked."
        : "The words around what you quote are not checked."),
    turning.length && `The omission may change the meaning: it leaves out “${turning.join("”, “")}”.`,
    stitched && "The pieces are by different speakers.",
    /quotation|article|partly/.test(places[0]?.said) && `Whether ${what} is not confirmed here.`,
  ].filter(Boolean).join(" ");
}

/** A citation that begins with the words cited, in a field that is selected when it has the focus.
 *  @type {(article: Article, places: Place[], text: string) => Node} */
function citation(article, places, text) {
  const [{ said, speaker }] = places, same = unique(places.map(attribution)), some = places.slice(0, MOST_SHOWN);
  const words = spaced(text).replace(/[“„«"]([^“”„«»"]*)[”“»"]/gu, "‘$1’").replace(/[“”„«»"]/gu, "");  // lone marks
  const who = said === "quotation" && same.length === 1 ? ` (${speaker ?? "speaker not stated"})` : "";
  const where = namesOf(article, some).replaceAll("paragraph", "para.") + (places[MOST_SHOWN] ? " and elsewhere" : "");
  const address = article.address?.replace(/#$/, `#${anchorOf(places[0])}`);
  const value = [`“${words}”${who}`, ...article.facts, where, address].filter(Boolean).join(", ");
  const field = element("textarea", { readOnly: true, rows: 4, ariaLabel: "The words with their citation", value });
  field.onfocus = () => field.select();
  return field;
}

/** A passage, in one piece or in these places, within its paragraph; its runs are labelled for screen readers.
 *  @type {(article: Article, places: Place[], marked: Answer["marked"]) => Node[]} */
function passage({ stream }, places, marked) {
  const span = (className, text) => element("span", { className }, text), used = new Map();
  const [before] = stream.slice(0, places[0].span[0]).split(PARAGRAPH_END).slice(-1);
  const [after] = stream.slice(places.at(-1).span[1] - 1).split(PARAGRAPH_END);  // from the last character on
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
  const texts = unique(places.map(({ text }) => text)), verbatim = /exact|typography|quoted/.test(kind) && !texts[1];
  const citable = verbatim || kind === "shortened" && !stitched;
  const quoted = marked.length ? passage(article, kind === "shortened" ? places : places.slice(0, 1), marked) : [];
  return [...quoted, ...(links.length ? [element("ul", {}, ...links)] : []),
    ...(citable ? [element("h2", {}, "Cite"), citation(article, places, texts.join(" … ")),
      element("p", {}, element("a", { href: "cite.html#pinpoint" }, "In other styles (change the number there)"))]
      : [])];
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
