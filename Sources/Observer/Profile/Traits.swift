internal import WebSocketWire

/// All in which the endpoints that were measured differ. `TraitLine.all` says who has which.
struct Traits: Hashable, Sendable {
    // MARK: The handshake

    /// What it does at a flaw in the answer.
    var refusals: [HandshakeFlaw.Family: Refusal] = [:]
    /// A longer answer is refused.
    var longestHead: Limited<Int> = .unlimited
    /// What its API reports when the handshake failed.
    var failedHandshake = FailedHandshake.event
    /// Whether an answer that lacks nothing but its last line end fails with an error.
    var reportsLackOfLastLineEnd = true
    /// How long it waits for an answer.
    var answerLimit: Limited<TimeLimit> = .unlimited
    /// Whether it reports that it opened if the connection ends at once.
    var opensBeforeAnEndAtOnce = true

    // MARK: Frames

    /// When it notices a flaw; it puts up with those that are not in here.
    var notices: [Flaw.Family: Notice] = [:]
    /// A longer frame is refused at its header.
    var longestFrame: Limited<UInt64> = .unlimited
    /// Whether an error event tells of a frame that is too long.
    var reportsLengthAsError = true
    /// Whether it looks at data, once it has sent a Close of its own.
    var ignoresWhileClosing = Ignored.nothing
    /// When it reports that it failed the connection.
    var reportsFailure = Report.atOnce

    // MARK: A Close

    /// Which codes it refuses.
    var refusedCodes = RefusedCodes.unassigned
    /// What becomes of a Close that was read together with a text that is not UTF-8.
    var closeBehindBadText = LateClose.tooLate
    /// Whether it refuses a Close of one byte, which has room for half a code.
    var refusesHalfACode = true
    /// Whether it leaves out a byte order mark at the beginning of a reason.
    var leavesOutByteOrderMark = false
    /// What frames behind a Close do.
    var behindClose = BehindClose.nothing
    /// How long it waits for the end of the connection when it has answered a Close.
    var patience = Patience.endless
    /// How long it waits for it when its own Close was answered.
    var patienceAfterOwn = Patience.endless
    /// Whether the closing counts as clean when a FIN ends it.
    var finishedClosing = Cleanness.clean
    /// Whether it counts as clean when an RST ends it.
    var resetClosing = Cleanness.clean
    /// Whether all codes but 1000, 1001 and 1005 are errors.
    var reportsCodesAsErrors = false

    // MARK: Ends

    /// Whether an error event tells of a FIN that no clean closing came before.
    var reportsFinishAsError = false
    /// Whether an error event tells of an RST that no clean closing came before.
    var reportsResetAsError = false
    /// How long it waits for the answer to its own Close.
    var closeLimit: Limited<TimeLimit> = .unlimited
    /// Whether an error event tells that no answer came in time.
    var reportsCloseLimitAsError = false
    /// Which codes in a Close of its own say that it failed the connection.
    var failingCodes = FailingCodes.ofFailures
    /// What it means when it ends a connection without a Close and nothing is known that it could object to.
    var bareEnd = BareEnd.gone
    /// Whether its own end ends the waiting for the other's.
    var reportsAtItsOwnEnd = true
}

// MARK: - Values

extension Traits {
    /// What an endpoint does at a flaw in a handshake.
    enum Refusal: String, TraitValue {
        case takes = "takes it"
        case fails = "fails"
        case isSilent = "reports nothing"
        case goesElsewhere = "goes there"
    }

    enum FailedHandshake: String, TraitValue {
        case event = "error and close"
        case errorOnly = "error only"
    }

    /// When a flaw is noticed.
    enum Notice: String, TraitValue {
        case never = "takes it"
        case atTheHeader = "at the header"
        case atTheHeaderOfData = "at the header, but control frames whole"
        case atOnce = "at the byte"
        case atTheFrame = "frame whole"
        case atTheMessage = "message whole"
    }

    enum Ignored: String, TraitValue {
        case nothing = "all"
        case text = "not text"
        case data = "no data"
    }

    enum Report: String, TraitValue {
        case atOnce = "at once"
        case atTheEnd = "when told the end"
    }

    enum LateClose: String, TraitValue {
        case tooLate = "comes too late"
        case reported = "is reported, unclean"
        case first = "comes first"
    }

    enum RefusedCodes: String, TraitValue {
        case none = "none"
        case reported = "1005, 1006, 1015"
        case unassigned = "all that RFC 6455 gives nobody"
    }

    enum BehindClose: String, TraitValue {
        case nothing = "nothing"
        case failure = "fail the connection"
        case uncleanness = "make it unclean, if bad and not yet answered"
    }

