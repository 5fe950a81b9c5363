// The passage nearest to words that the article does not have: as alignment.py and nearest.py find it.
const { WORD, SIGN, END, LONG, MOVED, GAP, MOST_STEPS, MOST_PAIRS, PIECE, TRIED } = data.limits;

class Tokens {
  constructor(units) {
    const places = tokens(units);
    Object.assign(this, { units, places, keys: places.map(([from, to]) => units.key(from, to)) });
  }
  text(from, to) {  // with the white space around it
    const begins = from ? this.places[from - 1][1] : this.places[from][0];
    const ends = to < this.places.length ? this.places[to][0] : this.places[to - 1][1];
    return spaced(this.units.raw(begins, ends));
  }
}

// What other texts have in common with keys, in runs of so many or more: where in both, and how long.
class Runs {
  constructor(keys, least) { Object.assign(this, { keys, least }); }
  get starts() {
    const starts = new Map();
    for (let place = 0; place + this.least <= this.keys.length; place++) {
      const name = named(this.keys.slice(place, place + this.least));
      if (!starts.has(name)) starts.set(name, []);
      starts.get(name).push(place);
    }
    Object.defineProperty(this, "starts", { value: starts });
    return starts;
  }
  shared(right) {
    const found = [], taken = new Set();
    for (let at = 0, follows = 0; at + this.least <= right.length;) {
      let best;
      for (const place of (this.starts.get(named(right.slice(at, at + this.least))) ?? []).slice(0, TRIED)) {
        let size = 0;
        while (at + size < right.length && this.keys[place + size] === right[at + size] && !taken.has(place + size)) size++;
        const better = !best || size > best[2] || (size === best[2] && best[0] < follows && place >= follows);
        if (better) best = [place, at, size];
      }
      if (!best || wordsIn(right.slice(at, at + best[2])) < this.least) {
        at++;
        continue;
      }
      found.push(best);
      [at, follows] = [at + best[2], best[0] + best[2]];
      for (let place = best[0]; place < follows; place++) taken.add(place);
    }
    return found;
  }
}

const named = (keys) => keys.join("\n");
const wordsIn = (keys) => keys.filter(isWord).length;
const sum = (list) => list.reduce((a, b) => a + b, 0);

function align(left, right) {
  const runs = new Runs(left, LONG).shared(right);
  const rights = steps(right, runs.map(([, at, length]) => [at, length])).slice(0, MOST_STEPS);
  const wanted = new Set(rights.map((step) => step.name));
  const lefts = near(steps(left, runs.map(([at, , length]) => [at, length])), wanted, rights.length);
  const pairs = aligned(lefts, rights)
    .flatMap(([i, j]) => rights[j].keys.map((_, number) => [lefts[i].first + number, rights[j].first + number]));
  return [pairs, last(rights).first + last(rights).keys.length];
}

function steps(keys, runs) {
  const lengths = new Map(runs), found = [];
  for (let at = 0; at < keys.length;) {
    const some = keys.slice(at, at + (lengths.get(at) ?? 1));
    const worth = sum(some.map((key) => (isWord(key) ? WORD : key === P.break ? END : SIGN)));
    found.push({ first: at, keys: some, name: named(some), worth });
    at += some.length;
  }
  return found;
}

// The piece that has most of the wanted words, with as many around as may be compared.
function near(all, wanted, against) {
  const often = new Map(), pieces = [];
  for (const { name } of all) often.set(name, (often.get(name) ?? 0) + 1);
  for (let from = 0; from < all.length; from += PIECE) pieces.push(all.slice(from, from + PIECE));
  const scores = pieces.map((piece) => sum([...new Map(piece.map((step) => [step.name, step])).values()]
    .filter((step) => wanted.has(step.name) && isWord(step.keys[0]))
    .map((step) => Math.floor(1000 * step.keys.length / often.get(step.name)))));
  let from = scores.indexOf(scores.reduce((a, b) => Math.max(a, b))), to = from + 1, size = pieces[from].length;
  for (;;) {
    const fits = [from - 1, to].filter((side) => pieces[side] && (size + pieces[side].length) * against <= MOST_PAIRS);
    if (!fits.length) return pieces.slice(from, to).flat();
    const side = fits.length > 1 && scores[fits[1]] > scores[fits[0]] ? fits[1] : fits[0];
    [from, to, size] = [Math.min(from, side), Math.max(to, side + 1), size + pieces[side].length];
  }
}

