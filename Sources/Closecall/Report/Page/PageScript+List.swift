extension PageScript {
    /// The list: only the rows in sight exist, and each draws its own small timeline.
    static let list = #"""
        const rowHeight = 46, list = byId('list'), rows = new Map();
        let frameAsked = false, isPrinting = false;
        function pill(seen) {
          if (!seen) return el('span', { class: 'pill none' }, w.none);
          const text = seen[0] === 1 ? w.shortError : seen[0] === 2 ? w.shortPending : `${seen[1]}`;
          return el('span', { class: 'pill' + (isBad(seen) ? ' bad' : ''), title: seenWords(seen) }, text);
        }
        const seenWords = (seen) => seen[0] === 1 ? w.saysErrorOnly : seen[0] === 2 ? w.saysPending :
          `${seen[1]} ${codeName(seen[1])}${seen[2] ? ' ' + quoted(plain(T[seen[2]])) : ''}, ${seen[3] ? w.clean : w.unclean}`;
        function row(s, place) {
          const by = byOf(s), cause = T[s.w];
          const why = causeLabel(cause) + (s.u ? ' · ' + plain(T[s.u]) : '');
          const node = el('div', { class: 'row' + (s.a ? ' bad' : ''), role: 'option', id: `row${place}`,
            'aria-selected': `${place === chosen}`, 'aria-posinset': place + 1, 'aria-setsize': found.length,
            onclick: () => choose(place) },
            el('span', { class: 'id' }, nameOf(s)),
            el('span', { class: 'what' }, el('span', { class: 'mono' }, plain(T[s.p || 0]) || T[s.ca || 0] || w.none),
              el('span', { class: 'why' }, s.a ? el('span', { class: by }, '● ') : '', why)),
            el('span', { class: 'line' }, el('canvas', { 'aria-hidden': 'true' })),
            pill(s.c), pill(s.s),
            el('span', { class: 'long' }, s.d === undefined ? w.stillOpen : span(s.d)));
          return node;
        }
        function layout() {
          for (const node of rows.values()) node.remove();
          rows.clear();
          list.replaceChildren();
          list.style.height = isPrinting ? 'auto' : `${Math.max(1, found.length) * rowHeight}px`;
          if (!found.length) list.append(el('p', { class: 'empty' }, sessions.length ? w.noMatch : w.noSession));
          drawRows();
        }
        function drawRows() {
          frameAsked = false;
          if (!found.length) return;
          const top = list.getBoundingClientRect().top;
          let first = Math.max(0, Math.floor(-top / rowHeight) - 6);
          let last = Math.min(found.length, Math.ceil((innerHeight - top) / rowHeight) + 6);
          if (isPrinting) { first = 0; last = Math.min(found.length, 300); }
          for (const [place, node] of rows) if (place < first || place >= last) { node.remove(); rows.delete(place); }
          for (let place = first; place < last; place++) {
            if (rows.has(place)) continue;
            const node = row(found[place], place);
            node.style.top = `${place * rowHeight}px`;
            rows.set(place, node);
            list.append(node);
            drawLine(node.querySelector('canvas'), found[place]);
          }
        }
        function askRows() {
          if (!frameAsked) { frameAsked = true; requestAnimationFrame(drawRows); }
        }
        function choose(place, scrolls) {
          const before = rows.get(chosen);
          if (before) before.setAttribute('aria-selected', 'false');
          chosen = found.length ? Math.max(0, Math.min(found.length - 1, place)) : -1;
          const node = rows.get(chosen);
          if (node) node.setAttribute('aria-selected', 'true');
          list.setAttribute('aria-activedescendant', `row${chosen}`);
          if (scrolls) bringIntoSight(chosen);
          drawDetail(); remember();
        }
        function bringIntoSight(place) {
          const top = list.getBoundingClientRect().top + place * rowHeight;
          const head = byId('tools').parentElement.offsetHeight;
          if (top < head) scrollBy(0, top - head);
          else if (top + rowHeight > innerHeight) scrollBy(0, top + rowHeight - innerHeight + 8);
          drawRows();
        }
        function drawHeads() {
          byId('heads').replaceChildren(el('span', {}, w.headId), el('span', {}, w.headWhat), el('span', { class: 'line' }, w.headLine),
            el('span', { class: 'client' }, w.client), el('span', { class: 'server' }, w.server), el('span', { class: 'long' }, w.headLong));
          list.setAttribute('aria-label', w.session);
        }

        """#
}
