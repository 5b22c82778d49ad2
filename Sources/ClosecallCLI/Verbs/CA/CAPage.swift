internal import Closecall
internal import Reactor

/// The local authority, for a person: what it is, and the commands that make others trust it.
struct CAPage {
    private let local: LocalAuthority
    private let style: Style
    private let width: Int

    init(local: LocalAuthority, stream: Output.Stream) {
        self.local = local
        style = stream.style
        width = stream.proseWidth
    }

    var text: String {
        var blocks = [facts, prose(Self.warning)]
        blocks += TrustRecipe.all(for: local.certificateFile).map(lines)
        blocks.append(prose(Self.restart))
        return blocks.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    private static let warning = """
        Whoever trusts it trusts every certificate that closecall makes with its key, which is beside it and \
        for your eyes only. Trust it where you test, and nowhere else.
        """

    private static let restart = """
        Programs that run already have to be started again. For scripts: `closecall ca --path` and `--pem`.
        """

    private var facts: [String] {
        let certificate = local.authority.certificate
        let rows = [
            ("certificate", local.certificateFile + (local.isNew ? " (made just now)" : "")),
            ("name", certificate.subject), ("SHA-256", fingerprint),
            ("valid", "from \(certificate.notBefore.date) to \(certificate.notAfter.date)"),
        ]
        return rows.flatMap { label, value in
            let lines = value.split(separator: "\n").map(String.init)
            return lines.enumerated().map { index, line in
                style.dim(TextLayout.padded(index == 0 ? label : "", to: 11)) + "  " + line
            }
        }
    }

    /// As browsers show it, in two lines.
    private var fingerprint: String {
        let pairs = local.authority.certificate.fingerprint.map { Wording.hex([$0]).uppercased() }
        let half = pairs.count / 2
        return [pairs[..<half], pairs[half...]].map { $0.joined(separator: ":") }.joined(separator: "\n")
    }

    private func prose(_ text: String) -> [String] {
        style.paintingCode(TextLayout.wrapped(text, width: width))
    }

    /// Commands are never broken: they are there to be copied.
    private func lines(_ recipe: TrustRecipe) -> [String] {
        [style.bold(recipe.who)] + recipe.steps.map { "  " + style.term($0) }
    }
}
