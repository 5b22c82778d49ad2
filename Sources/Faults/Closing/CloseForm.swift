/// The ways in which a Close can be malformed. Their names are stable.
public enum CloseForm: String, ParameterChoice {
    /// No payload.
    case empty
    /// Half a code.
    case oneByte = "one-byte"
    /// The code 0.
    case code0 = "code-0"
    /// The code 999.
    case code999 = "code-999"
    /// The code 1004.
    case code1004 = "code-1004"
    /// The code 1005.
    case code1005 = "code-1005"
    /// The code 1006.
    case code1006 = "code-1006"
    /// The code 1015.
    case code1015 = "code-1015"
    /// The code 1016.
    case code1016 = "code-1016"
    /// The code 2999.
    case code2999 = "code-2999"
    /// The code 5000.
    case code5000 = "code-5000"
    /// The code 65535.
    case code65535 = "code-65535"
    /// A reason that is not UTF-8.
    case invalidUTF8Reason = "invalid-utf8-reason"
    /// A reason one byte longer than fits.
    case reasonTooLong = "reason-too-long"
    /// A control frame of 64 KiB.
    case oversize
    /// Two frames.
    case fragmented
    /// RSV1 set.
    case rsv1
    /// RSV2 set.
    case rsv2
    /// RSV3 set.
    case rsv3
    /// Masked by a server, or not by a client.
    case wrongMask = "wrong-mask"
    /// One byte of the frame.
    case truncated1 = "truncated-1"
    /// Two bytes of the frame.
    case truncated2 = "truncated-2"
    /// Three bytes of the frame.
    case truncated3 = "truncated-3"

    /// The code that it stands for.
    var code: CodeValue? {
        Self.number(behind: "code-", in: rawValue).map { CodeValue(UInt16(clamping: $0)) }
    }

    /// How many bytes of the frame leave, where not all do.
    var cut: Int? { Self.number(behind: "truncated-", in: rawValue) }

    private static func number(behind prefix: String, in name: String) -> Int? {
        name.hasPrefix(prefix) ? Int(name.dropFirst(prefix.count)) : nil
    }
}

// MARK: What is said about them

extension CloseForm {
    /// What leaves, in a line.
    public var summary: String {
        switch self {
        case .empty: "no payload at all: legal, and reported as 1005"
        case .oneByte: "a payload of one byte, the first half of the code"
        case .code0: "the code 0, below all ranges"
        case .code999: "the code 999, the last that is not used at all"
        case .code1004: "the code 1004, which is reserved"
        case .code1005: "the code 1005, which stands for no code and may not be sent"
        case .code1006: "the code 1006, which stands for no Close and may not be sent"
        case .code1015: "the code 1015, which stands for a failed TLS handshake and may not be sent"
        case .code1016: "the code 1016, the first that nobody has given a meaning"
        case .code2999: "the code 2999, the last of those kept for the protocol's future"
        case .code5000: "the code 5000, above all ranges"
        case .code65535: "the code 65535, the highest that can be written"
        case .invalidUTF8Reason: "the byte FF behind the reason, which is then not UTF-8"
        case .reasonTooLong: "a reason of 124 bytes: the frame's length needs 16 bits"
        case .oversize: "a control frame of 65536 bytes: its length needs 64 bits"
        case .fragmented: "a Close without FIN that carries the code, then a continuation with the reason"
        case .rsv1: "RSV1 set, which permessage-deflate uses for data messages only"
        case .rsv2: "RSV2 set, which no extension uses"
        case .rsv3: "RSV3 set, which no extension uses"
        case .wrongMask: "a server's Close masked with a random key, a client's not masked"
        case .truncated1: "the first byte of the frame, then the end"
        case .truncated2: "the two bytes before the payload or the key, then the end"
        case .truncated3: "those and half of the code (of a client's, a byte of the key), then the end"
        }
    }

    /// The clause that it breaks or tries.
    public var clause: String? {
        switch self {
        case .empty: "RFC 6455 §7.1.5"
        case .oneByte: "RFC 6455 §5.5.1"
        case .code0, .code999, .code1016, .code2999, .code5000, .code65535: "RFC 6455 §7.4.2"
        case .code1004, .code1005, .code1006, .code1015: "RFC 6455 §7.4.1"
        case .invalidUTF8Reason: "RFC 6455 §8.1"
        case .reasonTooLong, .oversize, .fragmented: "RFC 6455 §5.5"
        case .rsv1, .rsv2, .rsv3: "RFC 6455 §5.2"
        case .wrongMask: "RFC 6455 §5.1"
        case .truncated1, .truncated2, .truncated3: "RFC 6455 §7.1.5"
        }
    }

    /// What clients do when a server sends it.
    public var clients: String? {
        switch self {
        case .empty:
            "Browsers and node report 1005 clean; aiohttp reports 1006."
        case .oneByte:
            "Chromium and node report 1006 unclean, Firefox 1005 clean; Chromium, websockets, aiohttp send 1002."
        case .code0, .code999, .code1004, .code1016, .code2999:
            "Chromium and Firefox report the code, clean; node, websockets and aiohttp refuse it with 1002."
        case .code5000, .code65535:
            "Chromium, Firefox and aiohttp report the code; node and websockets refuse it with 1002."
        case .code1005, .code1015:
            "Firefox reports the code, clean; Chromium reports 1006 unclean and, as the others, sends 1002."
        case .code1006:
            """
            Firefox reports 1006 with wasClean true, aiohttp takes it too; Chromium, node and websockets report \
            1006 unclean and send 1002.
            """
        case .invalidUTF8Reason:
            "All report 1006 unclean; Chromium sends 1002, node, websockets and aiohttp 1007, Firefox nothing."
        case .rsv1:
            """
            All report 1006 unclean; Chromium, websockets and aiohttp send 1002, Firefox and node nothing. With \
            permessage-deflate agreed on, node accepts it.
            """
        case .reasonTooLong, .oversize, .fragmented, .rsv2, .rsv3:
            "All report 1006 unclean; Chromium, websockets and aiohttp send 1002, Firefox and node nothing."
        case .wrongMask:
            "Chromium, node and websockets report 1006 unclean; Firefox and aiohttp accept it, clean."
        case .truncated1, .truncated2, .truncated3:
            "All report 1006 unclean and send nothing; after an RST Firefox also fires an error event."
        }
    }
}
