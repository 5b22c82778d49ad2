import Testing
import WebSocketWire

private func element(_ parameters: String...) -> ExtensionOffer {
    let split = parameters.map { text -> ExtensionOffer.Parameter in
        let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        return .init(parts[0], parts.count > 1 ? parts[1] : nil)
    }
    return ExtensionOffer("permessage-deflate", parameters: split)
}

private func violation(
    _ answer: ExtensionOffer, for offer: DeflateOffer = DeflateOffer()
) -> DeflateNegotiationViolation? {
    do throws(DeflateNegotiationViolation) {
        _ = try DeflateParameters.accept(answer, for: offer)
        return nil
    } catch {
        return error
    }
}

@Suite struct `A client checks the answer to its permessage-deflate offer` {
    @Test func `the bare name leaves the defaults`() throws {
        let parameters = try DeflateParameters.accept(element(), for: DeflateOffer())
        #expect(parameters == DeflateParameters())
    }

    @Test func `all four parameters are taken over`() throws {
        let answer = element(
            "server_no_context_takeover", "client_no_context_takeover", "server_max_window_bits=10",
            "client_max_window_bits=8")
        let parameters = try DeflateParameters.accept(answer, for: DeflateOffer(serverMaxWindowBits: 12))
        #expect(
            parameters
                == DeflateParameters(
                    serverNoContextTakeover: true, clientNoContextTakeover: true, serverMaxWindowBits: 10,
                    clientMaxWindowBits: 8))
        #expect(parameters.toServer == .init(windowBits: 8, contextTakeover: false))
        #expect(parameters.toClient == .init(windowBits: 10, contextTakeover: false))
    }

    @Test func `a server may limit itself though nobody asked it to`() throws {
        let answer = element("server_no_context_takeover", "server_max_window_bits=9")
        let parameters = try DeflateParameters.accept(answer, for: DeflateOffer())
        #expect(parameters == DeflateParameters(serverNoContextTakeover: true, serverMaxWindowBits: 9))
    }

    @Test func `another extension's name is refused`() {
        let answer = ExtensionOffer("permessage-bzip2")
        #expect(violation(answer) == .otherExtension(name: "permessage-bzip2"))
    }

    @Test func `an unknown parameter is refused`() {
        #expect(violation(element("mux")) == .unknownParameter("mux"))
        #expect(violation(element("Server_No_Context_Takeover")) != nil)
    }

    @Test(arguments: [
        "server_no_context_takeover", "client_no_context_takeover", "server_max_window_bits=10",
        "client_max_window_bits=10",
    ])
    func `a parameter that stands twice is refused`(_ parameter: String) {
        let name = parameter.split(separator: "=").first.map(String.init) ?? ""
        #expect(violation(element(parameter, parameter)) == .duplicateParameter(name))
    }

    @Test(arguments: ["server_no_context_takeover", "client_no_context_takeover"])
    func `a no_context_takeover with a value is refused`(_ name: String) {
        #expect(violation(element(name + "=true")) == .unexpectedValue(parameter: name, value: "true"))
        #expect(violation(element(name + "=")) == .unexpectedValue(parameter: name, value: ""))
    }

    @Test(arguments: ["server_max_window_bits", "client_max_window_bits"])
    func `window bits without a value are refused in an answer`(_ name: String) {
        #expect(violation(element(name)) == .missingValue(parameter: name))
    }

    @Test(
        arguments: ["server_max_window_bits", "client_max_window_bits"],
        ["", "7", "16", "08", "010", "+9", "-9", " 9", "9 ", "0x9", "9.0", "٩", "a", "99999999999999999999"])
    func `window bits that are not 8 to 15 without leading zeros are refused`(_ name: String, _ value: String)
    {
        #expect(violation(element("\(name)=\(value)")) == .badWindowBits(parameter: name, value: value))
    }

    @Test func `client_max_window_bits is refused where it was not offered`() {
        let offer = DeflateOffer(clientMaxWindowBits: .notOffered)
        #expect(violation(element("client_max_window_bits=15"), for: offer) == .clientWindowNotOffered)
        #expect(violation(element(), for: offer) == nil)
    }

    @Test func `a larger window than offered is refused, the same is not`() {
        let offer = DeflateOffer(serverMaxWindowBits: 10, clientMaxWindowBits: .atMost(11))
        #expect(
            violation(element("server_max_window_bits=11"), for: offer)
                == .windowTooLarge(parameter: "server_max_window_bits", offered: 10, answered: 11))
        #expect(
            violation(element("server_max_window_bits=10", "client_max_window_bits=12"), for: offer)
                == .windowTooLarge(parameter: "client_max_window_bits", offered: 11, answered: 12))
        #expect(
            violation(element("server_max_window_bits=10", "client_max_window_bits=11"), for: offer) == nil)
    }

    @Test func `a demand on the server that it leaves out is refused`() {
        #expect(
            violation(element(), for: DeflateOffer(serverNoContextTakeover: true))
                == .demandLeftOut(parameter: "server_no_context_takeover"))
        #expect(
            violation(element(), for: DeflateOffer(serverMaxWindowBits: 15))
                == .demandLeftOut(parameter: "server_max_window_bits"))
    }

    @Test func `what the client said about itself holds without an echo`() throws {
        let offer = DeflateOffer(clientNoContextTakeover: true, clientMaxWindowBits: .atMost(9))
        let parameters = try DeflateParameters.accept(element(), for: offer)
        #expect(parameters == DeflateParameters(clientNoContextTakeover: true, clientMaxWindowBits: 9))
    }

    @Test func `a violation names the parameter and what was expected, and stays short`() {
        let bad = DeflateNegotiationViolation.badWindowBits(parameter: "server_max_window_bits", value: "16")
        #expect(
            bad.description
                == #"server_max_window_bits is "16"; expected 8 to 15 without leading zeros (RFC 7692 §7.1.2)"#
        )
        let long = DeflateNegotiationViolation.unknownParameter(String(repeating: "\n", count: 100_000))
        #expect(long.description.count < 200)
        #expect(!long.description.contains("\n"))
    }
}

