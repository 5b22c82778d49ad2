internal import WebSocketWire

// What follows the name of who did it, and what nobody did.

extension FrenchNarrator {
    /// `a mis fin à TCP par un FIN entre deux trames, 1,2 s après le début de la session`; nil where the
    /// cause has no actor.
    static func deed(_ plot: Plot) -> FrenchPhrase? {
        switch plot.ending.cause {
        case .closed(let leg, let code, let reason):
            "a fermé \(with(code, reason))\(and(plot)) \(answer(to: leg, code, reason, plot))"
        case .noStatus(let leg): "a fermé sans code\(and(plot)) \(answer(to: leg, nil, "", plot))"
        case .closeUnanswered(let leg, let code):
            "a fermé \(with(code)) et \(silence(plot.silence(after: leg), leg))"
        case .leftOpen(let leg, let code):
            "a fermé \(with(code)), \(leg.other.le) a répondu, et personne n'a mis fin à TCP pendant "
                + "\(plot.lingering)"
        case .malformedClose(let leg, let violation):
            "a envoyé \(malformed(violation))" + reaction(plot.reaction(to: leg), leg)
        case .dropped(let leg, let drop, let place):
            "\(dropped(drop)) \(spot(plot.spot(of: leg, place))), \(age(plot.ageOfEnd(of: leg)))"
        case .protocolViolation(let leg, let offence, let frame, let offset):
            "\(broke(offence, plot.header(of: frame, from: leg))) (\(place(frame, offset)))"
                + reaction(plot.reaction(to: leg), leg)
        case .messageTooBig(let leg, let length, let frame, let offset):
            "a envoyé \(length) octets d'un coup (\(place(frame, offset))), plus que \(leg.other.le) n'accepte"
                + reaction(plot.reaction(to: leg), leg)
        case .invalidUTF8(let leg, let byte, let frame, let offset):
            "a envoyé un texte qui n'est plus de l'UTF-8 dès son octet \(byte) (\(place(frame, offset)))"
                + reaction(plot.reaction(to: leg), leg)
        case .deflateDamage(let leg, let frame, let offset):
            "a envoyé un message compressé qui ne se décompresse pas (\(place(frame, offset)))"
                + reaction(plot.reaction(to: leg), leg)
        case .refusedFrames(_, let code?, let reason):
            "a abandonné la connexion \(with(code, reason)), sans que rien de ce qui a été vu l'explique"
        case .refusedFrames(let leg, nil, _):
            "a mis fin à la connexion à cause de ce qu'il a reçu, \(age(plot.ageOfEnd(of: leg))), sans que rien de "
                + "ce qui a été vu l'explique"
        case .handshakeRefused(let status):
            "a répondu \(asIs: HTTPStatus.words(status)) au lieu de 101 à la requête\(path(plot))"
        case .handshakeInvalid(let flaw): "a répondu à la requête\(path(plot)) \(self.flaw(flaw))"
        case .closedByBoth, .unreachable, .tlsFailure, .notWebSocket, .idleTimeout, .handshakeTimeout,
            .killed,
            .shutDown, .unknown:
            nil
        }
    }

    /// What happened where nobody in particular did it.
    static func event(_ plot: Plot) -> FrenchPhrase {
        switch plot.ending.cause {
        case .closedByBoth(let client, let server):
            "client et serveur ont fermé tous deux avant d'avoir le Close de l'autre (le client \(with(client)), "
                + "le serveur \(with(server)))"
        case .unreachable(let reason): "le proxy n'a pas pu joindre le serveur\(detail(reason))"
        case .tlsFailure(let leg, let reason): "TLS a échoué entre le proxy et \(leg.le)\(detail(reason))"
        case .notWebSocket:
            plot.status.map { "personne n'a demandé de WebSocket ; la dernière réponse était \(asIs: $0)" }
                ?? "personne n'a demandé de WebSocket en \(plot.length)"
        case .idleTimeout:
            "rien n'a bougé pendant si longtemps que le proxy a mis fin à la session, \(plot.length) après son début"
        case .handshakeTimeout: "\(late(plot)) au bout de \(plot.length), et le proxy a mis fin à la session"
        case .killed(let leg): "une règle a mis fin à la connexion \(leg.du), \(age(plot.length))"
        case .shutDown:
            "le proxy s'est arrêté alors que la session était ouverte, \(plot.length) après son début"
        case .unknown:
            plot.hasEnded
                ? "rien de ce qui a été vu n'explique la fin de la session, \(plot.length) après son début"
                : "la session n'a pas pris fin, \(plot.length) après son début"
        case .closed, .noStatus, .closeUnanswered, .leftOpen, .malformedClose, .dropped, .protocolViolation,
            .messageTooBig, .invalidUTF8, .deflateDamage, .refusedFrames, .handshakeRefused,
            .handshakeInvalid:
            ""
        }
    }

