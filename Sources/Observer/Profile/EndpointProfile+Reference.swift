extension EndpointProfile {
    /// The page about all profiles, in Markdown: Documentation/Profiles.md.
    public static var reference: String {
        ([preface] + TraitLine.Part.allCases.map(\.section) + [KnownDifference.section])
            .joined(separator: "\n\n") + "\n"
    }

    private static var preface: String {
        """
        # Profiles

        Made from the tables in `Sources/Observer/Profile`; do not edit.

        Endpoints report different things of the same bytes: a browser says 1006 where a library says 1002. A profile
        says how one kind of endpoint does it. What an endpoint reports follows from what it lived through and from
        its profile's traits; each trait rests on measured cases, which are in `Tests/ObserverTests/Closings` with
        their bytes and what each client reported. `rfc6455` is what the standards say, and what is assumed of
        endpoints that nobody recognises; it was not measured.

        Measured were Chromium 156, Firefox ESR 153, node 20.20 (undici 6.24) and Python's websockets 17.4, with a raw
        server on loopback.

        What comes first decides: a frame that the endpoint refuses, a Close, the end it is told, or its own. A Close
        whose reason is not UTF-8 is refused by all.
        """
    }
}

extension TraitLine.Part {
    /// Its part of the page.
    fileprivate var section: String {
        let names = EndpointProfile.Name.allCases
        let head = ["Trait"] + names.map(\.rawValue) + ["Rests on"]
        let rows = lines.map { line in [line.title] + names.map { line.words[$0] ?? "" } + [line.basis] }
        let rule = head.map { _ in "---" }
        return (["## \(rawValue)", ""] + ([head, rule] + rows).map { "| \($0.joined(separator: " | ")) |" })
            .joined(separator: "\n")
    }
}

extension TraitLine {
    fileprivate var basis: String {
        (cases.map { "`\($0)`" } + (note.isEmpty ? [] : [note])).joined(separator: ", ")
    }
}