@Suite struct `A server chooses among permessage-deflate offers` {
    @Test func `what browsers offer is accepted without parameters`() {
        let agreement = DeflatePreferences().choose(from: [element("client_max_window_bits")])
        #expect(agreement?.answer == element())
        #expect(agreement?.parameters == DeflateParameters())
    }

    @Test func `the first acceptable offer wins and others are passed over`() {
        let offers = [
            ExtensionOffer("x-webkit-deflate-frame"), element("server_max_window_bits=7"), element("mux"),
            element("server_max_window_bits=10"), element(),
        ]
        #expect(DeflatePreferences().choose(from: offers)?.answer == element("server_max_window_bits=10"))
    }

    @Test(arguments: [
        [], [ExtensionOffer("permessage-bzip2")], [element("server_max_window_bits")],
        [element("client_max_window_bits=16")], [element("client_no_context_takeover=1")],
        [element("server_no_context_takeover", "server_no_context_takeover")],
    ])
    func `no acceptable offer means no extension`(_ offers: [ExtensionOffer]) {
        #expect(DeflatePreferences().choose(from: offers) == nil)
    }

    @Test func `a client's demands are met and echoed, even a window of 15`() {
        let offer = element(
            "server_no_context_takeover", "client_no_context_takeover", "server_max_window_bits=15")
        let agreement = DeflatePreferences().choose(from: [offer])
        #expect(agreement?.answer == offer)
        #expect(
            agreement?.parameters
                == DeflateParameters(serverNoContextTakeover: true, clientNoContextTakeover: true))
    }

    @Test func `preferences are told to the client as far as it lets itself be told`() {
        let preferences = DeflatePreferences(
            serverNoContextTakeover: true, clientNoContextTakeover: true, serverMaxWindowBits: 11,
            clientMaxWindowBits: 9)
        let bare = preferences.choose(from: [element()])
        #expect(
            bare?.answer
                == element(
                    "server_no_context_takeover", "client_no_context_takeover", "server_max_window_bits=11"))
        #expect(bare?.parameters.clientMaxWindowBits == 15)
        let limitable = preferences.choose(from: [element("client_max_window_bits")])
        #expect(limitable?.answer.parameters.last == .init("client_max_window_bits", "9"))
        let smaller = preferences.choose(from: [
            element("client_max_window_bits=8", "server_max_window_bits=9")
        ])
        #expect(smaller?.parameters.clientMaxWindowBits == 8)
        #expect(smaller?.parameters.serverMaxWindowBits == 9)
    }
}

