/// The English texts. What is said of browsers and other clients was measured: Chromium 156, Firefox ESR 153,
/// node 20 (undici 6), Python websockets 17, aiohttp 3.14.
extension CloseCodeGuide {
    static let english1000to1007: [UInt16: Text] = [
        1000: Text(
            gist: "the work is done",
            meaning: """
                Both sides are finished and said so. As far as the WebSocket layer can tell, nothing failed.
                """,
            browser: """
                \(englishAsSent(1000)) Two exceptions: `wasClean` is false in Firefox when the server's FIN \
                comes together with its Close, and in Chromium when a RST follows the exchange of Closes. \
                After a `close(4001)` of your own the event carries the server's answer, so 1000 there only \
                means that the server answered 1000.
                """,
            causes: [
                "The application called `close(1000)`, or `close` with nothing but a reason.",
                "The server finished a stream that has an end: a logout, a game over, an upload done.",
                """
                A library's default: many send 1000 whatever made them stop. 1000 with work left undone is a \
                bug in the code that chose it.
                """,
                """
                The answer of a client that always answers 1000: aiohttp and websocket-client do, whatever \
                code the server closed with.
                """,
            ],
            next: [
                """
                Find out who closed first: in Wireshark `websocket.opcode == 8`, the first of the two \
                frames.
                """,
                "Search both programs for the call that closes, and give each call a reason text of its own.",
                """
                If the client should have come back: a reconnect rule of the kind "unless 1000" keeps it \
                away.
                """,
            ]),
        1001: Text(
            gist: "a side is leaving",
            meaning: """
                One side goes away for reasons of its own: the server process stops, or the user leaves the \
                page. It says nothing about the conversation.
                """,
            browser: """
                \(englishAsSent(1001)) When the page is left, the server sees the 1001; the page's own \
                handlers can no longer be relied on.
                """,
            causes: [
                "A deployment or restart: the server closes its connections before it stops.",
                "The tab was closed, reloaded or sent to another page.",
                """
                A managed gateway or load balancer reached its limit for idle time or for the age of a \
                connection and closes properly.
                """,
                "Autoscaling removed the instance that held the connection.",
            ],
            next: [
                "Compare the time with the log of deployments and of scaling.",
                "Note how long the connection lived: the same round figure each time is a configured limit.",
                """
                Reconnect after a random delay: all clients of a restarted server come back at once \
                otherwise.
                """,
            ]),
        1002: Text(
            gist: "a peer broke the protocol",
            meaning: """
                The sender of this code received bytes that RFC 6455 forbids and gave up the connection. The \
                fault is in what the other side sent, or in a box between them that touched the bytes.
                """,
            browser: """
                If the server sends it: `code` 1002, and `wasClean` true. If the browser itself finds the \
                offence the script sees 1006, `wasClean` false, after an error event: Chromium puts 1002 \
                with an explaining reason on the wire, Firefox sends no Close at all.
                """,
            causes: [
                "Frames of two threads mixed on one socket, because writes are not serialised.",
                """
                A client that does not mask, or a server that does (Firefox accepts that one, Chromium does \
                not).
                """,
                "A reserved opcode, or a reserved bit without the extension that gives it a meaning.",
                "A ping or Close of more than 125 bytes, or a fragmented one.",
                "A new message before the last fragment of the one before.",
                "A Close frame with a forbidden code (1005, 1006, 1015) or with a single byte of payload.",
                "A proxy that wrote an HTTP error page into the upgraded stream.",
                "Text that is not UTF-8: Chromium reports that as 1002, not as 1007.",
            ],
            next: [
                "Read the reason: most libraries name the offence there. Chromium's console has it too.",
                "Capture, and look at the last frame that went the other way before `websocket.opcode == 8`.",
                "Try without the proxy: if it goes away, compare the bytes on both of its sides.",
                """
                Put your client in front of `closecall serve`, or use `closecall connect URL` on your \
                server.
                """,
            ]),
        1003: Text(
            gist: "this kind of data is refused",
            meaning: """
                The message was well-formed, but of a kind that the receiver does not take: usually binary \
                where it takes text, or the reverse.
                """,
            browser: englishAsSent(1003),
            causes: [
                "A library that sends a byte buffer as a binary message to an endpoint that reads only text.",
                "An endpoint for protobuf, CBOR or MQTT that was sent text.",
                "Some frameworks use it for text that they cannot parse as JSON.",
                "The wrong endpoint: the URL leads to a service with another message format.",
            ],
            next: [
                "Look at the opcode of the last message: `websocket.opcode == 1` is text, `== 2` is binary.",
                """
                Check the type of what `send()` is given: a string makes text, a Blob or ArrayBuffer binary.
                """,
                "Compare the URL's path and the subprotocol in the 101 with what the client expects.",
            ]),
        1004: Text(
            gist: "set aside, no meaning yet",
            meaning: """
                RFC 6455 set this number aside and nobody has given it a meaning since. A program that sends \
                it made it up.
                """,
            browser: """
                Chromium and Firefox let it pass: `code` 1004, `wasClean` true. node (undici) refuses it, \
                sends 1002 and reports 1006 after an error event.
                """,
            causes: [
                """
                A list of codes in somebody's program that counts on from 1000 without looking at the \
                registry.
                """,
                "A library from the time of the drafts, where 1004 once meant a frame too large (now 1009).",
                "A test tool or a fuzzer.",
            ],
            next: [
                "Find the sender: `websocket.opcode == 8`, then the direction of the frame.",
                "Use 1008 or 1009 in its place, or a code of your own from 4000 to 4999.",
            ]),
        1005: Text(
            gist: "a Close frame without a code",
            meaning: """
                The connection was closed in good order, but the Close frame had no code in it. The number \
                stands in for what was not there; the receiving side's API makes it up.
                """,
            browser: """
                `code` 1005, an empty reason, `wasClean` true, no error event. Firefox also shows a clean \
                1005 when the Close has a payload of one byte, or really carries 1005; Chromium makes both a \
                1006 with an error event.
                """,
            causes: [
                "The other side called `close()` with no code.",
                "Your own side did: an empty Close is sent, and servers answer it with an empty one.",
                "A library or a gateway whose own way of closing is an empty frame.",
            ],
            next: [
                "Treat it as an orderly end: nothing broke.",
                "Give every `close` a code and a reason, so that the next log says more.",
                "To see who was first: `websocket.opcode == 8 && websocket.payload_length == 0`.",
            ]),
        1006: Text(
            gist: "gone, without a Close frame",
            meaning: """
                The connection ended, and no complete Close frame had arrived. Nobody sent this number: the \
                local API makes it up, and it does not say whose fault it was. It covers everything from a \
                handshake that was refused to a cable that was pulled.
                """,
            browser: """
                `code` 1006, an empty reason, `wasClean` false. An error event comes first if the handshake \
                failed or if the browser itself found a protocol error; after a plain FIN there is none; \
                after a RST Firefox has one, Chromium has not. Scripts are told no more on purpose; the \
                console is. One oddity: a server that puts 1006 into a Close frame gets a clean 1006 out of \
                Firefox.
                """,
            causes: [
                """
                An idle timeout on the way, at a load balancer, proxy or NAT. 60 seconds is a common default \
                (nginx `proxy_read_timeout`, many cloud load balancers).
                """,
                """
                The handshake never succeeded: a proxy that does not pass on `Upgrade` and `Connection`, a \
                401, 403, 404 or 502 in place of the 101, a login page.
                """,
                """
                The server process died or was killed: a crash, the OOM killer, a container stopped before \
                it could close.
                """,
                """
                TLS failed: a certificate that is expired, self-signed, for another name, or lacks its \
                chain.
                """,
                "`ws://` from a page loaded over https: browsers block it, or throw SecurityError at once.",
                "The network changed: sleep, Wi-Fi to mobile, a VPN that came or went.",
                """
                The browser met a frame that it refuses: masked, not UTF-8, a forbidden close code (see \
                1002).
                """,
                "The server dropped the socket with no Close, as `terminate()` and `destroy()` do.",
                "Your own `close()` was not answered: Chromium gives up after 60 s, Firefox after 20 s.",
            ],
            next: [
                """
                Did `onopen` fire? If not, it is the handshake: read the status in the network tab, or use \
                `closecall connect URL`.
                """,
                """
                Note how many seconds it had been silent. If it is the same number each time, it is a \
                timeout: send pings at half that interval.
                """,
                "Read the browser's console: it names the cause that the script is not told.",
                """
                Capture on both ends with `tcp.flags.fin == 1 || tcp.flags.reset == 1 || websocket.opcode == \
                8`. A RST that one end received and the other never sent came from a box between.
                """,
                """
                At that second: the server's log, exit status 137, `dmesg` for the OOM killer, the proxy's \
                log.
                """,
            ]),
        1007: Text(
            gist: "text that is not UTF-8",
            meaning: """
                The bytes of a message do not fit its type. In practice: a text message that is not valid \
                UTF-8, or a compressed one that does not inflate.
                """,
            browser: """
                \(englishAsSent(1007)) For bad text that the browser receives, no browser gives 1007: the \
                script sees 1006 after an error event, Chromium sends 1002, Firefox sends no Close. \
                websockets and aiohttp do send 1007.
                """,
            causes: [
                "Text in Latin-1 or Windows-1252 that was sent as it was.",
                "A text cut by bytes, in the middle of a character, and sent as two messages.",
                "Binary data sent with the text opcode.",
                "Half a surrogate pair that a UTF-16 language turned into bytes without a check.",
                "Compression state that went out of step, so that inflating gives rubbish.",
            ],
            next: [
                "Save the payload of the last text message and run `iconv -f UTF-8 -t UTF-8` over it.",
                "Send bytes as binary; build text by characters, never by cutting a byte buffer.",
                "Try with permessage-deflate off: if that helps, the compression is out of step.",
            ]),
    ]

    static func englishAsSent(_ code: UInt16) -> String {
        "`code` \(code) with the server's reason, `wasClean` true, no error event."
    }
}
