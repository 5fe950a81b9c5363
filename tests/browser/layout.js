() => {
  const seen = selector => [...document.querySelectorAll(selector)].filter(e => e.checkVisibility());
  const box = e => e.getBoundingClientRect();
  const notes = seen('.remarks li, .remarks h2');
  const others = seen('article > *, header.site, footer.site');
  const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const pairs = notes.flatMap((note, n) => [...notes.slice(n + 1), ...others].map(other => [note, other]));
  const top = scrollY;
  return {
    overlaps: pairs.filter(([a, b]) => over(box(a), box(b))).map(pair => pair.map(e => e.outerHTML.slice(0, 60))),
    places: seen('article [id]').map(e => [e.id, box(e).left, box(e).top + top, box(e).width, box(e).height]),
    beside: notes.every(note => box(note).left > box(document.querySelector('article')).right),
    page: document.documentElement.scrollWidth,
  };
}