    /// What comes of it is told apart from what a rule did.
    private static func and(_ plot: Plot) -> FrenchPhrase { plot.isMimicked ? " ;" : " et" }

    static func place(_ frame: UInt64, _ offset: UInt64) -> FrenchPhrase { "trame \(frame), octet \(offset)" }

    private static func path(_ plot: Plot) -> FrenchPhrase {
        plot.target.map { " pour \(quoted($0, upTo: ForeignText.longestPath))" } ?? ""
    }

    private static func late(_ plot: Plot) -> FrenchPhrase {
        plot.target == nil
            ? "la requête du client n'était pas complète"
            : "le serveur n'avait pas répondu à la requête\(path(plot))"
    }

    private static func answer(to leg: Leg, _ code: UInt16?, _ reason: String, _ plot: Plot) -> FrenchPhrase {
        let answer = unchanged(leg, code, reason, plot)
        return plot.fateOfAnswer(to: leg).map { answer + fate($0.fate, $0.rule) } ?? answer
    }

    private static func fate(_ fate: Plot.Fate, _ rule: Plot.FiredRule?) -> FrenchPhrase {
        let rule = rule.map(named)
        return switch fate {
        case .changed(let close):
            rule.map { ", réponse que \($0) a changée en \(self.close(close))" }
                ?? ", réponse revenue comme \(self.close(close))"
        case .cut: rule.map { ", réponse que \($0) a coupée" } ?? ", réponse qui n'est pas revenue entière"
        case .withheld: rule.map { ", réponse que \($0) a retenue" } ?? ", réponse qui n'est jamais revenue"
        }
    }

    private static func unchanged(_ leg: Leg, _ code: UInt16?, _ reason: String, _ plot: Plot) -> FrenchPhrase
    {
        let other = leg.other.le
        guard let answer = plot.answer(to: leg) else { return "\(other) a répondu" }
        guard answer.code == code else { return "\(other) a répondu \(with(answer.code, answer.reason))" }
        if answer.reason == reason { return "\(other) a répondu de même" }
        return answer.reason.isEmpty
            ? "\(other) a répondu par le même code" : "\(other) a répondu \(with(code, answer.reason))"
    }

    private static func silence(_ silence: Plot.Silence, _ leg: Leg) -> FrenchPhrase {
        let other = leg.other
        return switch silence {
        case .neverArrived: "\(other.le) ne l'a jamais reçu"
        case .answerLost: "n'a jamais reçu la réponse \(other.du)"
        case .ended(let drop, let time): "\(other.le) \(dropped(drop)) \(time) plus tard au lieu de répondre"
        case .nothing(let time): "\(other.le) n'a pas répondu en \(time)"
        }
    }

    private static func reaction(_ reaction: Plot.Reaction?, _ leg: Leg) -> FrenchPhrase {
        let other = leg.other.le
        return switch reaction {
        case .failed(let code, let reason): " ; \(other) a abandonné la connexion \(with(code, reason))"
        case .answered(let code, let reason): " ; \(other) a répondu \(with(code, reason))"
        case .hungUp(.fin): " ; \(other) a raccroché"
        case .hungUp(let drop): " ; \(other) \(dropped(drop))"
        case nil: ""
        }
    }

    static func dropped(_ drop: Cause.Drop) -> FrenchPhrase {
        switch drop {
        case .fin: "a mis fin à TCP par un FIN"
        case .truncated: "a mis fin à TCP par un FIN sans close_notify"
        case .rst: "a réinitialisé TCP (RST)"
        case .lost: "a été perdu par le réseau"
        }
    }
}

// MARK: Where

extension FrenchNarrator {
    static func spot(_ spot: Plot.Spot) -> FrenchPhrase {
        switch spot {
        case .beforeFrames: "avant sa première trame"
        case .betweenFrames(let frame): "entre deux trames (après la trame \(frame)), sans Close"
        case .betweenFragments(let frame): "entre deux fragments d'un message (après la trame \(frame))"
        case .inHeader(let read, let frame):
            "dans l'en-tête de la trame \(frame) (après \(bytes(UInt64(clamping: read))))"
        case .inPayload(let header, let came, let frame):
            "au milieu d'une \(kind(header.opcode)) (\(came) octets de contenu sur \(header.payloadLength), "
                + "trame \(frame))"
        case .beforeRequest: "avant toute requête"
        case .beforeAnswer: "avant de répondre à la poignée de main"
        case .inAnswer(let count):
            "au milieu de sa réponse à la poignée de main (après \(bytes(UInt64(clamping: count))))"
        case .awaitingAnswer: "avant la réponse à la poignée de main"
        }
    }

    static func bytes(_ count: UInt64) -> FrenchPhrase {
        count < 2 ? "\(count) octet" : "\(count) octets"
    }

    static func kind(_ opcode: Opcode) -> FrenchPhrase {
        switch opcode {
        case .text: "trame texte"
        case .binary: "trame binaire"
        case .continuation: "trame de continuation"
        case .close: "trame Close"
        case .ping: "trame ping"
        case .pong: "trame pong"
        default: "trame d'opcode réservé \(asIs: hex(opcode))"
        }
    }

