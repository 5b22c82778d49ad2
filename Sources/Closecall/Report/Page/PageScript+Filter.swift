extension PageScript {
    /// Which sessions are in the list. What is chosen stands in the address, so that a link says it too.
    static let filter = #"""
        const filter = { text: '', bad: false, cause: '', code: '', by: '', rule: '' };
        let found = sessions, chosen = -1;
        function toggle(what, value) {
          filter[what] = filter[what] === value ? '' : value;
          apply(); drawOverview(); drawTools();
        }
        function haystack(s) {
          if (s.h === undefined) s.h = [`#${nameOf(s)} `, T[s.p || 0], T[s.k || 0], T[s.ca || 0], T[s.y || 0], T[s.w], T[s.u],
            s.c ? T[s.c[2]] : '', s.s ? T[s.s[2]] : '', codeOf(s.c), codeOf(s.s), T[s.sp || 0]].join('\n').toLowerCase();
          return s.h;
        }
        function apply(keeps) {
          const parts = filter.text.toLowerCase().split(/\s+/).filter(Boolean).map((p) => /^#[\d.]+$/.test(p) ? p + ' ' : p);
          found = sessions.filter((s) => (!filter.bad || s.a) && (!filter.cause || T[s.w] === filter.cause) &&
            (!filter.by || byOf(s) === filter.by) && (!filter.rule || T[s.u] === filter.rule) &&
            (!filter.code || codeOf(s.c) === filter.code || codeOf(s.s) === filter.code) &&
            parts.every((p) => haystack(s).includes(p)));
          if (!keeps) chosen = found.length ? 0 : -1;
          const bottom = byId('overview').getBoundingClientRect().bottom;
          if (!keeps && bottom < 0) scrollTo(0, scrollY + bottom);
          drawCount(); layout(); drawDetail(); remember();
        }
        /* Browsers stop pages that change their address too often, as holding an arrow key down would. */
        let rememberLater = 0;
        function remember() {
          clearTimeout(rememberLater);
          rememberLater = setTimeout(rememberNow, 200);
        }
        function rememberNow() {
          const parts = Object.entries(filter).filter((e) => e[1]).map(([k, v]) => `${k}=${encodeURIComponent(v === true ? 1 : v)}`);
          if (chosen > 0) parts.push(`session=${nameOf(found[chosen])}`);
          if (lang !== data.lang) parts.push(`lang=${lang}`);
          history.replaceState(null, '', parts.length ? '#' + parts.join('&') : location.pathname + location.search);
        }
        function recall() {
          const given = new URLSearchParams(location.hash.slice(1));
          for (const key of Object.keys(filter)) if (given.has(key)) filter[key] = key === 'bad' ? true : given.get(key);
          speak(words[given.get('lang')] ? given.get('lang') : data.lang, true);
          apply(true);
          const at = found.findIndex((s) => nameOf(s) === given.get('session'));
          choose(Math.max(0, at), at > 0);
        }
        function drawTools() {
          const choice = (what, any, options) => el('select', { 'aria-label': any, onchange: (e) => {
            filter[what] = e.target.value; apply(); drawOverview(); drawTools();
          } }, el('option', { value: '' }, any), ...options.map(([value, name]) =>
            el('option', { value, selected: filter[what] === value }, name)));
          const isFiltered = Object.values(filter).some(Boolean);
          byId('tools').replaceChildren(
            el('input', { type: 'search', id: 'search', placeholder: w.search, 'aria-label': w.search, value: filter.text,
              oninput: (e) => { filter.text = e.target.value; apply(); } }),
            el('label', { class: 'flip' }, el('input', { type: 'checkbox', checked: filter.bad, onchange: (e) => {
              filter.bad = e.target.checked; apply(); drawTools(); } }), w.onlyBad),
            choice('cause', w.anyCause, causes.map((c) => [c.key, `${causeLabel(c.key)} (${number(c.all)})`])),
            choice('code', w.anyCode, codes.map((c) => [c.key, `${w[c.key] || c.key} ${codeName(c.key)}`.trim()])),
            choice('by', w.anyBy, culprits.map((c) => [c.key, w[c.key]])),
            rules.length ? choice('rule', w.anyRule, rules.map((r) => [r.key, plain(r.key)])) : '',
            isFiltered ? el('button', { class: 'clear', onclick: () => {
              for (const key of Object.keys(filter)) filter[key] = key === 'bad' ? false : '';
              apply(); drawOverview(); drawTools();
            } }, w.clear) : '',
            el('span', { class: 'count', id: 'count', role: 'status' }));
          drawCount();
        }
        function drawCount() {
          const node = byId('count');
          if (node) node.replaceChildren(el('b', { class: 'number' }, number(found.length)), ` ${w.of} ${number(sessions.length)}`);
        }

        """#
}
