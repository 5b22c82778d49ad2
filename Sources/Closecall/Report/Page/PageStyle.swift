/// How the page looks, in light and dark and on paper.
enum PageStyle {
    static let text = colours + frame + overview + list + detail + paper

    private static let colours = #"""
        :root {
          color-scheme: light dark;
          --paper: #f7f7f5; --card: #ffffff; --ink: #1c2024; --soft: #5d6670; --faint: #8b949e;
          --line: #e1e3e6; --hover: #f0f3f6; --chosen: #e4eefb; --focus: #1f6feb;
          --client: #1f66c1; --server: #7a3fb8; --fault: #d2570b; --proxy: #57606a; --network: #9a6700;
          --bad: #c92a2a; --bad-soft: #fdeaea; --good: #2b7a4b; --good-soft: #e6f4ea; --bar: #9aa7b4;
          --mono: ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono",
            monospace;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #0f1216; --card: #171b21; --ink: #e6e9ed; --soft: #a0a9b4; --faint: #727c88;
            --line: #2a3038; --hover: #1e242c; --chosen: #1c2f4a; --focus: #58a6ff;
            --client: #6cb0ff; --server: #c49bff; --fault: #ff9d4d; --proxy: #98a3af; --network: #dfb13c;
            --bad: #ff7b72; --bad-soft: #3a1c1e; --good: #63c987; --good-soft: #15301f; --bar: #566270;
          }
        }

        """#

    private static let frame = #"""
        * { box-sizing: border-box; }
        html { scrollbar-gutter: stable; }
        body {
          margin: 0; background: var(--paper); color: var(--ink); font: 14px/1.45 system-ui, -apple-system, "Segoe UI",
            Roboto, "Noto Sans", "DejaVu Sans", sans-serif; -webkit-text-size-adjust: 100%;
        }
        h1, h2, h3, p, dl, dd, ol { margin: 0; }
        button, input, select { font: inherit; color: inherit; }
        :focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; }
        .wide { max-width: 1440px; margin: 0 auto; padding: 0 24px; }
        .number { font-variant-numeric: tabular-nums; }
        .mono { font-family: var(--mono); font-size: .92em; }
        .soft { color: var(--soft); }
        noscript { display: block; max-width: 700px; margin: 24px auto; }
        header { padding: 22px 0 14px; }
        .top { display: flex; gap: 24px; align-items: flex-start; justify-content: space-between; }
        .brand { color: var(--soft); font: 600 12px/1 var(--mono); letter-spacing: .02em; }
        .brand i { color: var(--bad); font-style: normal; }
        h1 { font-size: 26px; line-height: 1.2; font-weight: 650; letter-spacing: -.015em; margin: 8px 0 6px; }
        h1 .bad { color: var(--bad); }
        .about { color: var(--soft); display: flex; flex-wrap: wrap; gap: 2px 18px; }
        .about b { color: var(--ink); font-weight: 500; }
        .languages { display: flex; border: 1px solid var(--line); border-radius: 7px; overflow: hidden; flex: none; }
        .languages button {
          border: 0; background: var(--card); padding: 4px 10px; cursor: pointer; color: var(--soft); font-size: 12px;
        }
        .languages button[aria-pressed=true] { background: var(--ink); color: var(--paper); }
        .note {
          margin-top: 10px; padding: 7px 12px; border-left: 3px solid var(--network); background: var(--card);
          color: var(--soft); font-size: 13px; border-radius: 0 6px 6px 0;
        }

        """#

    private static let overview = #"""
        .overview { display: grid; grid-template-columns: 5fr 4fr 4fr; gap: 14px; margin-bottom: 8px; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px; }
        .card h2 {
          font-size: 12px; font-weight: 600; color: var(--soft); margin-bottom: 9px; display: flex; gap: 8px;
          justify-content: space-between; align-items: baseline;
        }
        .card h2 small { font-weight: 400; font-size: 11px; color: var(--faint); }
        .bar {
          display: grid; grid-template-columns: minmax(0, 13em) 1fr auto; gap: 10px; align-items: center; width: 100%;
          border: 0; background: none; padding: 2px 6px; margin: 0 -6px; width: calc(100% + 12px); text-align: left;
          cursor: pointer; border-radius: 5px; min-height: 24px;
        }
        .bar:hover { background: var(--hover); }
        .bar[aria-pressed=true] { background: var(--chosen); }
        .bar .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        .bar .track { height: 9px; display: flex; gap: 1px; }
        .bar .track i { display: block; height: 100%; background: var(--bar); border-radius: 2px; min-width: 2px; }
        .bar .track i.bad { background: var(--bad); }
        .bar .count { font-variant-numeric: tabular-nums; font-size: 13px; color: var(--soft); text-align: right; }
        .bar .count b { color: var(--ink); font-weight: 550; }
        .codes .bar { grid-template-columns: 5.6em 1fr 1fr; gap: 12px; }
        .codes .half { display: grid; grid-template-columns: 1fr 4.2em; gap: 8px; align-items: center; }
        .codes .half i { display: block; height: 9px; border-radius: 2px; min-width: 2px; }
        .codes .bar.worst .name { color: var(--bad); font-weight: 650; }
        .codes .name { font-family: var(--mono); font-size: 13px; }
        .codes .heads {
          display: grid; grid-template-columns: calc(5.6em * 14 / 11) 1fr 1fr; gap: 12px; font-size: 11px; padding-bottom: 3px;
        }
        .client { color: var(--client); } .server { color: var(--server); } .fault { color: var(--fault); }
        .proxy { color: var(--proxy); } .network { color: var(--network); }
        i.client, .swatch.client { background: var(--client); } i.server, .swatch.server { background: var(--server); }
        i.fault, .swatch.fault { background: var(--fault); } i.proxy, .swatch.proxy { background: var(--proxy); }
        i.network, .swatch.network { background: var(--network); }
        .more { border: 0; background: none; color: var(--focus); cursor: pointer; padding: 4px 0 0; font-size: 12px; }
        .stack { display: grid; gap: 14px; grid-template-rows: auto 1fr; }
        .lengths svg { display: block; width: 100%; height: 92px; overflow: visible; }
        .culprits .whole { display: flex; gap: 2px; height: 12px; border-radius: 4px; overflow: hidden; }
        .culprits .whole i { min-width: 3px; }
        .legend { display: flex; flex-wrap: wrap; gap: 2px 8px; margin: 6px -6px 0; }
        .legend button {
          border: 0; background: none; cursor: pointer; padding: 2px 6px; border-radius: 5px; font-size: 13px;
        }
        .legend button:hover { background: var(--hover); }
        .legend button[aria-pressed=true] { background: var(--chosen); }
        .swatch { display: inline-block; width: 9px; height: 9px; border-radius: 2px; margin-right: 6px; }
        .culprits { margin-top: 12px; border-top: 1px solid var(--line); padding-top: 10px; }
        .rules .bar { grid-template-columns: minmax(0, 1fr) auto; }
        .rules .bar small { display: block; color: var(--soft); font-size: 11.5px; }
        .rules .name b { font-weight: 550; color: var(--fault); }

        """#

    private static let list = #"""
        .tools {
          position: sticky; top: 0; z-index: 3; background: var(--paper); border-bottom: 1px solid var(--line);
          padding: 10px 0;
        }
        .tools .wide { display: flex; gap: 8px; align-items: center; flex-wrap: wrap; }
        .tools input[type=search], .tools select, .tools .flip {
          border: 1px solid var(--line); background: var(--card); border-radius: 7px; height: 32px; padding: 0 10px;
        }
        .tools input[type=search] { flex: 1 1 240px; min-width: 130px; max-width: 380px; }
        .tools select { max-width: 152px; }
        .tools .flip { display: flex; align-items: center; gap: 7px; cursor: pointer; white-space: nowrap; }
        .tools .flip:has(:checked) { border-color: var(--bad); color: var(--bad); }
        .tools .flip input { accent-color: var(--bad); margin: 0; }
        .tools .clear { border: 0; background: none; color: var(--focus); cursor: pointer; padding: 0 6px; }
        .tools .count { margin-left: auto; color: var(--soft); white-space: nowrap; }
        .tools .count b { color: var(--ink); font-weight: 600; }
        .split { display: grid; grid-template-columns: minmax(0, 1fr) minmax(400px, 480px); gap: 18px; padding-bottom: 24px; }
        .heads.row { height: 30px; color: var(--faint); font-size: 11.5px; position: static; border: 0; cursor: default; }
        .list { position: relative; outline-offset: 3px; border-radius: 8px; }
        .row {
          display: grid; grid-template-columns: 58px minmax(0, 1fr) minmax(120px, 30%) 58px 58px 66px; gap: 12px;
          align-items: center; height: 46px; padding: 0 10px; border-bottom: 1px solid var(--line); cursor: pointer;
        }
        .list .row { position: absolute; left: 0; right: 0; contain: strict; }
        .list .row:hover { background: var(--hover); }
        .list .row[aria-selected=true] { background: var(--chosen); box-shadow: inset 3px 0 0 var(--focus); }
        .row .id { color: var(--soft); font-variant-numeric: tabular-nums; font-size: 13px; }
        .row .what { min-width: 0; line-height: 1.3; }
        .row .what > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; display: block; }
        .row .what .mono { font-size: 12px; }
        .row .what .why { font-size: 12.5px; color: var(--soft); }
        .row.bad .what .why { color: var(--ink); }
        .row canvas { width: 100%; height: 34px; display: block; }
        .row .long { text-align: right; }
        .list .long { color: var(--soft); font-variant-numeric: tabular-nums; font-size: 13px; }
        .pill {
          font: 600 12px/20px var(--mono); text-align: center; border-radius: 5px; background: var(--good-soft);
          color: var(--good); white-space: nowrap; overflow: hidden;
        }
        .pill.bad { background: var(--bad-soft); color: var(--bad); }
        .pill.none { background: none; color: var(--faint); font-weight: 400; }
        .empty { padding: 48px 0; text-align: center; color: var(--soft); }

        """#

    private static let detail = #"""
        .detail {
          position: sticky; top: 62px; height: calc(100vh - 72px); overflow-y: auto; background: var(--card);
          border: 1px solid var(--line); border-radius: 10px; margin-top: 10px; overscroll-behavior: contain;
          scrollbar-width: thin;
        }
        .detail > div { padding: 14px 18px 20px; }
        .detail .title { display: flex; justify-content: space-between; gap: 10px; align-items: baseline; }
        .detail h2 { font-size: 17px; font-weight: 650; }
        .detail .path { overflow-wrap: anywhere; color: var(--soft); margin: 1px 0 10px; }
        .detail .step { border: 1px solid var(--line); background: none; border-radius: 6px; cursor: pointer; padding: 0 9px; }
        .detail .step:disabled { opacity: .4; cursor: default; }
        .story {
          padding: 9px 13px; border-left: 4px solid var(--bar); background: var(--hover); border-radius: 0 8px 8px 0;
          font-size: 15px; line-height: 1.45; overflow-wrap: anywhere;
        }
        .story.by-client { border-color: var(--client); } .story.by-server { border-color: var(--server); }
        .story.by-fault { border-color: var(--fault); } .story.by-proxy { border-color: var(--proxy); }
        .story.by-network { border-color: var(--network); }
        .story small { display: block; color: var(--soft); font-size: 12px; margin-top: 3px; }
        .sides { display: grid; grid-template-columns: 1fr 1fr; gap: 10px; margin: 12px 0 4px; }
        .side { border: 1px solid var(--line); border-radius: 8px; padding: 8px 11px; min-width: 0; }
        .side h3 { font-size: 11.5px; font-weight: 600; }
        .side .code { font: 650 22px/1.25 var(--mono); }
        .side.bad .code { color: var(--bad); } .side.good .code { color: var(--good); }
        .side .reason { overflow-wrap: anywhere; }
        .side p { font-size: 12.5px; }
        .detail h3.part { font-size: 12px; font-weight: 600; color: var(--soft); margin: 16px 0 6px; }
        .ladder { display: block; width: 100%; font-size: 11px; }
        .ladder text { fill: var(--ink); }
        .ladder .age, .ladder .gap { fill: var(--faint); font-size: 10.5px; }
        .ladder .mono { font-family: var(--mono); font-size: 10.5px; }
        .ladder .life { stroke: var(--line); stroke-width: 2; }
        .ladder .half { stroke: var(--network); stroke-width: 2; stroke-dasharray: 2 4; }
        .ladder .arrow { stroke-width: 1.2; fill: none; }
        .ladder .c { stroke: var(--client); } .ladder .s { stroke: var(--server); }
        .ladder .f { stroke: var(--fault); } .ladder .x { stroke: var(--bad); } .ladder .g { stroke: var(--faint); }
        .ladder .cf { fill: var(--client); } .ladder .sf { fill: var(--server); } .ladder .ff { fill: var(--fault); }
        .ladder .xf { fill: var(--bad); } .ladder .gf { fill: var(--soft); }
        .ladder .close { stroke-width: 2.4; }
        .ladder .badge { fill: var(--fault); } .ladder .badgetext { fill: var(--card); font-weight: 600; }
        .ladder .back { fill: var(--card); }
        .facts { display: grid; grid-template-columns: auto 1fr; gap: 3px 14px; font-size: 13px; }
        .facts dt { color: var(--soft); } .facts dd { overflow-wrap: anywhere; }
        .explains { font-size: 13px; color: var(--soft); }
        .explains + .explains { margin-top: 6px; }
        .explains b { color: var(--ink); font-weight: 600; }
        .command { font: 12px/1.4 var(--mono); background: var(--hover); border-radius: 6px; padding: 7px 10px; overflow-wrap: anywhere; }
        @media (max-width: 1080px) {
          .overview { grid-template-columns: 1fr 1fr; }
          .stack { grid-column: 1 / -1; grid-template: auto / 1fr 1fr; }
          .split { grid-template-columns: minmax(0, 1fr); }
          .detail { top: auto; bottom: 8px; height: 46vh; box-shadow: 0 -6px 24px rgb(0 0 0 / .16); z-index: 2; }
          .list { padding-bottom: 46vh; box-sizing: content-box; }
          .row { grid-template-columns: 50px minmax(0, 1fr) 54px 54px 60px; }
          .row .line { display: none; }
        }
        @media (max-width: 700px) { .overview, .stack { grid-template-columns: 1fr; } .wide { padding: 0 12px; } }

        """#

    private static let paper = #"""
        :root.printing {
          --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --faint: #777; --line: #ccc; --hover: #f5f5f5;
          --chosen: #fff; --client: #1f66c1; --server: #7a3fb8; --fault: #d2570b; --proxy: #57606a; --network: #9a6700;
          --bad: #c92a2a; --bad-soft: #fff; --good: #2b7a4b; --good-soft: #fff; --bar: #9aa7b4; color-scheme: light;
        }
        @media print {
          body { font-size: 11px; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
          .languages, .tools input, .tools select, .tools .flip, .tools .clear, .step, .more, noscript { display: none; }
          .tools { position: static; border: 0; padding: 4px 0; }
          .tools .count { margin: 0; }
          .wide { max-width: none; padding: 0; }
          .overview { grid-template-columns: 5fr 4fr 4fr; gap: 8px; }
          .stack { grid-column: auto; grid-template: auto 1fr / 1fr; }
          .codes .half { grid-template-columns: 1fr 2.6em; gap: 4px; }
          .split { display: block; }
          .list { height: auto !important; }
          .list { padding: 0; }
          .list .row { position: static; contain: none; height: 40px; break-inside: avoid; }
          .row .line { display: block; }
          .row { grid-template-columns: 44px minmax(0, 1fr) 25% 50px 50px 56px; }
          .detail { position: static; height: auto; border: 0; break-before: page; overflow: visible; box-shadow: none; }
          .detail > div { padding: 0; max-width: 480px; }
        }

        """#
}
