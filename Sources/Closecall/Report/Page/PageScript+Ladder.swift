extension PageScript {
    /// A session as a ladder: client, proxy and server as three lines, time downwards, an arrow for all that passed.
    static let ladder = #"""
        const life = { client: 74, proxy: 258, server: 442, width: 458 };
        const legX = (leg) => leg ? life.server : life.client;
        function ladderOf(s) {
          const steps = stepsOf(s), picture = svg('svg', { class: 'ladder', role: 'img', 'aria-label': w.timeline });
          const calm = !steps.some((e) => e.kind === 'fault');
          let y = 44;
          const marks = [], halves = [];
          steps.forEach((e, i) => {
            const gap = i ? e.age - steps[i - 1].age : 0;
            if (gap > 50000 && gap > (s.d || 0) * .08) {
              marks.push(svg('text', { class: 'gap', x: life.width / 2 + 29, y: y - 1, 'text-anchor': 'middle' }, `⋮ ${span(gap)}`));
              y += 18;
            }
            e.y = y;
            if (!i || e.age !== steps[i - 1].age) marks.push(svg('text', { class: 'age', x: 50, y: y + 3, 'text-anchor': 'end' }, ageText(e.age)));
            drawStep(marks, e, y, calm);
            y += e.kind === 'fault' ? 27 : e.kind === 'flaw' ? 22 : 21;
          });
          const bottom = y + 2, height = bottom + 34;
          picture.setAttribute('viewBox', `0 0 ${life.width} ${height}`);
          [['client', w.Client, 'cf'], ['proxy', w.Proxy, 'gf'], ['server', w.Server, 'sf']].forEach(([leg, name, fill]) => {
            picture.append(svg('text', { x: life[leg], y: 14, class: fill, 'text-anchor': leg === 'server' ? 'end' : leg === 'client' ? 'start' : 'middle',
              dx: leg === 'server' ? 14 : leg === 'client' ? -14 : 0, 'font-weight': 600 }, name));
            picture.append(svg('line', { class: 'life', x1: life[leg], x2: life[leg], y1: 22, y2: leg === 'proxy' ? bottom : bottom + 6 }));
          });
          for (const e of events(s)) if (e[1] === kinds.halfOpen) halfOpen(picture, steps, e, bottom);
          picture.append(...marks);
          [s.c, s.s].forEach((seen, leg) => verdict(picture, seen, leg, bottom));
          return picture;
        }
        const ageText = (us) => us < 1e6 ? decimal(us / 1000, us < 1e4 ? 1 : 0) + ' ms' : us < 6e7 ? decimal(us / 1e6, 3) + ' s' : span(us);
        /* All events; long rows of plain frames are folded. */
        function stepsOf(s) {
          const steps = [];
          for (const e of events(s)) {
            const age = e[0];
            switch (e[1]) {
              case kinds.frame: steps.push({ age, kind: 'frame', way: e[2], opcode: T[e[3]], bits: e[4], length: e[5], number: e[6], bytes: T[e[7]], came: e[8], packed: s.z && e[4] >> 2 === 4 }); break;
              case kinds.close: steps.push({ age, kind: 'close', way: e[2], code: e[3], reason: T[e[4]], number: e[5] }); break;
              case kinds.end: steps.push({ age, kind: 'end', leg: e[2], how: T[e[3]], detail: T[e[4]], first: e[5] }); break;
              case kinds.tell: steps.push({ age, kind: 'tell', leg: e[2], how: T[e[3]], detail: T[e[4]] }); break;
              case kinds.fault: steps.push({ age, kind: 'fault', rule: T[e[2]], at: T[e[3]], faults: T[e[5]] }); break;
              case kinds.flaw: steps.push({ age, kind: 'flaw', way: e[2], what: T[e[3]], number: e[4] }); break;
            }
          }
          return fold(steps, s.lf || 0);
        }
        function fold(steps, leftOut) {
          const folded = [];
          const isPlain = (e) => e && e.kind === 'frame';
          for (let i = 0; i < steps.length; i++) {
            let end = i;
            while (isPlain(steps[end])) end++;
            if (end - i > 12) {
              folded.push(...steps.slice(i, i + 5), { age: steps[i + 5].age, kind: 'fold', count: end - i - 10 + leftOut }, ...steps.slice(end - 5, end));
              leftOut = 0; i = end - 1;
            } else folded.push(steps[i]);
          }
          return folded;
        }
        function drawStep(marks, e, y, calm) {
          switch (e.kind) {
            case 'frame': return passing(marks, e, y, calm, frameText(e), false);
            case 'close': return passing(marks, e, y, calm, closeText(e), true);
            case 'end': case 'tell': {
              const toProxy = e.kind === 'end', cut = isCut(e.how);
              const text = (w[e.how] || e.how) + (e.detail ? ': ' + plain(e.detail) : '');
              return arrow(marks, toProxy ? legX(e.leg) : life.proxy, toProxy ? life.proxy : legX(e.leg), y, cut ? 'x' : 'g', text, false, cut);
            }
            case 'fold':
              return marks.push(svg('text', { class: 'gap', x: life.proxy, y: y + 3, 'text-anchor': 'middle' }, `⋮ ${w.left(e.count)} ⋮`));
            case 'fault': return badge(marks, e, y);
            case 'flaw': {
              const leg = e.way & 1, x = legX(leg) + (leg ? -8 : 8);
              return marks.push(svg('text', { class: 'xf', x, y: y + 3, 'text-anchor': leg ? 'end' : 'start' }, `⚠ ${e.what}, ${w.frame} ${e.number}`));
            }
          }
        }
        /* What passed is one arrow from end to end; what came or left alone stops at the proxy or begins there. */
        function passing(marks, e, y, calm, text, isClose) {
          const from = e.way & 1, far = e.way >> 1, whole = far === 2 || far === 3 && calm;
          const start = far === 1 ? life.proxy : legX(from), end = whole || far === 1 ? legX(1 - from) : life.proxy;
          arrow(marks, start, end, y, from ? 's' : 'c', text, isClose, false, from);
        }
        function arrow(marks, from, to, y, colour, text, isBold, isCut, fromServer) {
          const way = to > from ? 1 : -1;
          marks.push(svg('path', { class: `arrow ${colour}${isBold ? ' close' : ''}`, d: `M${from} ${y}H${to - way * 2}` +
            (isCut ? `m${-way * 9} -4l7 8m-7 0l7 -8` : `m${-way * 6} -3.5l${way * 6} 3.5l${-way * 6} 3.5`) }));
          const whole = Math.abs(to - from) > 200;
          const middle = whole ? (life.proxy + legX(fromServer)) / 2 : (from + to) / 2;
          const label = svg('text', { class: `mono ${colour}f`, x: middle, y: y - 3.5, 'text-anchor': 'middle' }, cutTo(text, 27));
          if (text.length > 27) label.append(svg('title', {}, text));
          marks.push(label);
        }
        const cutTo = (text, most) => text.length > most ? text.slice(0, most - 1) + '…' : text;
        function frameText(e) {
          const flags = (e.bits & 1 ? '' : '+') + (e.bits >> 2 && !e.packed ? ' rsv' + (e.bits >> 2) : '');
          const length = e.came < 0 ? size(e.length) : `${number(e.came)} ${w.of} ${size(e.length)}`;
          return `${e.opcode}${flags} ${length}${e.packed ? ' ' + w.packed : e.bytes ? ' ' + glimpse(e) : ''}`;
        }
        /* The first bytes as text where they are text. */
        function glimpse(e) {
          const bytes = (e.bytes.match(/../g) || []).map((d) => parseInt(d, 16));
          if (e.opcode === 'binary' || bytes.some((b) => b < 32 || b > 126)) return e.bytes.slice(0, 16);
          return quoted(String.fromCharCode(...bytes)) + (e.length > bytes.length ? '…' : '');
        }
        const closeText = (e) => `Close ${e.code < 0 ? w.noCode : e.code}${e.reason ? ' ' + quoted(plain(e.reason)) : ''}`;
        function badge(marks, e, y) {
          const text = cutTo(plain(e.rule) + (e.faults && e.faults !== e.rule ? `: ${e.faults}` : ''), 38);
          const width = Math.min(300, text.length * 6.1 + 18);
          marks.push(svg('rect', { class: 'badge', x: life.proxy - width / 2, y: y - 9, width, height: 18, rx: 9 }),
            svg('text', { class: 'badgetext', x: life.proxy, y: y + 3.8, 'text-anchor': 'middle' }, text),
            svg('text', { class: 'gap', x: life.proxy + width / 2 + 6, y: y + 3.5 }, cutTo(e.at, 14)));
        }
        function halfOpen(picture, steps, e, bottom) {
          const placeOf = (age) => { const step = steps.find((t) => t.age >= age); return step ? step.y : bottom; };
          const from = placeOf(e[0]), to = e[3] < 0 ? bottom : placeOf(e[3]);
          picture.append(svg('line', { class: 'half', x1: legX(e[2]), x2: legX(e[2]), y1: from, y2: Math.max(to, from + 8) }));
        }
        function verdict(picture, seen, leg, y) {
          const text = !seen ? w.none : seen[0] === 1 ? w.shortError : seen[0] === 2 ? w.shortPending : `${seen[1]}`;
          const x = leg ? legX(1) - 41 : legX(0) - 15, bad = isBad(seen);
          picture.append(svg('rect', { x, y: y + 6, width: 56, height: 22, rx: 5, fill: !seen ? 'var(--hover)' : bad ? 'var(--bad-soft)' : 'var(--good-soft)' }),
            svg('text', { x: x + 28, y: y + 21, 'text-anchor': 'middle', style: `font:600 12px var(--mono);fill:var(--${!seen ? 'faint' : bad ? 'bad' : 'good'})` }, text));
        }

        """#
}
