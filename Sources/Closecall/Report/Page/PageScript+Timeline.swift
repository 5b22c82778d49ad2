extension PageScript {
    /// A session in one row: the client's lane above, the server's below, time from left to right.
    static let timeline = #"""
        const kinds = { frame: 0, close: 1, end: 2, tell: 3, fault: 4, flaw: 5, halfOpen: 6 };
        let ink = {};
        function readInk() {
          const style = getComputedStyle(document.documentElement);
          for (const name of ['client', 'server', 'fault', 'bad', 'line', 'faint', 'ink', 'network', 'good', 'card'])
            ink[name] = style.getPropertyValue('--' + name).trim();
        }
        /* All events of a session, nine numbers each: taken apart when somebody looks at it. */
        function events(s) {
          if (!s.events) s.events = !s.e ? [] : s.e.split(';').map((text) => {
            const e = text.split(',').map(Number);
            while (e.length < 9) e.push(0);
            return e;
          });
          return s.events;
        }
        /* On which lanes something shows: what came shows at its sender, what left at its receiver. */
        const lanesOf = (way, isCalm) => {
          const from = way & 1, far = way >> 1;
          return far === 2 || far === 3 && isCalm ? [0, 1] : far === 1 ? [1 - from] : [from];
        };
        const isCut = (how) => how === 'rst' || how === 'reset' || how === 'failed';
        function drawLine(canvas, s) {
          if (!isPrinting && !canvas.clientWidth) return;
          const ratio = isPrinting ? 3 : devicePixelRatio || 1, width = isPrinting ? 190 : canvas.clientWidth, height = 34;
          canvas.width = width * ratio; canvas.height = height * ratio;
          const c = canvas.getContext('2d');
          c.scale(ratio, ratio);
          const all = events(s), calm = !all.some((e) => e[1] === kinds.fault);
          const end = Math.max(1, s.d || 0, all.length ? all[all.length - 1][0] : 0);
          const x = (us) => 4 + Math.min(1, us / end) * (width - 14), y = [10.5, 24.5];
          drawLanes(c, s, all, x, y, width);
          for (const e of all) drawMark(c, e, x(e[0]), y, calm);
          [s.c, s.s].forEach((seen, side) => {
            c.fillStyle = !seen ? ink.faint : isBad(seen) ? ink.bad : ink.good;
            c.beginPath(); c.arc(width - 5, y[side], seen ? 3.2 : 1.6, 0, 7); c.fill();
          });
        }
        /* A lane is there until its leg is gone; while only half of it is there, it is dashed. */
        function drawLanes(c, s, all, x, y, width) {
          c.lineWidth = 1.5;
          [0, 1].forEach((side) => {
            const over = all.filter((e) => (e[1] === kinds.end || e[1] === kinds.tell) && e[2] === side);
            const cut = over.find((e) => isCut(T[e[3]]));
            const last = s.d === undefined ? width - 10 : cut ? x(cut[0]) : over.length ? x(over[over.length - 1][0]) : x(s.d);
            c.strokeStyle = ink.line;
            c.beginPath(); c.moveTo(4, y[side]); c.lineTo(last, y[side]); c.stroke();
            c.strokeStyle = ink.network; c.setLineDash([2, 2]);
            for (const e of all) if (e[1] === kinds.halfOpen && e[2] === side) {
              c.beginPath(); c.moveTo(x(e[0]), y[side]); c.lineTo(e[3] < 0 ? width - 10 : x(e[3]), y[side]); c.stroke();
            }
            c.setLineDash([]);
          });
        }
        function drawMark(c, e, x, y, calm) {
          switch (e[1]) {
            case kinds.frame: case kinds.close: {
              const isClose = e[1] === kinds.close || T[e[3]] === 'close';
              c.fillStyle = e[2] & 1 ? ink.server : ink.client;
              for (const lane of lanesOf(e[2], calm)) {
                if (isClose) { c.beginPath(); c.arc(x, y[lane], 3.4, 0, 7); c.fill(); c.strokeStyle = ink.card; c.lineWidth = 1; c.stroke(); }
                else c.fillRect(x - .75, y[lane] - 4, 1.5, 8);
              }
              return;
            }
            case kinds.fault:
              c.strokeStyle = ink.fault; c.fillStyle = ink.fault; c.lineWidth = 1;
              c.beginPath(); c.moveTo(x, 3); c.lineTo(x, 32); c.stroke();
              c.beginPath(); c.moveTo(x, 13); c.lineTo(x + 4, 17.5); c.lineTo(x, 22); c.lineTo(x - 4, 17.5); c.fill();
              return;
            case kinds.end: case kinds.tell: {
              const at = y[e[2]], cut = isCut(T[e[3]]);
              c.strokeStyle = cut ? ink.bad : ink.faint; c.lineWidth = 1.6;
              c.beginPath();
              if (cut) { c.moveTo(x - 3.5, at - 3.5); c.lineTo(x + 3.5, at + 3.5); c.moveTo(x + 3.5, at - 3.5); c.lineTo(x - 3.5, at + 3.5); }
              else { c.moveTo(x, at - 5); c.lineTo(x, at + 5); }
              c.stroke();
            }
          }
        }

        """#
}
