page => {
  const parsed = new DOMParser().parseFromString(page, 'text/html');
  const read = e => [e.localName, Object.fromEntries([...e.attributes].map(a => [a.name, a.value])),
    e.parentElement?.localName ?? 'nothing'];
  const elements = [...parsed.querySelectorAll('*')].map(read);
  parsed.querySelectorAll('script, style').forEach(e => e.remove());
  return [elements, parsed.documentElement.textContent];
}