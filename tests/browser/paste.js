async (all) => {
  const made = new Set();
  for (const words of all) {
    const shown = new Promise((done) => addEventListener("hashchange", done, { once: true }));
    location.hash = "#q=" + encodeURIComponent(words);
    await shown;
    for (const { localName } of document.querySelectorAll("#answer *")) made.add(localName);
  }
  return [...made];
}