    private static func hex(_ opcode: Opcode) -> String {
        "0x" + String(opcode.rawValue, radix: 16, uppercase: true)
    }
}

// MARK: What was wrong

extension FrenchNarrator {
    static func broke(_ offence: FrameOffence, _ header: FrameHeader?) -> FrenchPhrase {
        switch offence {
        case .reservedBits: "a envoyé une trame avec des bits réservés"
        case .reservedOpcode:
            header.map { "a envoyé une \(kind($0.opcode))" } ?? "a envoyé une trame d'opcode réservé"
        case .fragmentedControl: "a envoyé une trame de contrôle en fragments"
        case .unmaskedClientFrame: "a envoyé une trame sans masque"
        case .maskedServerFrame: "a envoyé une trame masquée"
        case .oversizedControl: "a envoyé une trame de contrôle de plus de 125 octets"
        case .lengthNotMinimal: "a envoyé une trame dont la longueur prend plus d'octets qu'il n'en faut"
        case .lengthMostSignificantBit: "a envoyé une trame de longueur 2^63 ou plus"
        case .continuationWithoutMessage: "a envoyé une continuation sans message à continuer"
        case .dataInsideMessage: "a commencé un message dans un autre"
        case .compressedContinuation: "a mis RSV1 sur une trame qui ne commence pas de message"
        case .frameTooLarge: "a envoyé une trame au-delà de la limite"
        case .messageTooLarge: "a envoyé un message au-delà de la limite"
        case .tooManyFragments: "a envoyé un message en trop de fragments"
        }
    }

    static func malformed(_ violation: ClosePayloadViolation) -> FrenchPhrase {
        switch violation {
        case .oneByte: "un Close d'un seul octet de contenu"
        case .forbiddenCode(let code): "un Close avec \(code.rawValue), un code qu'on ne doit pas envoyer"
        case .reasonNotUTF8(let offset):
            "un Close dont le motif n'est pas de l'UTF-8 (octet \(offset) du contenu)"
        case .tooLong(let count): "un Close de \(count) octets de contenu, là où 125 sont permis"
        }
    }

    static func damaged(_ violation: InflateViolation) -> FrenchPhrase {
        switch violation {
        case .damaged(let offset): "a envoyé un message compressé abîmé à son octet \(offset)"
        case .truncated(let length): "a envoyé un message compressé coupé après \(length) octets"
        case .tooBig, .outOfMemory: "a envoyé un message compressé trop grand"
        }
    }

    static func flaw(_ flaw: HandshakeFlaw) -> FrenchPhrase {
        switch flaw {
        case .notHTTP: "autre chose que du HTTP"
        case .http10: "en HTTP/1.0"
        case .bareLF: "par des lignes qui finissent par LF seul"
        case .status(let status): "\(asIs: HTTPStatus.words(status)) au lieu de 101"
        case .interim(let status): "d'abord \(asIs: HTTPStatus.words(status))"
        case .noUpgrade: "sans champ Upgrade"
        case .otherUpgrade(let value): "avec un Upgrade vers \(quoted(value))"
        case .noConnection: "sans champ Connection"
        case .otherConnection(let value): "avec un champ Connection sans Upgrade, \(quoted(value))"
        case .connectionList(let value): "avec plus que Upgrade dans le champ Connection, \(quoted(value))"
        case .noAccept: "sans Sec-WebSocket-Accept"
        case .wrongAccept(let value):
            "avec un Sec-WebSocket-Accept qui ne correspond pas à la clé, \(quoted(value))"
        case .severalAccepts: "avec plusieurs Sec-WebSocket-Accept"
        case .subprotocolUnasked(let name):
            "avec le sous-protocole \(quoted(name)), alors qu'aucun n'était proposé"
        case .subprotocolOther(let name): "avec le sous-protocole \(quoted(name)), qui n'était pas proposé"
        case .subprotocolSeveral(let names): "avec plusieurs sous-protocoles, \(quoted(names))"
        case .subprotocolMissing: "sans aucun des sous-protocoles proposés"
        case .extensionUnasked(let name): "avec l'extension \(quoted(name)), qui n'était pas proposée"
        case .deflateTwice: "avec permessage-deflate deux fois"
        case .deflateParameter(let name, let problem):
            "avec le paramètre \(quoted(name)) de permessage-deflate, \(self.problem(problem))"
        case .long(let bytes): "par un en-tête de \(bytes) octets"
        }
    }

    private static func problem(_ problem: HandshakeFlaw.DeflateProblem) -> FrenchPhrase {
        switch problem {
        case .unknown: "que personne ne connaît"
        case .twice: "qui y est deux fois"
        case .badValue: "dont la valeur n'a pas de sens"
        case .misfit: "qui ne correspond pas à l'offre"
        }
    }
}
