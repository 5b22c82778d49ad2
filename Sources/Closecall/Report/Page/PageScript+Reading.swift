extension PageScript {
    /// What stands in the page's data, and how elements are made.
    static let reading = #"""
        const data = JSON.parse(document.getElementById('data').textContent);
        const T = data.texts, sessions = data.sessions, runs = data.runs.length;
        sessions.forEach((s, i) => { s.i = i; s.a = s.a || 0; s.w = s.w || 0; s.b = s.b || 0; s.u = s.u || 0; });
        const who = ['client', 'server', 'fault', 'proxy', 'network'];
        const byOf = (s) => who.includes(T[s.b]) ? T[s.b] : 'nobody';
        const nameOf = (s) => (s.r || 1) > 1 || runs > 1 ? `${s.r || 1}.${s.n}` : `${s.n}`;
        const causeLabel = (cause) => data.causes[cause] ? data.causes[cause][lang][0] : cause;
        const causeWords = (cause) => data.causes[cause] ? data.causes[cause][lang][1] : '';
        const codeName = (code) => data.codes[code] ? data.codes[code][lang][0] : '';
        const codeWords = (code) => data.codes[code] ? data.codes[code][lang][1] : '';
        /* A journal's stories are in one language: for the other there is what can be said of every such end. */
        const storyIn = (s) => {
          const run = data.runs[(s.r || 1) - 1];
          const own = T[s.y || 0];
          if (own && (!run || run.language === lang)) return own;
          return causeWords(T[s.w]) || own || causeLabel(T[s.w]);
        };
        /* What an endpoint was told, as a key to count and filter by. */
        const codeOf = (seen) => !seen ? '' : seen[0] === 1 ? 'errorOnly' : seen[0] === 2 ? 'pending' : `${seen[1]}`;
        const isBad = (seen) => !!seen && (seen[0] !== 0 || seen[1] === 1006 || !seen[3]);

        function el(tag, attributes, ...children) {
          const node = document.createElement(tag);
          for (const [name, value] of Object.entries(attributes || {})) {
            if (value === undefined || value === null || value === false) continue;
            if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
            else if (name === 'style') node.style.cssText = value;
            else node.setAttribute(name, value === true ? '' : value);
          }
          node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ''));
          return node;
        }
        function svg(tag, attributes, text) {
          const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
          for (const name in attributes) node.setAttribute(name, attributes[name]);
          if (text !== undefined) node.textContent = text;
          return node;
        }
        const byId = (id) => document.getElementById(id);

        """#
}
