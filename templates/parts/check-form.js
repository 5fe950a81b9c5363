// The form of check.html: what is pasted, the answer to it, and the address that keeps it.
const byId = (id) => document.getElementById(id);
const pasted = byId("pasted"), verdict = byId("verdict"), answered = byId("answer");

// An element with these attributes and children; words become text and never markup.
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const placeName = (place) => place.targets.map((name) => data.texts.find(([one]) => one === name)[1]).join(", ");
const anchor = (place) => place.targets[0].split("-")[0];

function categories(answer) {
  return [...new Set(answer.differences.map((one) => one.category))].join(", ");
}

// The same as text_fragment in src/clipping/site/passages.py.
function fragment(text) {
  const words = text.split(/\s+/u), join = (some) => encodeURIComponent(some.join(" ")).replaceAll("-", "%2D");
  return ":~:text=" + (words.length <= 10 ? join(words) : join(words.slice(0, 5)) + "," + join(words.slice(-4)));
}

function citation(place) {
  const speaker = place.said === "quotation" ? ` (${place.speaker ?? "speaker not stated"})` : "";
  const where = placeName(place).replaceAll("paragraph ", "para. ");
  const address = data.address?.replace(/#$/, "#" + anchor(place));
  return [`“${inOneLine(place.text)}”${speaker}`, ...data.facts, where, address].filter(Boolean).join(", ");
}

function inPlace(place, elsewhere) {
  const link = element("a", { href: `index.html#${anchor(place)}${fragment(place.text)}` }, placeName(place));
  const lead = elsewhere ? data.words.elsewhere : "";
  if (!place.quotation) return element("li", {}, lead, link, "; ", data.words[place.said]);
  const who = place.speaker ? `${data.words.by} ${place.speaker}` : data.words.unknown;
  const speaker = place.said === "quotation" ? who : data.words[place.said];
  return element("li", {}, lead, link, "; ", element("a", { href: `quotations.html#${place.quotation}` }, speaker));
}

// The passage, with what only one of both has marked and named: words left out, added, changed.
function passage(answer) {
  const shortened = answer.kind === "shortened";
  const names = { same: "span", article: shortened ? "mark" : "ins", pasted: "del", moved: "i", rest: "small" };
  const { "left out": out, "only article": article, "only pasted": pasted, moved, rest } = data.words;
  const labels = { article: shortened ? out : article, pasted, moved, rest };
  const runs = [], hidden = (text) => element("span", { class: "unseen" }, text);
  let before = "";
  for (const [how, text] of answer.marked) {
    if (before.endsWith(" ") || (before && text.startsWith(" "))) runs.push(" ");
    const words = labels[how] ? [hidden(`[${labels[how]}: `), text.trim(), hidden("]")] : [text.trim()];
    runs.push(element(names[how], {}, ...words));
    before = text;
  }
  const legend = Object.keys(labels).filter((how) => answer.marked.some(([one]) => one === how))
    .map((how) => element(names[how], {}, labels[how]));
  return [
    element("blockquote", {}, ...runs),
    ...(legend.length ? [element("p", { class: "form legend", "aria-hidden": "true" }, ...legend)] : []),
  ];
}

function cite(place) {
  const text = citation(place), button = element("button", { type: "button" }, "Copy the words with this citation");
  const words = element("p", { class: "selectable" }, text), done = element("span", { role: "status" });
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      done.textContent = " Copied.";
    } catch {
      getSelection().selectAllChildren(words);
      done.textContent = " Selected: copy it with your keyboard or menu.";
    }
  });
  const others = place.targets[0].startsWith("p")
    ? [element("p", {}, element("a", { href: `cite.html#${anchor(place)}` }, `Other styles for ${placeName(place)}`))] : [];
  return [element("div", { class: "ready" }, words), element("p", {}, button, done), ...others];
}

function show() {
  const answer = check(pasted.value);
  const kinds = answer.kind === "typography" ? `: ${categories(answer)}.` : "";
  verdict.textContent = data.verdicts[answer.kind] + kinds;
  verdict.dataset.kind = answer.kind;
  const remarks = [
    ...(answer.turning.length ? [`${data.words.turning}: ${answer.turning.join(", ")}`] : []),
    ...(answer.stitched ? [data.words.stitched] : []), ...(answer.quoted ? [data.words.quoted] : []),
  ].map((text) => element("p", { class: "remark" }, text));
  const told = answer.differences.filter((one) => one.article);
  const differing = told.slice(0, MOST_TOLD).map((one) => element("li", {}, `${one.category}: ${data.words.has} `,
    element("b", {}, one.article), `, ${data.words["you have"]} `, element("b", {}, one.pasted)));
  if (told.length > MOST_TOLD) {
    differing.push(element("li", {}, data.words.more.replace("{}", told.length - MOST_TOLD)));
  }
  const cited = answer.kind === "exact" || answer.kind === "typography" ? answer.places.slice(0, MOST_TOLD) : [];
  const places = answer.places.map((one, number) => inPlace(one, number > 0 && answer.kind === "different"));
  answered.replaceChildren(
    ...remarks,
    ...(answer.marked.length ? passage(answer) : []),
    ...(differing.length ? [element("ul", {}, ...differing)] : []),
    ...(places.length ? [element("ul", { class: "places" }, ...places)] : []),
    ...(cited.length ? [element("h2", {}, data.words.cite), ...cited.flatMap(cite)] : []),
  );
}

// The address keeps what was pasted, so that a check can be linked. A moment after the last key is soon enough.
let waiting = 0;
function keep() {
  history.replaceState(null, "", pasted.value ? "#q=" + encodeURIComponent(pasted.value) : location.pathname);
}

function open() {
  if (!location.hash.startsWith("#q=")) return;
  try {
    pasted.value = decodeURIComponent(location.hash.slice(3));
  } catch {  // an address cut short
    pasted.value = location.hash.slice(3);
  }
  show();
}

byId("form").hidden = false;
pasted.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => { show(); keep(); }, 150);
});
addEventListener("hashchange", open);
open();
