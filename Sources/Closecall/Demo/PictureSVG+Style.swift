extension PictureSVG {
    /// The reader's own page may be light or dark, and an image cannot see it: so it has a ground of its own.
    static let style = """
        svg { --page: #ffffff; --edge: #d1d9e0; --ink: #1f2328; --faint: #59636e; --line: #818b98;
          --good: #1a7f37; --bad: #cf222e; --fault: #9a6700; --glow: #fff8c5; --head: #f6f8fa; --link: #0969da; }
        @media (prefers-color-scheme: dark) {
          svg { --page: #0d1117; --edge: #3d444d; --ink: #f0f6fc; --faint: #9198a1; --line: #6e7681;
            --good: #3fb950; --bad: #f85149; --fault: #d29922; --glow: #272115; --head: #151b23; --link: #4493f8; }
        }
        text { font: 14px ui-sans-serif, system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: var(--ink);
          text-anchor: middle; }
        .name { font-size: 19px; font-weight: 600; }
        .note, .small { fill: var(--faint); }
        .small { font-size: 12px; }
        .lane-name { font-weight: 600; }
        .said, .mono, .fault-name { font: 13px ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
        .page { fill: var(--page); stroke: var(--edge); }
        .head { fill: var(--head); stroke: var(--edge); }
        .lane { stroke: var(--edge); stroke-width: 2; }
        .handshake, .frame, .close { stroke: var(--line); stroke-width: 1.5; }
        .handshake-tip, .frame-tip, .close-tip { fill: var(--line); }
        .handshake-said { fill: var(--link); }
        .close-said { font-weight: 700; }
        .finish { stroke: var(--line); stroke-width: 1.5; stroke-dasharray: 5 4; }
        .finish-tip { fill: var(--line); }
        .finish-said { fill: var(--faint); }
        .fragment { stroke: var(--fault); stroke-width: 2; fill: none; }
        .fragment-said, .fault-name { fill: var(--fault); }
        .reset { stroke: var(--bad); stroke-width: 2.5; }
        .reset-tip { fill: var(--bad); }
        .reset-said { fill: var(--bad); font-weight: 700; }
        .fault { fill: var(--glow); stroke: var(--fault); }
        .quiet { fill: var(--page); stroke: var(--edge); stroke-dasharray: 4 4; }
        .quiet-name { fill: var(--faint); }
        .box { fill: var(--head); stroke: var(--edge); stroke-width: 1.5; }
        .good { stroke: var(--good); }
        .bad { stroke: var(--bad); }
        .doubtful { stroke: var(--fault); }
        """
}
