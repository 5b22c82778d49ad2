extension PageScript {
    /// The head, and the figures above the list: each is a button that filters by what it stands for.
    static let overview = #"""
        const shown = { cause: false, code: false, rule: false };
        function tally(list, key) {
          const counts = new Map();
          for (const s of list) for (const k of [].concat(key(s))) if (k !== '') {
            const entry = counts.get(k) || { key: k, all: 0, bad: 0, client: 0, server: 0 };
            entry.all++; entry.bad += s.a; counts.set(k, entry);
          }
          return counts;
        }
        const ended = sessions.filter((s) => T[s.w] !== 'open');
        const causes = [...tally(ended, (s) => T[s.w]).values()].sort((a, b) => b.all - a.all || (a.key < b.key ? -1 : 1));
        const codes = [...tally(ended, (s) => [...new Set([codeOf(s.c), codeOf(s.s)])]).values()];
        for (const entry of codes) {
          entry.client = ended.reduce((n, s) => n + (codeOf(s.c) === entry.key), 0);
          entry.server = ended.reduce((n, s) => n + (codeOf(s.s) === entry.key), 0);
        }
        codes.sort((a, b) => (b.key === '1006') - (a.key === '1006') || b.client + b.server - a.client - a.server);
        const culprits = [...tally(ended, byOf).values()].sort((a, b) => b.all - a.all);
        const rules = [...tally(ended.filter((s) => s.u), (s) => T[s.u]).values()].sort((a, b) => b.all - a.all);
        const lengths = ended.filter((s) => s.d !== undefined).map((s) => s.d).sort((a, b) => a - b);

        function drawHead() {
          const bad = ended.reduce((n, s) => n + s.a, 0), open = sessions.length - ended.length;
          const run = data.runs[0] || { scenarios: [] };
          const scenario = run.scenarios[run.scenarios.length - 1];
          const times = sessions.filter((s) => s.t !== undefined);
          const first = times.reduce((t, s) => Math.min(t, s.t), Infinity);
          const last = times.reduce((t, s) => Math.max(t, s.t + (s.d || 0) / 1000), 0);
          document.documentElement.lang = lang;
          byId('head').replaceChildren(el('header', {},
            el('div', { class: 'top' },
              el('div', {}, el('div', { class: 'brand' }, 'close', el('i', {}, '('), 'call', el('i', {}, ')')),
                el('h1', {}, w.ended(ended.length), ', ', el('span', { class: bad ? 'bad' : '' }, w.badly(bad)))),
              el('div', { class: 'languages', role: 'group', 'aria-label': 'Language' },
                ...[['en', 'English'], ['fr', 'Français']].map(([code, name]) =>
                  el('button', { 'aria-pressed': `${lang === code}`, lang: code, onclick: () => speak(code) }, name)))),
            el('div', { class: 'about' },
              fact(w.from, data.names.map(plain).join(', ')),
              times.length ? fact(w.began, moment(first)) : '',
              times.length ? fact(w.over, span((last - first) * 1000)) : '',
              scenario && scenario.name ? fact(w.scenario, plain(scenario.name)) : el('span', {}, w.noScenario),
              scenario && scenario.seed ? fact(w.seed, scenario.seed) : '',
              open ? el('span', {}, w.open(open)) : '', runs > 1 ? el('span', {}, w.runs(runs)) : '',
              run.version ? el('span', {}, 'closecall ' + plain(run.version)) : ''),
            data.filter ? el('p', { class: 'note' }, w.selected(data.filter, data.all)) : '',
            data.missed ? el('p', { class: 'note' }, w.missed(data.missed)) : '',
            data.broken ? el('p', { class: 'note' }, w.broken(data.broken)) : ''));
        }
        const fact = (name, value) => el('span', {}, name + ' ', el('b', {}, value));
        const moment = (ms) => new Date(ms).toLocaleString(locale(), { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' }) + ' UTC';

        function drawOverview() {
          byId('overview').replaceChildren(causeCard(), codeCard(),
            el('div', { class: 'stack' }, lengthCard(), rules.length ? ruleCard() : ''));
        }
        const card = (title, hint, ...rest) => el('div', { class: 'card' },
          el('h2', {}, title, hint ? el('small', {}, hint) : ''), ...rest);
        function limited(kind, all, most, draw) {
          const list = shown[kind] || all.length <= most + 1 ? all : all.slice(0, most);
          const button = all.length > most + 1 ? el('button', { class: 'more', onclick: () => {
            shown[kind] = !shown[kind]; drawOverview();
          } }, shown[kind] ? w.less : w.more(all.length - most)) : '';
          return [...list.map(draw), button];
        }
        function causeCard() {
          const most = causes.length ? causes[0].all : 1;
          return card(w.byCause, w.pick, ...limited('cause', causes, 9, (c) => el('button', {
            class: 'bar', title: c.key, 'aria-pressed': `${filter.cause === c.key}`, onclick: () => toggle('cause', c.key),
          }, el('span', { class: 'name' }, causeLabel(c.key)),
            el('span', { class: 'track' }, ...[['bad', c.bad], ['', c.all - c.bad]].filter((p) => p[1]).map((p) =>
              el('i', { class: p[0], style: `width:${p[1] / most * 100}%` }))),
            el('span', { class: 'count' }, el('b', {}, number(c.all))))), doers());
        }
        function codeCard() {
          const most = Math.max(1, ...codes.map((c) => Math.max(c.client, c.server)));
          const half = (side, n) => el('span', { class: 'half' },
            el('span', {}, n ? el('i', { class: side, style: `width:${n / most * 100}%` }) : ''),
            el('span', { class: 'number soft' }, n ? number(n) : w.none));
          const node = card(w.byCode, '', el('div', { class: 'heads' }, el('span', {}),
            el('span', { class: 'client' }, w.client), el('span', { class: 'server' }, w.server)),
            ...limited('code', codes, 11, (c) => el('button', {
              class: 'bar' + (c.key === '1006' ? ' worst' : ''), title: codeName(c.key),
              'aria-pressed': `${filter.code === c.key}`, onclick: () => toggle('code', c.key),
            }, el('span', { class: 'name' }, w[c.key] || c.key), half('client', c.client), half('server', c.server))));
          node.classList.add('codes');
          return node;
        }
        function doers() {
          const all = Math.max(1, ended.length);
          return el('div', { class: 'culprits' }, el('h2', {}, w.byWhom),
            el('div', { class: 'whole' }, ...culprits.map((c) =>
              el('i', { class: c.key, style: `flex:${c.all / all}`, title: `${w[c.key]} ${number(c.all)}` }))),
            el('div', { class: 'legend' }, ...culprits.map((c) => el('button', {
              'aria-pressed': `${filter.by === c.key}`, onclick: () => toggle('by', c.key),
            }, el('i', { class: 'swatch ' + c.key }), w[c.key] + ' ', el('span', { class: 'soft number' }, number(c.all))))));
        }
        function ruleCard() {
          const node = card(w.byRule, '', ...limited('rule', rules, 4, (r) => {
            const of = [...tally(ended.filter((s) => T[s.u] === r.key), (s) => T[s.w]).values()].sort((a, b) => b.all - a.all);
            return el('button', { class: 'bar', 'aria-pressed': `${filter.rule === r.key}`, onclick: () => toggle('rule', r.key) },
              el('span', { class: 'name' }, el('b', {}, plain(r.key)),
                el('small', {}, of.map((c) => `${causeLabel(c.key)} ${number(c.all)}`).join(', '))),
              el('span', { class: 'count' }, el('b', {}, number(r.all))));
          }));
          node.classList.add('rules');
          return node;
        }
        /* Lengths over powers of ten: what matters is whether it was milliseconds, seconds or minutes. */
        function lengthCard() {
          const node = card(w.byLength, '');
          if (!lengths.length) { node.append(el('p', { class: 'soft' }, w.none)); return node; }
          const width = 320, height = 56, low = Math.floor(Math.log10(Math.max(100, lengths[0])) * 2) / 2;
          const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(200, lengths[lengths.length - 1])) * 2) / 2);
          const bins = new Array(48).fill(0);
          const place = (us) => (Math.log10(Math.max(100, us)) - low) / (high - low);
          for (const us of lengths) bins[Math.min(47, Math.floor(place(us) * 48))]++;
          const most = Math.max(...bins), picture = svg('svg', { viewBox: `0 0 ${width} 92`, role: 'img' });
          bins.forEach((n, i) => n && picture.append(svg('rect', {
            x: i * width / 48 + .5, width: width / 48 - 1, rx: 1, fill: 'var(--bar)',
            y: height - Math.max(2, Math.sqrt(n / most) * (height - 6)), height: Math.max(2, Math.sqrt(n / most) * (height - 6)) })));
          picture.append(svg('line', { x1: 0, x2: width, y1: height + .5, y2: height + .5, stroke: 'var(--line)' }));
          for (const [us, name] of [[1e3, '1 ms'], [1e4, '10 ms'], [1e5, '100 ms'], [1e6, '1 s'], [1e7, '10 s'], [6e7, '1 min'], [6e8, '10 min'], [3.6e9, '1 h'], [3.6e10, '10 h']]) {
            const x = place(us) * width;
            if (x < 0 || x > width + .1) continue;
            picture.append(svg('text', { x: Math.min(width, Math.max(0, x)), y: height + 12, 'font-size': 9, fill: 'var(--faint)',
              'text-anchor': x < 14 ? 'start' : x > width - 14 ? 'end' : 'middle' }, name));
          }
          const at = (p) => lengths[Math.min(lengths.length - 1, Math.ceil(p * lengths.length) - 1)];
          [['p50', at(.5)], ['p90', at(.9)], ['p99', at(.99)], ['max', lengths[lengths.length - 1]]].forEach(([name, us], i) => {
            const text = svg('text', { x: i < 3 ? i * 76 : width, y: 89, 'font-size': 11.5, fill: 'var(--ink)',
              'text-anchor': i < 3 ? 'start' : 'end' });
            text.append(svg('tspan', { fill: 'var(--faint)', 'font-size': 10.5 }, name + ' '), svg('tspan', {}, span(us)));
            picture.append(text);
            const x = Math.min(width - 1, place(us) * width);
            picture.append(svg('line', { x1: x, x2: x, y1: 2, y2: height, stroke: 'var(--focus)', 'stroke-dasharray': '2 2', opacity: .7 }));
          });
          picture.setAttribute('aria-label', w.byLength);
          node.classList.add('lengths');
          node.append(picture);
          return node;
        }

        """#
}
