internal import Closecall
internal import Reactor

extension Verb {
    static let ca = Verb(
        name: "ca",
        summary: "the local certificate authority, and how to trust it",
        positionals: [],
        options: [.pem, .path, .json],
        examples: [
            Example("closecall ca", "its certificate, and how to trust it"),
            Example("closecall ca --pem", "the certificate alone, to pipe it elsewhere"),
            Example("closecall ca --path", "its file alone, for curl --cacert and the like"),
        ],
        notes: """
            It is made when it is first needed, in $XDG_CONFIG_HOME/closecall or ~/.config/closecall, and signs \
            the certificates of --tls-self-signed. Its key never leaves that folder. With --json, the line has \
            certificate (the file), name, sha256, notBefore, notAfter, isNew and pem.
            """,
        run: ca)

    @Sendable
    private static func ca(_ invocation: Invocation) throws(CommandFailure) -> ExitStatus {
        let arguments = invocation.arguments
        let forms = [VerbOption.pem, .path, .json].filter(arguments.has)
        if forms.count > 1 {
            let names = forms.map { "\"\($0.typed)\"" }.joined(separator: " and ")
            throw CommandFailure("options \(names) exclude each other, keep one")
        }
        let local = try invocation.environment.localAuthority()
        let output = invocation.output
        switch forms.first {
        case .pem?: output.text(local.authority.certificate.pem)
        case .path?: output.line(local.certificateFile)
        case .json?: writeJSON(local, to: output)
        default: output.text(CAPage(local: local, stream: output.standardOutput).text)
        }
        if local.isNew, arguments.has(.pem) || arguments.has(.path) {
            output.error("closecall ca: made \(local.certificateFile), which nobody trusts yet")
        }
        return .yes
    }

    private static func writeJSON(_ local: LocalAuthority, to output: Output) {
        let certificate = local.authority.certificate
        output.json { json in
            json.field("certificate", local.certificateFile)
            json.field("name", certificate.subject)
            json.field("sha256", Wording.hex(certificate.fingerprint))
            json.field("notBefore", "\(certificate.notBefore)")
            json.field("notAfter", "\(certificate.notAfter)")
            json.field("isNew", local.isNew)
            json.field("pem", certificate.pem)
        }
    }
}

extension VerbOption {
    fileprivate static let pem = VerbOption.flag("pem", "the certificate alone, in PEM")
    fileprivate static let path = VerbOption.flag("path", "the file of the certificate alone")
}
