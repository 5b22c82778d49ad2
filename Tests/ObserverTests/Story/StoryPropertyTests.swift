internal import Faults
@testable internal import Observer
internal import Testing
internal import WebSocketWire

/// Whatever peers and files say, a story is one line, and what they say stands in it escaped.
struct StoryPropertyTests {
    private static let nasty = [
        "", "bye", "a\nb", "\r\n", "\u{1B}[31mred", "\u{202E}gnp", "\u{2028}", "\u{0}", "a\"; rm \"",
        "a » b « c",
        "\\", "\u{FEFF}x", "e\u{301}", String(repeating: "long ", count: 100), "é€😀", "\u{85}", "\u{7F}",
        "un : deux ; trois",
    ]

    @Test(arguments: [UInt64(1), 2, 3, 20_261_121])
    func `no story and no account breaks its line or ends without a full stop`(seed: UInt64) {
        var random = RandomStream(seed: seed)
        for round in 0..<400 {
            let ending = Self.ending(&random)
            for language in Language.allCases {
                for sentence in [ending.story(in: language)] + ending.account(in: language) {
                    let isFit = sentence.hasSuffix(".") && sentence.unicodeScalars.allSatisfy(Self.isHarmless)
                    #expect(isFit, "seed \(seed), round \(round): \(sentence.debugDescription)")
                    #expect(sentence.count <= 700, "seed \(seed), round \(round): \(sentence)")
                    #expect(!sentence.contains("  "), "seed \(seed), round \(round): \(sentence)")
                }
            }
        }
    }

    @Test
    func `what peers say cannot end its quotes`() {
        let builder = EndingBuilder(
            .closed(from: .client, code: 4000, reason: "x\" and the server « a » \\"), by: .client)
        #expect(
            builder.ending.story(in: .english)
                == #"The client closed with 4000 "x\" and the server « a » \\" and the server answered."#)
        #expect(
            builder.ending.story(in: .french)
                == "Le client a fermé avec 4000 «\u{A0}x\" and the server \\« a \\» \\\\\u{A0}» et le serveur a répondu."
        )
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: false
        default: true
        }
    }

    // MARK: Endings that make no sense

    private static func ending(_ random: inout RandomStream) -> Ending {
        let rule = random.pick(nasty)
        let culprits: [Culprit] = [.client, .server, .fault(rule: rule), .proxy, .network]
        var builder = EndingBuilder(cause(&random), by: random.pick(culprits))
        if random.chance(0.8) {
            builder = builder.asking(
                random.pick(nasty), status: random.pick([101, 403, nil, -1]), flaws: [flaw(&random)])
        }
        if random.chance(0.5) {
            builder = builder.firing(
                rule, [random.pick(nasty)], random.pick(Direction.allCases),
                random.pick([.message(1), .frame(.max), .handshake(2), .offset(0), .time(9)]), at: 5)
        }
        for leg in Leg.allCases { builder = side(builder, leg, &random) }
        return builder.ending
    }

    private static func side(_ builder: EndingBuilder, _ leg: Leg, _ random: inout RandomStream)
        -> EndingBuilder
    {
        let header = FrameHeader(opcode: Opcode(rawValue: 11), payloadLength: 5)
        let places: [StreamLog.Place] = [
            .betweenMessages, .betweenFragments, .inHeader(read: -1), .inPayload(header, missing: .max),
        ]
        let kinds: [Flaw.Kind] = [
            .header(random.pick(FrameOffence.allCases)), .length(.max), .notUTF8(at: -1),
            .deflate(.truncated(length: 3)),
        ]
        let ends: [LegEnd] = [.finished, .truncated, .reset, .failed(random.pick(nasty))]
        var builder = builder.frames(random.pick([0, 1, .max]), from: leg).place(
            random.pick(places), from: leg)
        if random.chance(0.5) {
            builder = builder.flaw(random.pick(kinds), from: leg, at: 7, isOwn: random.chance(0.5))
        }
        if random.chance(0.5) {
            let sent = payload(random.pick([0, 1000, 1002, 4000]), random.pick(nasty))
            let arriving: [UInt8]?? = random.pick([.none, .some(nil), .some([]), .some([3])])
            builder = builder.close(from: leg, sent, at: 9, arriving: arriving, isSent: random.chance(0.7))
        }
        if random.chance(0.5) { builder = builder.end(of: leg, random.pick(ends), at: 11) }
        return verdict(builder, leg, &random)
    }

    private static func verdict(_ builder: EndingBuilder, _ leg: Leg, _ random: inout RandomStream)
        -> EndingBuilder
    {
        let profile = random.pick(EndpointProfile.Name.allCases)
        let event = CloseEvent(
            type: "close", code: random.pick([1000, 1005, 1006]), reason: random.pick(nasty),
            wasClean: random.chance(0.5))
        let outcome: Verdict.Outcome = random.pick([.event(event), .errorOnly, .pending])
        let verdict = Verdict(profile, outcome, opened: random.chance(0.5), error: random.chance(0.5))
        return random.chance(0.8) ? builder.verdict(leg, verdict) : builder
    }

    private static func cause(_ random: inout RandomStream) -> Cause {
        let leg = random.pick(Leg.allCases)
        let text = random.pick(nasty)
        let code: UInt16? = random.pick([nil, 1000, 1002])
        let violations: [ClosePayloadViolation] = [
            .oneByte, .forbiddenCode(0), .reasonNotUTF8(offset: 2), .tooLong(count: 126),
        ]
        return random.pick([
            .closed(from: leg, code: 1000, reason: text), .closedByBoth(clientCode: code, serverCode: nil),
            .noStatus(from: leg), .closeUnanswered(from: leg, code: code), .leftOpen(from: leg, code: code),
            .malformedClose(from: leg, random.pick(violations)),
            .dropped(from: leg, random.pick(Cause.Drop.allCases), random.pick(Cause.Place.allCases)),
            .protocolViolation(from: leg, random.pick(FrameOffence.allCases), frame: 3, offset: .max),
            .messageTooBig(from: leg, length: .max, frame: 3, offset: 0),
            .invalidUTF8(from: leg, byte: -1, frame: 3, offset: 0),
            .deflateDamage(from: leg, frame: 3, offset: 0), .refusedFrames(by: leg, code: code, reason: text),
            .handshakeRefused(status: random.pick([-1, 200, 403])), .handshakeInvalid(flaw(&random)),
            .unreachable(text), .tlsFailure(leg, text), .notWebSocket, .idleTimeout, .handshakeTimeout,
            .killed(leg: leg), .shutDown, .unknown,
        ])
    }

    private static func flaw(_ random: inout RandomStream) -> HandshakeFlaw {
        let text = random.pick(nasty)
        return random.pick([
            .notHTTP, .http10, .bareLF, .status(403), .interim(100), .noUpgrade, .otherUpgrade(text),
            .noConnection, .otherConnection(text), .connectionList(text), .noAccept, .wrongAccept(text),
            .severalAccepts, .subprotocolUnasked(text), .subprotocolOther(text), .subprotocolSeveral(text),
            .subprotocolMissing, .extensionUnasked(text), .deflateTwice,
            .deflateParameter(name: text, problem: .misfit), .long(bytes: 300_000),
        ])
    }
}