    enum Patience: Hashable, TraitValue {
        case none
        case until(Duration)
        case endless

        var words: String {
            switch self {
            case .none: "reports at once"
            case .until(let duration): "\(duration.inSeconds) s"
            case .endless: "for ever"
            }
        }
    }

    enum Cleanness: String, TraitValue {
        case clean = "clean"
        case unclean = "unclean"
        case ifAnswered = "clean if it had answered"
    }

    enum FailingCodes: String, TraitValue {
        case ofFailures = "1002, 1007, 1009–1011"
        case notForScripts = "all that scripts may not send, but 1001"
    }

    enum BareEnd: String, TraitValue {
        case failure = "it failed the connection"
        case abnormal = "1006"
        case gone = "nobody is left to report"
    }

    /// How long something may take.
    struct TimeLimit: Hashable, TraitValue {
        let after: Duration
        /// Whether the application cannot set it. One that can be set is believed in only when the endpoint is seen
        /// to end the connection just then.
        let isFixed: Bool

        var words: String { "\(after.inSeconds) s" + (isFixed ? "" : " unless set") }
    }

    /// A limit, or none.
    enum Limited<Limit: Hashable & Sendable & TraitWords>: Hashable, TraitValue {
        case limit(Limit)
        case unlimited

        var words: String {
            switch self {
            case .limit(let limit): limit.words
            case .unlimited: "without limit"
            }
        }
    }
}

extension Duration {
    fileprivate var inSeconds: Int64 { components.seconds }
}

// MARK: - Families

extension HandshakeFlaw {
    /// What one rule is about.
    enum Family: Hashable, Sendable {
        case notHTTP, http10, bareLF, status, redirect, continue100, interim
        case noUpgrade, otherUpgrade, upgradeList, noConnection, otherConnection, connectionList
        case noAccept, wrongAccept, severalAccepts
        case subprotocolUnasked, subprotocolOther, subprotocolSeveral, subprotocolMissing
        case extensionUnasked, extensionEmpty, deflateTwice, deflateUnknown, deflateValue, deflateMisfit
    }

    /// The rule that is about it; nil for its length, which is a question of how much.
    var family: Family? {
        switch self {
        case .notHTTP: .notHTTP
        case .http10: .http10
        case .bareLF: .bareLF
        // The statuses that mean "ask there", whatever the method was (RFC 9110 §15.4).
        case .status(301), .status(302), .status(303), .status(307), .status(308): .redirect
        case .status: .status
        case .interim(100): .continue100
        case .interim: .interim
        case .noUpgrade: .noUpgrade
        case .otherUpgrade(let value) where value.lowercased().contains("websocket"): .upgradeList
        case .otherUpgrade: .otherUpgrade
        case .noConnection: .noConnection
        case .otherConnection: .otherConnection
        case .connectionList: .connectionList
        case .noAccept: .noAccept
        case .wrongAccept: .wrongAccept
        case .severalAccepts: .severalAccepts
        case .subprotocolUnasked: .subprotocolUnasked
        case .subprotocolOther: .subprotocolOther
        case .subprotocolSeveral: .subprotocolSeveral
        case .subprotocolMissing: .subprotocolMissing
        case .extensionUnasked(""): .extensionEmpty
        case .extensionUnasked: .extensionUnasked
        case .deflateTwice: .deflateTwice
        case .deflateParameter(_, .unknown): .deflateUnknown
        case .deflateParameter(_, .twice), .deflateParameter(_, .badValue): .deflateValue
        case .deflateParameter(_, .misfit): .deflateMisfit
        case .long: nil
        }
    }
}

extension Flaw {
    /// What one rule is about.
    enum Family: Hashable, Sendable {
        case header(FrameOffence)
        /// A control frame that has room for its length in one byte, and takes more.
        case longFormOfControl
        /// A reserved opcode on a frame that does not end its message.
        case reservedFragment
        case notUTF8
        /// The same in a message that is compressed.
        case compressedNotUTF8
        case deflate
    }

    /// The rule that is about it; nil for its length, which is a question of how much.
    var family: Family? {
        switch kind {
        case .header(.oversizedControl) where header.payloadLength <= 125: .longFormOfControl
        case .header(.reservedOpcode) where !header.isFinal && !header.opcode.isControl: .reservedFragment
        case .header(let offence): .header(offence)
        case .notUTF8: header.isCompressed ? .compressedNotUTF8 : .notUTF8
        case .deflate: .deflate
        case .length: nil
        }
    }
}
