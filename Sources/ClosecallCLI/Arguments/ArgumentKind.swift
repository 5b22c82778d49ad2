internal import Faults
internal import Observer
internal import WebSocketWire

/// What an argument is, as far as a shell can complete it.
enum ArgumentKind: Sendable, Equatable {
    /// A number, an address, a text: nobody can guess it.
    case other
    case file
    case folder
    /// Somebody else's command line.
    case program
    case words([String])
    case closeCode
    case cause
    case fault
    case profile
    case verb

    /// Most placeholders say it themselves.
    init(placeholder: String) {
        self =
            switch placeholder {
            case "FILE", "FILE|FOLDER", "JOURNAL", "TRACE": .file
            case "DIR": .folder
            case "COMMAND": .program
            default: .other
            }
    }

    /// What there is to choose from; empty where that is not a list of words. Made when it is asked for, since
    /// most runs never do.
    var words: [String] {
        switch self {
        case .other, .file, .folder, .program: []
        case .words(let words): words
        case .closeCode: CloseCode.registered.map { "\($0.rawValue)" }
        case .cause: Cause.identifiers
        case .fault: FaultCatalog.all.map(\.name)
        case .profile: EndpointProfile.Name.allCases.map(\.rawValue)
        case .verb: Verb.all.map(\.name)
        }
    }
}
