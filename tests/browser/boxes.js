/** What is wrong with the boxes on the page, in sentences: texts that are cut off, small or in each other's way, and small targets. */
(least) => {
  const wrong = [];
  const seen = (element) => element.checkVisibility({checkVisibilityCSS: true});
  const name = (element) => {
    const place = element.closest('[data-control], [data-panel], .feed, .header, .fault');
    return `${place?.dataset.control ?? place?.className ?? ''} ${element.className} "${element.textContent.trim().slice(0, 24)}"`;
  };
  const box = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getBoundingClientRect();
  };
  const lines = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getClientRects();
  };
  const scrolls = (style) => [style.overflowX, style.overflowY].some((how) => how === 'auto' || how === 'scroll');
  const shortens = (style) => style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';

  /** The part of the screen in which an element's text can be seen at all: what scrolls, such as tabs, shows a part of it. */
  const shown = (parent) => {
    const part = {left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity};
    for (let element = parent; element && element !== document.body; element = element.parentElement) {
      if (getComputedStyle(element).overflowX === 'visible') continue;
      const {left, right, top, bottom} = element.getBoundingClientRect();
      part.left = Math.max(part.left, left);
      part.right = Math.min(part.right, right);
      part.top = Math.max(part.top, top);
      part.bottom = Math.min(part.bottom, bottom);
    }
    return part;
  };

  /** The element that cuts a text off, if there is one. What scrolls, or shortens with an ellipsis as names do, is none. */
  const cutter = (parent, text) => {
    for (let element = parent; element && element !== document.body; element = element.parentElement) {
      const style = getComputedStyle(element);
      if (style.overflowX === 'visible') continue;
      if (scrolls(style)) return null;
      const around = element.getBoundingClientRect();
      // A line's box is higher than its letters.
      const [across, down] = [1, parseFloat(style.fontSize) * 0.25];
      const beside = text.left < around.left - across || text.right > around.right + across;
      if ((beside && shortens(style)) || style.webkitLineClamp !== 'none') return null;
      if (beside || text.top < around.top - down || text.bottom > around.bottom + down) return element;
    }
    return null;
  };

  const sheet = document.querySelector('.sheet:not([hidden])');
  const texts = [];
  const walker = document.createTreeWalker(sheet ?? document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const {currentNode: node} = walker;
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest('script, noscript, .unseen') || !seen(parent)) continue;
    const text = box(node);
    if (!text.width) continue;
    const around = shown(parent);
    for (const {left, right, top, bottom} of lines(node)) {
      texts.push([node, parent, {
        left: Math.max(left, around.left), right: Math.min(right, around.right),
        top: Math.max(top, around.top), bottom: Math.min(bottom, around.bottom),
      }]);
    }
    if (parseFloat(getComputedStyle(parent).fontSize) < 14) wrong.push(`small type: ${name(parent)}`);
    const by = cutter(parent, text);
    if (by) wrong.push(`cut off: ${name(parent)} by ${name(by)}`);
    if (Math.max(text.left, around.left) < 0 || Math.min(text.right, around.right) > innerWidth) wrong.push(`beside the screen: ${name(parent)}`);
  }
  texts.forEach(([node, one, a], i) => {
    for (const [same, other, b] of texts.slice(i + 1)) {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      // A reason lies over its control for a moment, on a ground of its own.
      if (one.closest('.reason') || other.closest('.reason')) continue;
      if (node !== same && across > 1 && down > 3) wrong.push(`in each other's way: ${name(one)} and ${name(other)}`);
    }
  });

  const targets = [...(sheet ?? document).querySelectorAll('button, .track, .cell:not([data-barred]) .cap, .readout, .toggle, .button, .pager, .field')].filter(seen);
  const cells = [...document.querySelectorAll('.cell:not(.group)')].filter(seen);
  for (const target of targets) {
    const {left, right, width, height} = target.getBoundingClientRect();
    if (Math.min(width, height) < least - 0.1) wrong.push(`small target, ${width} x ${height}: ${name(target)}`);
    const part = shown(target);
    if (Math.max(left, part.left) < 0 || (left < part.right && Math.min(right, part.right) > innerWidth)) wrong.push(`target beside the screen: ${name(target)}`);
  }
  cells.forEach((one, i) => {
    const a = one.getBoundingClientRect();
    for (const other of cells.slice(i + 1)) {
      const b = other.getBoundingClientRect();
      const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
      if (!apart) wrong.push(`cells overlap: ${name(one)} and ${name(other)}`);
    }
  });
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight) wrong.push('the page itself scrolls');
  return wrong;
};