@Suite struct `Both ends of a permessage-deflate negotiation agree` {
    @Test func `whatever an offer says, it reads back from its element`() throws {
        for offer in everyOffer() { #expect(try DeflateOffer(offer.element) == offer) }
    }

    @Test func `whatever a server picks, the client accepts and means the same`() throws {
        for offer in everyOffer() {
            for preferences in somePreferences() {
                let agreement = try #require(preferences.choose(from: [offer.element]))
                let accepted = try DeflateParameters.accept(agreement.answer, for: offer)
                try #require(accepted == agreement.parameters, "\(offer) \(preferences)")
            }
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `messages pass both ways under what was negotiated (seeded)`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<12 {
            let (offer, preferences) = (
                try #require(everyOffer().randomElement(using: &generator)),
                try #require(somePreferences().randomElement(using: &generator))
            )
            let agreement = try #require(preferences.choose(from: [offer.element]))
            let client = try DeflateParameters.accept(agreement.answer, for: offer)
            let server = agreement.parameters
            try exchange(from: client.toServer, to: server.toServer, using: &generator)
            try exchange(from: server.toClient, to: client.toClient, using: &generator)
        }
    }

    private func exchange(
        from sender: DeflateParameters.Direction, to receiver: DeflateParameters.Direction,
        using generator: inout SeededGenerator
    ) throws {
        var deflater = Deflater(sender)
        var inflater = Inflater(receiver)
        for kind in SampleMessage.allCases {
            let message = kind.bytes(Int.random(in: 0...3000, using: &generator), using: &generator)
            var (wire, result): ([UInt8], [UInt8]) = ([], [])
            try deflater.deflate(message.span, into: &wire)
            try inflater.inflate(wire.span, into: &result, limit: message.count)
            try inflater.finishMessage(into: &result, limit: message.count)
            try #require(result == message, "\(sender) \(receiver) \(kind)")
        }
    }
}

private func everyOffer() -> [DeflateOffer] {
    let windows: [WindowBits?] = [nil] + WindowBits.allCases.map { $0 }
    let clientWindows: [DeflateOffer.ClientWindow] =
        [.notOffered, .limitable] + WindowBits.allCases.map { .atMost($0) }
    return [false, true].flatMap { server in
        [false, true].flatMap { client in
            windows.flatMap { bits in
                clientWindows.map {
                    DeflateOffer(
                        serverNoContextTakeover: server, clientNoContextTakeover: client,
                        serverMaxWindowBits: bits, clientMaxWindowBits: $0)
                }
            }
        }
    }
}

private func somePreferences() -> [DeflatePreferences] {
    [false, true].flatMap { server in
        [false, true].flatMap { client in
            [(8, 8), (8, 15), (10, 12), (15, 9), (15, 15)].map { (bits: (WindowBits, WindowBits)) in
                DeflatePreferences(
                    serverNoContextTakeover: server, clientNoContextTakeover: client,
                    serverMaxWindowBits: bits.0, clientMaxWindowBits: bits.1)
            }
        }
    }
}
