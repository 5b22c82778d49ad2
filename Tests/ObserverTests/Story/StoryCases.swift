@testable internal import Observer
internal import Testing
internal import WebSocketWire

/// An ending with its story word for word, in both languages.
struct StoryCase: Sendable, CustomTestStringConvertible {
    let ending: Ending
    let english: String
    let french: String

    init(_ builder: EndingBuilder, _ english: String, _ french: String) {
        ending = builder.ending
        self.english = english
        self.french = french
    }

    var testDescription: String { english }
}

extension StoryCase {
    /// Every cause, and the ways in which its story can differ.
    static let all: [StoryCase] = [
        StoryCase(
            EndingBuilder(.closed(from: .client, code: 4000, reason: "bye"), by: .client).asking()
                .close(from: .client, payload(4000, "bye"), at: 20_000)
                .close(from: .server, payload(4000, "bye"), at: 21_000)
                .verdict(.client, 4000, "bye", clean: true).verdict(.server, 4000, "bye", clean: true),
            """
            The client closed with 4000 "bye" and the server echoed it.
            """,
            """
            Le client a fermé avec 4000 «\u{A0}bye\u{A0}» et le serveur a répondu de même.
            """),
        StoryCase(
            EndingBuilder(.closed(from: .client, code: 3000, reason: ""), by: .client).asking()
                .close(from: .client, payload(3000), at: 20_000)
                .close(from: .server, payload(4001, "other"), at: 21_000)
                .verdict(.client, 4001, "other", clean: true, .chromium).verdict(.server, 3000, clean: true),
            """
            The client closed with 3000 and the server answered with 4001 "other".
            """,
            """
            Le client a fermé avec 3000 et le serveur a répondu avec 4001 «\u{A0}other\u{A0}».
            """),
        StoryCase(
            EndingBuilder(.closed(from: .server, code: 1001, reason: "restart"), by: .server).asking()
                .close(from: .server, payload(1001, "restart"), at: 20_000)
                .close(from: .client, payload(1001), at: 21_000)
                .verdict(.client, 1001, "restart", clean: false, .firefox).verdict(
                    .server, 1001, clean: true),
            """
            The server closed with 1001 "restart" and the client echoed the code, so the client \
            (Firefox) reports 1001 as not clean.
            """,
            """
            Le serveur a fermé avec 1001 «\u{A0}restart\u{A0}» et le client a répondu par le même code, si \
            bien que le client (Firefox) rapporte un 1001 non propre.
            """),
        StoryCase(
            EndingBuilder(.closed(from: .server, code: 1011, reason: "boom"), by: .fault(rule: "say-1011"))
                .asking()
                .firing("say-1011", ["earlyClose"], .toClient, .message(2), at: 19_000)
                .close(from: .server, payload(1011, "boom"), at: 20_000, isSent: false)
                .close(from: .client, payload(1011, "boom"), at: 21_000)
                .verdict(.client, 1011, "boom", clean: true).verdict(.server, 1011, "boom", clean: true),
            """
            Rule "say-1011" (earlyClose) fired at the server's message 2 and in the server's \
            name closed with 1011 "boom"; the client echoed it, so the client reports 1011.
            """,
            """
            La règle «\u{A0}say-1011\u{A0}» (earlyClose) s’est déclenchée au message 2 du serveur et, au \
            nom du serveur, a fermé avec 1011 «\u{A0}boom\u{A0}»\u{A0}; le client a répondu de même, si bien \
            que le client rapporte 1011.
            """),
        StoryCase(
            EndingBuilder(.closedByBoth(clientCode: 1000, serverCode: nil), by: .client).asking()
                .close(from: .client, payload(1000), at: 20_000).close(from: .server, [], at: 20_000)
                .verdict(.client, 1005, clean: true).verdict(.server, 1000, clean: true),
            """
            Client and server both closed before either had the other's Close (the client with \
            1000, the server without a code).
            """,
            """
            Client et serveur ont fermé tous deux avant d’avoir le Close de l’autre (le client \
            avec 1000, le serveur sans code).
            """),
        StoryCase(
            EndingBuilder(.noStatus(from: .server), by: .server).asking()
                .close(from: .server, [], at: 20_000).close(from: .client, [], at: 21_000)
                .verdict(.client, 1005, clean: true, .chromium).verdict(.server, 1005, clean: true),
            """
            The server closed without a code and the client echoed it, so the client (Chromium) \
            and the server report 1005.
            """,
            """
            Le serveur a fermé sans code et le client a répondu de même, si bien que le client \
            (Chromium) et le serveur rapportent 1005.
            """),
        StoryCase(
            EndingBuilder(.closeUnanswered(from: .client, code: 1000), by: .server).asking()
                .close(from: .client, payload(1000), at: 20_000).end(of: .server, at: 23_000)
                .verdict(.client).verdict(.server, 1000, clean: false),
            """
            The client closed with 1000 and the server ended TCP with a FIN 3 ms later instead \
            of answering, so the client reports 1006 and the server 1000 as not clean.
            """,
            """
            Le client a fermé avec 1000 et le serveur a mis fin à TCP par un FIN 3\u{A0}ms plus tard \
            au lieu de répondre, si bien que le client rapporte 1006 et le serveur un 1000 non \
            propre.
            """),
        StoryCase(
            EndingBuilder(.closeUnanswered(from: .client, code: 1000), by: .server).asking()
                .close(from: .client, payload(1000), at: 20_000).end(of: .client, at: 20_120_000)
                .verdict(.client, 1006, clean: false, .firefox, error: true)
                .verdict(.server, Verdict(.rfc6455, .pending, opened: true, error: false)),
            """
            The client closed with 1000 and the server did not answer in 20 s, so the client \
            (Firefox) reports 1006 and the server still waits.
            """,
            """
            Le client a fermé avec 1000 et le serveur n’a pas répondu en 20\u{A0}s, si bien que le \
            client (Firefox) rapporte 1006 et le serveur attend toujours.
            """),
        StoryCase(
            EndingBuilder(.closeUnanswered(from: .client, code: 1000), by: .fault(rule: "mute")).asking()
                .firing("mute", ["swallowClose"], .toServer, .frame(1), at: 20_000)
                .close(from: .client, payload(1000), at: 20_000, arriving: .some(nil)).end(
                    of: .client, at: 10_020_000
                )
                .verdict(.client).verdict(.server),
            """
            Rule "mute" (swallowClose) fired at the client's frame 1; then the client closed \
            with 1000 and the server never got it, so both sides report 1006.
            """,
            """
            La règle «\u{A0}mute\u{A0}» (swallowClose) s’est déclenchée à la trame 1 du client\u{A0}; ensuite, \
            le client a fermé avec 1000 et le serveur ne l’a jamais reçu, si bien que les deux \
            côtés rapportent 1006.
            """),
        StoryCase(
            EndingBuilder(.closeUnanswered(from: .client, code: nil), by: .fault(rule: "mute")).asking()
                .firing("mute", ["swallowClose"], .toClient, .frame(1), at: 21_000)
                .close(from: .client, [], at: 20_000)
                .close(from: .server, [], at: 21_000, arriving: .some(nil)).end(of: .client, at: 10_020_000)
                .verdict(.client).verdict(.server, 1005, clean: true),
            """
            Rule "mute" (swallowClose) fired at the server's frame 1; then the client closed \
            without a code and never got the server's answer, so the client reports 1006.
            """,
            """
            La règle «\u{A0}mute\u{A0}» (swallowClose) s’est déclenchée à la trame 1 du serveur\u{A0}; ensuite, \
            le client a fermé sans code et n’a jamais reçu la réponse du serveur, si bien que le \
            client rapporte 1006.
            """),
        StoryCase(
            EndingBuilder(.leftOpen(from: .server, code: 1000), by: .server).asking()
                .close(from: .server, payload(1000), at: 20_000).close(
                    from: .client, payload(1000), at: 21_000
                )
                .lasting(68_000_000)
                .verdict(.client, Verdict(.node, .pending, opened: true, error: false)).verdict(
                    .server, 1000, clean: true),
            """
            The server closed with 1000, the client answered, and nobody ended TCP in the 68 s \
            after, so the client (node) still waits.
            """,
            """
            Le serveur a fermé avec 1000, le client a répondu, et personne n’a mis fin à TCP \
            pendant 68\u{A0}s, si bien que le client (node) attend toujours.
            """),
        StoryCase(
            EndingBuilder(.malformedClose(from: .server, .oneByte), by: .server).asking()
                .close(from: .server, [3], at: 20_000).close(
                    from: .client, payload(1002, "Received a broken close frame"), at: 21_000
                )
                .verdict(.client, 1006, clean: false, .chromium, error: true).verdict(
                    .server, 1002, clean: true),
            """
            The server sent a Close with a payload of one byte; the client failed the connection \
            with 1002 "Received a broken close frame", so the client (Chromium) reports 1006.
            """,
            """
            Le serveur a envoyé un Close d’un seul octet de contenu\u{A0}; le client a abandonné la \
            connexion avec 1002 «\u{A0}Received a broken close frame\u{A0}», si bien que le client \
            (Chromium) rapporte 1006.
            """),
        StoryCase(
            EndingBuilder(.malformedClose(from: .server, .forbiddenCode(1005)), by: .server).asking()
                .close(from: .server, payload(1005), at: 20_000).close(from: .client, [], at: 21_000)
                .verdict(.client, 1005, clean: true, .firefox).verdict(.server, 1005, clean: true),
            """
            The server sent a Close with 1005, a code that must not be sent; the client answered \
            without a code.
            """,
            """
            Le serveur a envoyé un Close avec 1005, un code qu’on ne doit pas envoyer\u{A0}; le \
            client a répondu sans code.
            """),
        StoryCase(
            EndingBuilder(.malformedClose(from: .client, .reasonNotUTF8(offset: 4)), by: .client).asking()
                .close(from: .client, payload(1000) + [0x61, 0x62, 0xFF], at: 20_000).end(
                    of: .server, .reset, at: 21_000
                )
                .verdict(.client).verdict(.server),
            """
            The client sent a Close whose reason is not UTF-8 (byte 4 of the payload); the \
            server reset TCP (RST), so both sides report 1006.
            """,
            """
            Le client a envoyé un Close dont le motif n’est pas de l’UTF-8 (octet 4 du \
            contenu)\u{A0}; le serveur a réinitialisé TCP (RST), si bien que les deux côtés \
            rapportent 1006.
            """),
        StoryCase(
            EndingBuilder(.malformedClose(from: .client, .tooLong(count: 126)), by: .fault(rule: "long"))
                .asking()
                .firing("long", ["malformClose"], .toServer, .frame(1), at: 20_000)
                .close(from: .client, payload(1000), at: 20_000, arriving: .some(payload(1000))).end(
                    of: .server, at: 21_000
                )
                .verdict(.client).verdict(.server),
            """
            Rule "long" (malformClose) fired at the client's frame 1 and in the client's name \
            sent a Close with a payload of 126 bytes, where 125 are allowed; the server hung up, \
            so both sides report 1006.
            """,
            """
            La règle «\u{A0}long\u{A0}» (malformClose) s’est déclenchée à la trame 1 du client et, au nom \
            du client, a envoyé un Close de 126 octets de contenu, là où 125 sont permis\u{A0}; le \
            serveur a raccroché, si bien que les deux côtés rapportent 1006.
            """),
        StoryCase(
            EndingBuilder(.dropped(from: .server, .fin, .inPayload), by: .server).asking().frames(
                3, from: .server
            )
            .place(.inPayload(FrameHeader(opcode: .text, payloadLength: 10), missing: 6), from: .server)
            .end(of: .server, at: 1_234_000)
            .verdict(.client).verdict(.server),
            """
            The server ended TCP with a FIN in the middle of a text frame (4 of 10 payload \
            bytes, frame 3), 1.2 s after the session began, so both sides report 1006.
            """,
            """
            Le serveur a mis fin à TCP par un FIN au milieu d’une trame texte (4 octets de \
            contenu sur 10, trame 3), 1,2\u{A0}s après le début de la session, si bien que les deux \
            côtés rapportent 1006.
            """),
        StoryCase(
            EndingBuilder(.dropped(from: .client, .fin, .inHeader), by: .client).asking().frames(
                3, from: .client
            )
            .place(.inHeader(read: 1), from: .client).end(of: .client, at: 65_000_000)
            .verdict(.client).verdict(.server),
            """
            The client ended TCP with a FIN in the header of frame 4 (after 1 byte), 65 s after \
            the session began, so both sides report 1006.
            """,
            """
            Le client a mis fin à TCP par un FIN dans l’en-tête de la trame 4 (après 1 octet), \
            65\u{A0}s après le début de la session, si bien que les deux côtés rapportent 1006.
            """),
        StoryCase(
            EndingBuilder(.dropped(from: .server, .fin, .betweenFrames), by: .server).asking().frames(
                3, from: .server
            )
            .end(of: .server, at: 60_000_000)
            .verdict(.client, 1006, clean: false, .chromium).verdict(.server, 1006),
            """
            The server ended TCP with a FIN between two frames (after frame 3), without a Close, \
            60 s after the session began, so the client (Chromium) and the server report 1006.
            """,
            """
            Le serveur a mis fin à TCP par un FIN entre deux trames (après la trame 3), sans \
            Close, 60\u{A0}s après le début de la session, si bien que le client (Chromium) et le \
            serveur rapportent 1006.
            """),
        StoryCase(
            EndingBuilder(.dropped(from: .client, .truncated, .betweenFrames), by: .client).asking()
                .end(of: .client, .truncated, at: 60_000)
                .verdict(.server, 1006),
            """
            The client ended TCP with a FIN but no close_notify before its first frame, 60 ms \
            after the session began, so the server reports 1006.
            """,
            """
            Le client a mis fin à TCP par un FIN sans close_notify avant sa première trame, \
            60\u{A0}ms après le début de la session, si bien que le serveur rapporte 1006.
            """),
        StoryCase(
            EndingBuilder(.dropped(from: .server, .rst, .betweenFragments), by: .server).asking().frames(
                3, from: .server
            )
            .place(.betweenFragments, from: .server)
            .end(of: .server, .reset, at: 60_000)
            .verdict(.client).verdict(.server, 1006),
            """
            The server reset TCP (RST) between two fragments of a message (after frame 3), 60 ms \
            after the session began, so both sides report 1006.
            """,
            """
            Le serveur a réinitialisé TCP (RST) entre deux fragments d’un message (après la \
            trame 3), 60\u{A0}ms après le début de la session, si bien que les deux côtés rapportent \
            1006.
            """),
        StoryCase(
            EndingBuilder(.dropped(from: .server, .lost, .betweenFrames), by: .network).asking().frames(
                3, from: .server
            )
            .end(of: .server, .failed("No route to host"), at: 3_600_000_000)
            .verdict(.client).verdict(.server, 1006),
            """
            The network lost the connection to the server (No route to host) between two frames \
            (after frame 3), without a Close, 1 h after the session began, so both sides report \
            1006.
            """,
            """
            Le réseau a perdu la connexion au serveur (No route to host) entre deux trames \
            (après la trame 3), sans Close, 1\u{A0}h après le début de la session, si bien que les \
            deux côtés rapportent 1006.
            """),
        StoryCase(
            EndingBuilder(.dropped(from: .server, .rst, .inHandshake), by: .server).asking(status: nil)
                .end(of: .server, .reset, at: 60_000)
                .verdict(.client, 1006, clean: false, .node, opened: false),
            """
            The server reset TCP (RST) before it answered the handshake, 60 ms after the session \
            began, so the client (node) reports 1006.
            """,
            """
            Le serveur a réinitialisé TCP (RST) avant de répondre à la poignée de main, 60\u{A0}ms \
            après le début de la session, si bien que le client (node) rapporte 1006.
            """),
        StoryCase(
            EndingBuilder(.dropped(from: .server, .fin, .inHandshake), by: .server).asking(status: nil)
                .answerBytes(60).end(of: .server, at: 60_000)
                .verdict(.client, Verdict(.node, .errorOnly, opened: false, error: true)),
            """
            The server ended TCP with a FIN in the middle of its answer to the handshake (after \
            60 bytes), 60 ms after the session began, so the client (node) reports only an \
            error.
            """,
            """
            Le serveur a mis fin à TCP par un FIN au milieu de sa réponse à la poignée de main \
            (après 60 octets), 60\u{A0}ms après le début de la session, si bien que le client (node) \
            rapporte seulement une erreur.
            """),
        StoryCase(
            EndingBuilder(.dropped(from: .client, .fin, .inHandshake), by: .client).asking(status: nil)
                .end(of: .client, at: 60_000),
            """
            The client ended TCP with a FIN before the handshake was answered, 60 ms after the \
            session began.
            """,
            """
            Le client a mis fin à TCP par un FIN avant la réponse à la poignée de main, 60\u{A0}ms \
            après le début de la session.
            """),
        StoryCase(
            EndingBuilder(.dropped(from: .client, .fin, .inHandshake), by: .client)
                .end(of: .client, at: 60_000),
            """
            The client ended TCP with a FIN before there was a request, 60 ms after the session \
            began.
            """,
            """
            Le client a mis fin à TCP par un FIN avant toute requête, 60\u{A0}ms après le début de la \
            session.
            """),
        StoryCase(
            EndingBuilder(.dropped(from: .server, .fin, .inPayload), by: .fault(rule: "cut")).asking().frames(
                2, from: .server
            )
            .firing("cut", ["limit"], .toClient, .offset(30), at: 30_000)
            .place(.inPayload(FrameHeader(opcode: .binary, payloadLength: 100), missing: 90), from: .server)
            .told(.client, at: 30_000)
            .verdict(.client).verdict(.server, 1006),
            """
            Rule "cut" (limit) fired at byte 30 from the server and in the server's name ended \
            TCP with a FIN in the middle of a binary frame (10 of 100 payload bytes, frame 2), \
            30 ms after the session began, so both sides report 1006.
            """,
            """
            La règle «\u{A0}cut\u{A0}» (limit) s’est déclenchée à l’octet 30 du serveur et, au nom du \
            serveur, a mis fin à TCP par un FIN au milieu d’une trame binaire (10 octets de \
            contenu sur 100, trame 2), 30\u{A0}ms après le début de la session, si bien que les deux \
            côtés rapportent 1006.
            """),
        StoryCase(
            EndingBuilder(
                .protocolViolation(from: .server, .reservedOpcode, frame: 3, offset: 25), by: .server
            )
            .asking()
            .flaw(.header(.reservedOpcode), from: .server, at: 20_000, opcode: Opcode(rawValue: 3))
            .end(of: .client, at: 21_000)
            .verdict(.client, 1006, clean: false, .firefox, error: true).verdict(.server),
            """
            The server sent a frame with the reserved opcode 0x3 (frame 3 at byte 25); the \
            client hung up, so the client (Firefox) and the server report 1006.
            """,
            """
            Le serveur a envoyé une trame d’opcode réservé 0x3 (trame 3, octet 25)\u{A0}; le client a \
            raccroché, si bien que le client (Firefox) et le serveur rapportent 1006.
            """),
        StoryCase(
            EndingBuilder(
                .protocolViolation(from: .server, .reservedBits, frame: 3, offset: 25),
                by: .fault(rule: "drop-third")
            ).asking()
                .firing(at: 20_000)
                .flaw(.header(.reservedBits), from: .server, at: 20_000, isOwn: false)
                .close(from: .client, payload(1002, "Invalid reserved bit"), at: 21_000)
                .verdict(.client, 1006, clean: false, .chromium, error: true).verdict(
                    .server, 1002, clean: true),
            """
            Rule "drop-third" (truncate) fired at the server's frame 3 and in the server's name \
            sent a frame with reserved bits set (frame 3 at byte 25); the client failed the \
            connection with 1002 "Invalid reserved bit", so the client (Chromium) reports 1006.
            """,
            """
            La règle «\u{A0}drop-third\u{A0}» (truncate) s’est déclenchée à la trame 3 du serveur et, au \
            nom du serveur, a envoyé une trame avec des bits réservés (trame 3, octet 25)\u{A0}; le \
            client a abandonné la connexion avec 1002 «\u{A0}Invalid reserved bit\u{A0}», si bien que le \
            client (Chromium) rapporte 1006.
            """),
        StoryCase(
            EndingBuilder(.messageTooBig(from: .client, length: 1_048_577, frame: 3, offset: 25), by: .client)
                .asking()
                .flaw(.length(1_048_577), from: .client, at: 20_000)
                .close(from: .server, payload(1009), at: 21_000)
                .verdict(.client, 1009, clean: true).verdict(.server),
            """
            The client sent 1048577 bytes at once (frame 3 at byte 25), more than the server \
            takes; the server failed the connection with 1009, so the server reports 1006.
            """,
            """
            Le client a envoyé 1048577 octets d’un coup (trame 3, octet 25), plus que le serveur \
            n’accepte\u{A0}; le serveur a abandonné la connexion avec 1009, si bien que le serveur \
            rapporte 1006.
            """),
        StoryCase(
            EndingBuilder(.invalidUTF8(from: .client, byte: 5, frame: 3, offset: 25), by: .client).asking()
                .flaw(.notUTF8(at: 5), from: .client, at: 20_000)
                .close(from: .server, payload(1007), at: 21_000)
                .verdict(.client, 1007, clean: true).verdict(.server),
            """
            The client sent a text that is not UTF-8 from its byte 5 on (frame 3 at byte 25); \
            the server failed the connection with 1007, so the server reports 1006.
            """,
            """
            Le client a envoyé un texte qui n’est plus de l’UTF-8 dès son octet 5 (trame 3, \
            octet 25)\u{A0}; le serveur a abandonné la connexion avec 1007, si bien que le serveur \
            rapporte 1006.
            """),
        StoryCase(
            EndingBuilder(.deflateDamage(from: .server, frame: 3, offset: 25), by: .server).asking()
                .flaw(.deflate(.damaged(offset: 2)), from: .server, at: 20_000)
                .end(of: .client, at: 21_000)
                .verdict(.client, 1006, clean: false, .node).verdict(.server),
            """
            The server sent a compressed message that does not inflate (frame 3 at byte 25); the \
            client hung up, so the client (node) and the server report 1006.
            """,
            """
            Le serveur a envoyé un message compressé qui ne se décompresse pas (trame 3, octet \
            25)\u{A0}; le client a raccroché, si bien que le client (node) et le serveur rapportent \
            1006.
            """),
        StoryCase(
            EndingBuilder(.refusedFrames(by: .server, code: 1008, reason: "no \"cats\""), by: .server)
                .asking()
                .close(from: .server, payload(1008, "no \"cats\""), at: 21_000)
                .verdict(.client, 1008, "no \"cats\"", clean: true).verdict(.server, 1008, clean: true),
            """
            The server failed the connection with 1008 "no \\"cats\\"", and nothing that was \
            seen says why, so the server reports 1008.
            """,
            """
            Le serveur a abandonné la connexion avec 1008 «\u{A0}no "cats"\u{A0}», sans que rien de ce qui \
            a été vu l’explique, si bien que le serveur rapporte 1008.
            """),
        StoryCase(
            EndingBuilder(.refusedFrames(by: .client, code: nil, reason: ""), by: .client).asking()
                .end(of: .client, at: 21_000)
                .verdict(.client).verdict(.server),
            """
            The client ended the connection over what it got, 21 ms after the session began, and \
            nothing that was seen says why, so both sides report 1006.
            """,
            """
            Le client a mis fin à la connexion à cause de ce qu’il a reçu, 21\u{A0}ms après le début \
            de la session, sans que rien de ce qui a été vu l’explique, si bien que les deux \
            côtés rapportent 1006.
            """),
        StoryCase(
            EndingBuilder(.handshakeRefused(status: 403), by: .server).asking(
                status: 403, flaws: [.status(403)]
            )
            .verdict(.client, 1006, clean: false, .chromium, opened: false, error: true),
            """
            The server answered the request for "/chat" with 403 (Forbidden) instead of 101, so \
            the client (Chromium) reports 1006.
            """,
            """
            Le serveur a répondu 403 (Forbidden) au lieu de 101 à la requête pour «\u{A0}/chat\u{A0}», si \
            bien que le client (Chromium) rapporte 1006.
            """),
        StoryCase(
            EndingBuilder(.handshakeRefused(status: 503), by: .fault(rule: "busy")).asking(status: nil)
                .firing("busy", ["refuse"], .toClient, .handshake(1), at: 3_000)
                .verdict(.client, Verdict(.node, .errorOnly, opened: false, error: true)),
            """
            Rule "busy" (refuse) fired at the server's answer and in the server's name answered \
            the request for "/chat" with 503 (Service Unavailable) instead of 101, so the client \
            (node) reports only an error.
            """,
            """
            La règle «\u{A0}busy\u{A0}» (refuse) s’est déclenchée à la réponse du serveur et, au nom du \
            serveur, a répondu 503 (Service Unavailable) au lieu de 101 à la requête pour \
            «\u{A0}/chat\u{A0}», si bien que le client (node) rapporte seulement une erreur.
            """),
        StoryCase(
            EndingBuilder(.handshakeRefused(status: 502), by: .proxy).asking(status: nil)
                .verdict(.client, 1006, opened: false),
            """
            The proxy in the server's name answered the request for "/chat" with 502 (Bad \
            Gateway) instead of 101, so the client reports 1006.
            """,
            """
            Le proxy, au nom du serveur, a répondu 502 (Bad Gateway) au lieu de 101 à la requête \
            pour «\u{A0}/chat\u{A0}», si bien que le client rapporte 1006.
            """),
        StoryCase(
            EndingBuilder(.handshakeInvalid(.wrongAccept("abc=")), by: .server).asking(flaws: [
                .wrongAccept("abc=")
            ])
            .verdict(.client, 1006, clean: false, .firefox, opened: false, error: true),
            """
            The server answered the request for "/chat" with a Sec-WebSocket-Accept that does \
            not fit the key, "abc=", so the client (Firefox) reports 1006.
            """,
            """
            Le serveur a répondu à la requête pour «\u{A0}/chat\u{A0}» avec un Sec-WebSocket-Accept qui ne \
            correspond pas à la clé, «\u{A0}abc=\u{A0}», si bien que le client (Firefox) rapporte 1006.
            """),
        StoryCase(
            EndingBuilder(.unreachable("127.0.0.1:1: Connection refused"), by: .network).asking(status: nil)
                .verdict(.client, 1006, clean: false, .chromium, opened: false, error: true),
            """
            The proxy could not reach the server (127.0.0.1:1: Connection refused), so the \
            client (Chromium) reports 1006.
            """,
            """
            Le proxy n’a pas pu joindre le serveur (127.0.0.1:1: Connection refused), si bien \
            que le client (Chromium) rapporte 1006.
            """),
        StoryCase(
            EndingBuilder(.tlsFailure(.server, "certificate has expired"), by: .server)
                .verdict(.client, 1006, clean: false, .chromium, opened: false, error: true),
            """
            TLS failed between proxy and server (certificate has expired), so the client \
            (Chromium) reports 1006.
            """,
            """
            TLS a échoué entre le proxy et le serveur (certificate has expired), si bien que le \
            client (Chromium) rapporte 1006.
            """),
        StoryCase(
            EndingBuilder(.notWebSocket, by: .client).answering(200).end(of: .client, at: 21_000),
            """
            Nobody asked for a WebSocket; the last answer was 200 (OK).
            """,
            """
            Personne n’a demandé de WebSocket\u{A0}; la dernière réponse était 200 (OK).
            """),
        StoryCase(
            EndingBuilder(.notWebSocket, by: .client).end(of: .client, at: 21_000),
            """
            Nobody asked for a WebSocket in 21 ms.
            """,
            """
            Personne n’a demandé de WebSocket en 21\u{A0}ms.
            """),
        StoryCase(
            EndingBuilder(.idleTimeout, by: .proxy).asking().lasting(60_000_000)
                .verdict(.client).verdict(.server),
            """
            Nothing moved for so long that the proxy ended the session, 60 s after it began, so \
            both sides report 1006.
            """,
            """
            Rien n’a bougé pendant si longtemps que le proxy a mis fin à la session, 60\u{A0}s après \
            son début, si bien que les deux côtés rapportent 1006.
            """),
        StoryCase(
            EndingBuilder(.handshakeTimeout, by: .proxy).asking(status: nil).lasting(10_000_000)
                .verdict(.client, 1006, opened: false),
            """
            The server had not answered the request for "/chat" after 10 s, and the proxy ended \
            the session, so the client reports 1006.
            """,
            """
            Le serveur n’avait pas répondu à la requête pour «\u{A0}/chat\u{A0}» au bout de 10\u{A0}s, et le \
            proxy a mis fin à la session, si bien que le client rapporte 1006.
            """),
        StoryCase(
            EndingBuilder(.handshakeTimeout, by: .proxy).lasting(10_000_000),
            """
            The client's request was not complete after 10 s, and the proxy ended the session.
            """,
            """
            La requête du client n’était pas complète au bout de 10\u{A0}s, et le proxy a mis fin à \
            la session.
            """),
        StoryCase(
            EndingBuilder(.killed(leg: .client), by: .fault(rule: "cut")).asking()
                .firing("cut", ["resetConnection"], .toClient, .time(1), at: 2_000_000).told(
                    .client, .reset, at: 2_000_000
                )
                .verdict(.client).verdict(.server),
            """
            Rule "cut" (resetConnection) fired after 2 s and ended the client's connection, so \
            both sides report 1006.
            """,
            """
            La règle «\u{A0}cut\u{A0}» (resetConnection) s’est déclenchée au bout de 2\u{A0}s et a mis fin à la \
            connexion du client, si bien que les deux côtés rapportent 1006.
            """),
        StoryCase(
            EndingBuilder(.killed(leg: .server), by: .fault(rule: "cut")).asking().lasting(5_000_000)
                .verdict(.client).verdict(.server),
            """
            Rule "cut" had fired and ended the server's connection, so both sides report 1006.
            """,
            """
            La règle «\u{A0}cut\u{A0}» s’était déclenchée et a mis fin à la connexion du serveur, si bien \
            que les deux côtés rapportent 1006.
            """),
        StoryCase(
            EndingBuilder(.shutDown, by: .proxy).asking().lasting(5_000_000)
                .verdict(.client, 1001, clean: true).verdict(.server, 1001, clean: true),
            """
            The proxy stopped while the session was open, 5 s after it began, so both sides \
            report 1001.
            """,
            """
            Le proxy s’est arrêté alors que la session était ouverte, 5\u{A0}s après son début, si \
            bien que les deux côtés rapportent 1001.
            """),
        StoryCase(
            EndingBuilder(.unknown, by: .network).asking().lasting(5_000_000)
                .verdict(.client, Verdict(.rfc6455, .pending, opened: true, error: false))
                .verdict(.server, Verdict(.rfc6455, .pending, opened: true, error: false)),
            """
            The session has not ended, 5 s after it began.
            """,
            """
            La session n’a pas pris fin, 5\u{A0}s après son début.
            """),
        StoryCase(
            EndingBuilder(.unknown, by: .network).asking().told(.client, at: 5_000_000)
                .verdict(.client).verdict(.server),
            """
            Nothing that was seen says why the session ended, 5 s after it began, so both sides \
            report 1006.
            """,
            """
            Rien de ce qui a été vu n’explique la fin de la session, 5\u{A0}s après son début, si \
            bien que les deux côtés rapportent 1006.
            """),
    ]
}
