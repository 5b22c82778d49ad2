extension PageScript {
    /// The keyboard, the printer, and the beginning.
    static let start = #"""
        function speak(code, isFirst) {
          lang = code; w = words[code];
          drawHead(); drawOverview(); drawTools(); drawHeads();
          if (!isFirst) { layout(); drawDetail(); remember(); }
        }
        list.addEventListener('keydown', (e) => {
          const page = Math.max(1, Math.floor(innerHeight / rowHeight) - 4);
          const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: page, PageUp: -page, Home: -found.length, End: found.length }[e.key];
          if (step && !e.ctrlKey && !e.metaKey && !e.altKey) { e.preventDefault(); choose(chosen + step, true); }
          if (e.key === 'Enter') byId('detail').focus();
        });
        addEventListener('keydown', (e) => {
          const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
          if (e.key === '/' && !isTyping) { e.preventDefault(); byId('search').focus(); }
          if (e.key === 'Escape' && (isTyping || document.activeElement === byId('detail'))) list.focus({ preventScroll: true });
        });
        addEventListener('scroll', askRows, { passive: true });
        addEventListener('resize', () => layout());
        addEventListener('hashchange', recall);
        const schemes = matchMedia('(prefers-color-scheme: dark)');
        schemes.addEventListener('change', () => { readInk(); layout(); });
        /* Paper takes every row, up to a limit; the screen only those in sight. */
        const print = (is) => {
          isPrinting = is;
          document.documentElement.classList.toggle('printing', is);
          readInk(); layout(); drawDetailNow();
        };
        addEventListener('beforeprint', () => print(true));
        addEventListener('afterprint', () => print(false));
        readInk();
        recall();

        """#
}