function aligned(left, right) {
  const table = Array.from({ length: left.length + 1 }, () => new Int32Array(right.length + 1));
  const through = (i, j) => table[i][j]
    + (left[i].name === right[j].name ? left[i].worth : -Math.max(left[i].worth, right[j].worth) / 2);
  let best = 0, end = [0, 0];
  left.forEach((step, i) => right.forEach((other, j) => {
    const above = table[i][j + 1] - step.worth / 2, beside = table[i + 1][j] - other.worth / 2;
    table[i + 1][j + 1] = Math.max(0, through(i, j), above, beside);
    if (table[i + 1][j + 1] > best) [best, end] = [table[i + 1][j + 1], [i + 1, j + 1]];
  }));
  const pairs = [];
  for (let [i, j] = end; table[i][j];) {
    if (table[i][j] === through(i - 1, j - 1)) {
      [i, j] = [i - 1, j - 1];
      if (left[i].name === right[j].name) pairs.unshift([i, j]);
    } else if (table[i][j] === table[i - 1][j] - left[i - 1].worth / 2) i--;
    else j--;
  }
  return pairs;
}

// The answer to what stands between the only two double quotation marks, if it is found. A stop or comma at its end
// need not be the article's.
function quoted(stream, sought, at) {
  const marks = sought.keys.map((key, place) => (key === '"' ? place : -1)).filter((place) => place >= 0);
  if (marks.length !== 2) return null;
  const between = sought.cut(marks[0] + 1, marks[1]).stripped(EVERY_END);
  if (words(between).length < 2) return null;
  return found(stream, between, at) ?? found(stream, between.stripped(EVERY_END + ".,"), at);
}

function different(stream, sought, at, within) {
  const there = new Tokens(stream), here = new Tokens(sought), moved = new Runs(there.keys, MOVED);
  const absent = within ? { ...within, kind: "different", quoted: true } : { kind: "absent" };
  if (!there.keys.length) return absent;
  let [pairs, compared] = align(there.keys, here.keys), begins, ends;
  const shared = wordsIn(pairs.map(([left]) => there.keys[left]));
  if (shared >= 2 && 3 * shared >= wordsIn(here.keys.slice(0, compared))) {
    const changed = (keys) => wordsIn(keys)
      - sum(moved.shared(keys).map(([, from, length]) => wordsIn(keys.slice(from, from + length))));
    begins = further(there, pairs[0][0], -1, changed(here.keys.slice(0, pairs[0][1])));
    ends = further(there, last(pairs)[0], 1, changed(here.keys.slice(last(pairs)[1] + 1, compared))) + 1;
  } else {
    [begins, ends] = holding(there, sought.keys);
    if (begins === ends) return absent;
    pairs = align(there.keys.slice(begins, ends), here.keys)[0].map(([left, right]) => [begins + left, right]);
  }
  const marked = [], elsewhere = [];
  let on = begins, over = 0;
  for (const [left, right, length] of runs(pairs, ends, compared)) {
    if (on < left) marked.push(["article", there.text(on, left)]);
    let done = over, after = -1;
    for (const [place, first, size] of moved.shared(here.keys.slice(over, right))) {
      let begun = there.places[place][0];
      if (after >= 0 && after <= place && place <= after + GAP && !there.keys.slice(after, place).includes(P.break)) {
        [begun] = elsewhere.pop();
        if (after < place) marked.push(["article", there.text(after, place)]);
      }
      if (done < over + first) marked.push(["pasted", here.text(done, over + first)]);
      marked.push(["moved", here.text(over + first, over + first + size)]);
      [done, after] = [over + first + size, place + size];
      elsewhere.push([begun, there.places[after - 1][1]]);
    }
    if (done < right) marked.push(["pasted", here.text(done, right)]);
    if (length) marked.push(["same", there.text(left, left + length)]);
    [on, over] = [left + length, right + length];
  }
  if (compared < here.keys.length) marked.push(["rest", here.text(compared, here.keys.length)]);
  const unlike = marked.filter(([how]) => how !== "same");
  const kind = unlike.every(([, text]) => /^[ \p{P}]*$/u.test(text)) ? "punctuation" : "different";
  const others = elsewhere.filter((span, number) => elsewhere.findIndex((one) => one.join() === span.join()) === number);
  const spans = [[there.places[begins][0], there.places[ends - 1][1]], ...others];
  return { kind, places: spans.map(([from, to]) => at(from, to)), marked, quoted: within !== null };
}

// The token that is some words on, or as far as no mark or end of a text is crossed.
function further(there, place, step, words) {
  let found = place;
  while (words) {
    place += step;
    if (place < 0 || place >= there.places.length || ['"', P.break].includes(there.keys[place])) break;
    const first = Math.min(place, place - step);
    if (there.units.raw(there.places[first][1], there.places[first + 1][0]).includes("\n")) break;
    if (isWord(there.keys[place])) [found, words] = [place, words - 1];
  }
  return found;
}

// From where to before where tokens hold the units, if they stand inside of words.
function holding(there, keys) {
  const at = there.units.keys.findIndex((_, place) => keys.every((key, number) => there.units.keys[place + number] === key));
  if (at < 0) return [0, 0];
  const first = there.places.findIndex(([, to]) => at < to);
  const after = there.places.findIndex(([from]) => from >= at + keys.length);
  return [first, after < 0 ? there.places.length : after];
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
