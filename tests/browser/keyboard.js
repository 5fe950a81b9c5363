() => {
  const all = 'a[href], button, input, select, textarea, summary, iframe, audio, video, [tabindex], [contenteditable]';
  const channels = colour => (colour.match(/[\d.]+/g) || []).map(Number);
  const luminance = colour => channels(colour).slice(0, 3).map(value => value / 255)
    .map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const opaque = colour => (channels(colour)[3] ?? 1) > .99;
  const behind = element => {
    for (let e = element.parentElement; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor;
      if (opaque(colour)) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  // The focus on a hidden field is shown around the text beside it, which has the same words.
  const outlined = focused => [focused, focused.parentElement].map(e => [e, getComputedStyle(e)])
    .find(([, style]) => style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2) || [focused, null];
  window.faults = () => {
    const focused = document.activeElement;
    const [element, style] = outlined(focused);
    if (!style) return ['no outline'];
    const [one, other] = [style.outlineColor, behind(element)].map(luminance).sort((a, b) => b - a);
    const box = element.getClientRects()[0];
    const [x, y] = [box.x + box.width / 2, Math.min(box.y + box.height / 2, innerHeight - 1)];
    const shown = Math.min(box.bottom, innerHeight) - Math.max(box.y, 0) + 1;
    const seen = document.elementFromPoint(x, y);
    return [
      focused.tabIndex > 0 && 'an order of its own',
      (one + .05) / (other + .05) < 3 && 'an outline that hardly differs from what is behind it',
      (box.width < 8 || box.height < 8) && 'hardly any size',
      (box.x < 0 || box.right > innerWidth || shown < Math.min(box.height, innerHeight / 2)) && 'out of sight',
      !(seen && (element.contains(seen) || seen.contains(focused))) && 'covered by something else',
    ].filter(Boolean);
  };
  window.stops = [...document.querySelectorAll(all)].filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility());
  return stops.length;
}
