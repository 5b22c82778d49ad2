extension PageScript {
    /// All there is to say of the session that is chosen.
    static let detail = #"""
        let detailAsked = false;
        function drawDetail() {
          if (!detailAsked) { detailAsked = true; requestAnimationFrame(drawDetailNow); }
        }
        function drawDetailNow() {
          detailAsked = false;
          const node = byId('detail'), s = found[chosen];
          node.hidden = !s;
          if (!s) return node.replaceChildren();
          const isOpen = T[s.w] === 'open';
          node.replaceChildren(el('div', {},
            el('div', { class: 'title' }, el('h2', {}, `${w.session} ${nameOf(s)}`),
              el('span', {}, stepButton('‹', w.previous, -1), ' ', stepButton('›', w.next, 1))),
            el('p', { class: 'path mono' }, plain(T[s.p || 0]) || ' '),
            el('p', { class: `story by-${byOf(s)}` }, plain(storyIn(s)), isOpen ? '' : el('small', {}, byWords(s))),
            el('div', { class: 'sides' }, side('client', w.Client, s.c), side('server', w.Server, s.s)),
            el('h3', { class: 'part' }, w.timeline), ...happened(s),
            el('h3', { class: 'part' }, w.facts), facts(s),
            el('h3', { class: 'part' }, w.meaning), ...meanings(s),
            el('h3', { class: 'part' }, w.again),
            el('p', { class: 'command' }, `closecall explain --journal ${shell(data.names)} --session ${s.n}`)));
          node.scrollTop = 0;
        }
        /* A path that a shell would take apart needs quotes. */
        const shell = (names) => names.map((name) => /^[\w.\/-]+$/.test(name) ? name : `'${name.replace(/'/g, "'\\''")}'`).join(' --journal ');
        const stepButton = (text, label, by) => el('button', { class: 'step', 'aria-label': label, title: label,
          disabled: !found[chosen + by], onclick: () => choose(chosen + by, true) }, text);
        const byWords = (s) => (w.doing[byOf(s)] || w.byNobody) + (s.u ? ' · ' + w.ruled(plain(T[s.u])) : '');
        function side(leg, name, seen) {
          if (!seen) return el('div', { class: 'side' }, el('h3', { class: leg }, name), el('p', { class: 'soft' }, w.saysNothing));
          const [kind, code, reason, clean, profile, opened, error] = seen;
          const lines = [];
          if (kind === 0) {
            lines.push(el('p', { class: 'reason' }, reason ? quoted(plain(T[reason])) : el('span', { class: 'soft' }, w.noReason)));
            lines.push(el('p', {}, `${clean ? w.clean : w.unclean}`, el('span', { class: 'soft' }, ` · ${w.reports} ${T[profile]}`)));
          } else lines.push(el('p', {}, kind === 1 ? w.saysErrorOnly : w.saysPending, el('span', { class: 'soft' }, ` · ${w.reports} ${T[profile]}`)));
          if (opened === 0) lines.push(el('p', { class: 'soft' }, w.unopened));
          if (error === 1 && kind === 0) lines.push(el('p', { class: 'soft' }, w.hadError));
          return el('div', { class: 'side ' + (isBad(seen) ? 'bad' : 'good') }, el('h3', { class: leg }, name),
            el('div', { class: 'code' }, kind === 0 ? `${code}` : kind === 1 ? w.shortError : w.shortPending),
            kind === 0 && codeName(code) ? el('p', { class: 'soft' }, codeName(code)) : '', ...lines);
        }
        function happened(s) {
          if (!s.e) return [el('p', { class: 'soft' }, w.noEvents)];
          const notes = [];
          if (s.lf) notes.push(w.leftOut(s.lf));
          if (s.lx) notes.push(w.leftFaults(s.lx));
          const drawn = events(s).filter((e) => e[1] === kinds.frame).length;
          if (!data.oneByOne && s.m[2] + s.m[3] > drawn) notes.push(w.lastOnly);
          return [ladderOf(s), ...notes.map((note) => el('p', { class: 'soft' }, note))];
        }
        function facts(s) {
          const list = el('dl', { class: 'facts' });
          const add = (name, value) => { if (value) list.append(el('dt', {}, name), el('dd', {}, value)); };
          const both = (i, text) => s.m[i] + s.m[i + 1] ? `${text(s.m[i])} ${w.toServer}, ${text(s.m[i + 1])} ${w.toClient}` : '';
          add(w.cause, el('span', {}, causeLabel(T[s.w]) + ' ', el('span', { class: 'mono soft' }, T[s.w])));
          add(w.time, s.t === undefined ? '' : moment(s.t));
          add(w.took, s.d === undefined ? w.stillOpen : span(s.d));
          add(w.clientAt, plain(T[s.ca || 0])); add(w.serverAt, plain(T[s.sa || 0]));
          if (s.k) add(w.knownAs, `${plain(T[s.k])} ${w.ordinal} ${s.o || 0}`);
          if (s.st) add(w.answer, `${s.st}`);
          add(w.subprotocol, plain(T[s.sp || 0])); add(w.compression, s.z ? w.deflate : '');
          add(w.messages, both(0, number)); add(w.frames, both(2, number)); add(w.bytes, both(4, size)); add(w.dropped, both(6, size));
          const place = (i) => w.places[T[i]] || T[i];
          if (s.q && s.v) add(w.stood, `${place(s.q)} ${w.toServer}, ${place(s.v)} ${w.toClient}`);
          return list;
        }
        function meanings(s) {
          const list = [], cause = causeWords(T[s.w]);
          if (cause && cause !== storyIn(s)) list.push(el('p', { class: 'explains' }, el('b', {}, causeLabel(T[s.w]) + '. '), cause));
          for (const code of new Set([s.c, s.s].filter((seen) => seen && seen[0] === 0).map((seen) => seen[1])))
            list.push(el('p', { class: 'explains' }, el('b', {}, `${code} ${codeName(code)}. `), codeWords(code).replace(/`/g, '')));
          return list.length ? list : [el('p', { class: 'explains' }, cause || causeLabel(T[s.w]))];
        }

        """#
}
