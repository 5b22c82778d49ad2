public import Observer
public import WebSocketWire

/// What a close code means to somebody who has one in a log: who sends it, what a browser shows, what usually
/// causes it, what to look at next.
///
/// The texts are data, in two languages, and everything that explains a code reads them here: `closecall
/// explain`, the documentation, reports. Names, classes and the rules of the wire are `CloseCode`'s.
///
/// Words in backquotes are code: a field of the `CloseEvent`, a command, a capture filter.
public enum CloseCodeGuide {
    /// Who may put the code in a Close frame.
    public enum Sender: String, CaseIterable, Sendable {
        /// Client and server alike.
        case either
        /// Only a client has a use for it.
        case client
        /// Only a server, or a gateway in its place.
        case server
        /// Nobody: at most the local API reports it.
        case nobody
    }

    /// The explanation of one code.
    public struct Entry: Sendable, Equatable {
        /// The code that was asked for.
        public let code: CloseCode
        /// Who may send it.
        public let sender: Sender
        /// The words about it.
        public let text: Text

        /// The name in IANA's registry; nil when the code has none there and only its class says what it is.
        public var registeredName: String? {
            CloseCode.registered.contains(code) ? code.name : nil
        }
    }

    /// The words about a code, or about all codes of a class that have no words of their own.
    public struct Text: Sendable, Equatable {
        /// A few words for a table's row, without a full stop.
        public let gist: String
        /// What it means, in a sentence or two.
        public let meaning: String
        /// The `CloseEvent` that browsers give, as measured.
        public let browser: String
        /// What usually causes it, the commonest first.
        public let causes: [String]
        /// What to look at next, in this order.
        public let next: [String]
    }

    /// The explanation of any code, be it registered, private or forbidden.
    public static func entry(for code: UInt16, language: Language) -> Entry {
        let closeCode = CloseCode(rawValue: code)
        let text =
            switch language {
            case .english: english[code] ?? english(closeCode.class)
            case .french: (french[code] ?? french(closeCode.class)).withFrenchSpacing
            }
        return Entry(code: closeCode, sender: sender(of: closeCode), text: text)
    }

    /// A code twice among these is a mistake that shows at the first look-up.
    private static let english = Dictionary(
        uniqueKeysWithValues: [english1000to1007, english1008to1015, english3000s].joined().map { ($0, $1) })

    private static let french = Dictionary(
        uniqueKeysWithValues: [french1000to1007, french1008to1015, french3000s].joined().map { ($0, $1) })

    /// The codes of a range as a table shows them: each code that has words of its own alone, what lies
    /// between them collapsed by class.
    public static func groups(in codes: ClosedRange<UInt16>) -> [ClosedRange<UInt16>] {
        var groups: [ClosedRange<UInt16>] = []
        for code in codes {
            if let last = groups.last, belongTogether(last.upperBound, code) {
                groups[groups.count - 1] = last.lowerBound...code
            } else {
                groups.append(code...code)
            }
        }
        return groups
    }

    private static func belongTogether(_ first: UInt16, _ second: UInt16) -> Bool {
        english[first] == nil && english[second] == nil
            && CloseCode(rawValue: first).class == CloseCode(rawValue: second).class
    }

    /// RFC 6455 §7.4.1 and the registry say it code by code; where they are silent both sides may.
    private static func sender(of code: CloseCode) -> Sender {
        guard code.mayStandOnTheWire else { return .nobody }
        return switch code.rawValue {
        case 1010: .client
        case 1011...1014: .server
        default: .either
        }
    }
}
