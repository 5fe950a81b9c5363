async rules => {
  const look = e => e ? `${look(e.parentElement)} ${e.localName}.${e.getAttribute('class')}` : '';
  const counts = e => e.matches('a, button, input, summary, textarea, figure')
    || [...e.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const all = [...document.body.querySelectorAll('*')].filter(counts).reverse();
  const first = new Map(all.map(e => [look(e), e])).values();
  return axe.run({ include: [...first] }, { runOnly: rules, resultTypes: ['violations'] });
}
