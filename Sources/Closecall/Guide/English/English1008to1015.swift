/// The English texts for 1008 to 1015.
extension CloseCodeGuide {
    static let english1008to1015: [UInt16: Text] = [
        1008: Text(
            gist: "refused by a rule",
            meaning: """
                A rule of the receiver forbids the message or the client. It is the general refusal, for \
                when no other code fits or when the reason is to stay hidden.
                """,
            browser: englishAsSent(1008),
            causes: [
                "No token, an expired token, or a session that ended while the connection was open.",
                "An `Origin` that is not on the server's list, checked after the upgrade.",
                "Too many messages a second, or too many connections for one user.",
                "A message that fails validation; web frameworks often use 1008 for every refusal.",
            ],
            next: [
                "Read the reason, then the server's log at that second: the rule is named there or nowhere.",
                "Compare the connection's age with the token's lifetime.",
                "Do not reconnect at once with the same credentials: the answer will be the same.",
            ]),
        1009: Text(
            gist: "a message over the limit",
            meaning: """
                A message was larger than the receiver is willing to take. Limits are counted after \
                decompression in most servers.
                """,
            browser: """
                \(englishAsSent(1009)) Browsers do not send it: a frame that announces 2 GiB or more makes \
                Chromium and Firefox hang up at once, with 1006 and no Close.
                """,
            causes: [
                """
                A default limit that nobody chose: 8 KiB in Tomcat, 1 MiB in Python websockets, 100 MiB in \
                node's ws.
                """,
                "A file or an image as base64 in one JSON message.",
                "A state or a history sent whole, which grew with its users until it passed the limit.",
                "A small compressed message that inflates into a large one.",
                "A gateway whose limit is lower than the server's.",
            ],
            next: [
                "Find the size of the last message sent, uncompressed: the network tab lists it.",
                "Look for the limit in every hop: server library, framework, gateway.",
                """
                Split the message, or send a link. If you raise the limit, work out the memory for all \
                clients.
                """,
            ]),
        1010: Text(
            gist: "a needed extension is missing",
            meaning: """
                The client insists on an extension that the server did not agree to in the handshake. A \
                server that misses one refuses the handshake instead.
                """,
            browser: """
                No browser insists on an extension, so none sends it. A server that sends it is mistaken, \
                and yet: \(englishAsSent(1010))
                """,
            causes: [
                "A client that was configured to require permessage-deflate, against a server without it.",
                "A proxy that removes `Sec-WebSocket-Extensions` on the way.",
                "A server that answered with other parameters than the client can use.",
            ],
            next: [
                "Compare `Sec-WebSocket-Extensions` in the request with the one in the 101.",
                "Make the same handshake without the proxy.",
                "Let the client go on without the extension, if it can.",
            ]),
        1011: Text(
            gist: "the server failed inside",
            meaning: """
                Something unexpected went wrong in the server while it served this connection: the 500 of \
                WebSocket.
                """,
            browser: englishAsSent(1011),
            causes: [
                "An exception that no handler caught; most frameworks turn it into 1011.",
                "A database or another service behind it that did not answer.",
                """
                A keepalive ping without its pong: Python websockets closes with 1011, as a client \
                too, and says so in the reason.
                """,
                "An event loop that was blocked so long that the keepalive failed, on either side.",
            ],
            next: [
                "Find the stack trace in the server's log at that second.",
                """
                Read the reason: "keepalive ping timeout" is a matter of the network or of a blocked loop.
                """,
                "Repeat the last message sent before it with `closecall connect URL`.",
            ]),
        1012: Text(
            gist: "the service restarts",
            meaning: """
                The server stops in order to start again. Registered with IANA for exactly that, so that a \
                client knows it is welcome again soon.
                """,
            browser: englishAsSent(1012),
            causes: [
                """
                A deployment or a reload of the configuration; some servers (uvicorn) send it at every \
                shutdown.
                """,
                "An operator who drains an instance.",
                "A supervisor that restarts an unhealthy process.",
            ],
            next: [
                "Reconnect after a random wait of some seconds, and longer after each failure.",
                "If nobody deployed: look at what restarts the process (health checks, memory limits).",
                """
                Check that the client takes up its state again: a restart should cost a pause and no \
                messages.
                """,
            ]),
        1013: Text(
            gist: "too busy, come back later",
            meaning: """
                The server cannot serve this client now, and expects that it can later: the 503 of \
                WebSocket.
                """,
            browser: englishAsSent(1013),
            causes: [
                "Too many connections, or no memory or worker left.",
                "A client that reads too slowly, so that the server drops its queue with the connection.",
                "A service behind it that is still starting.",
            ],
            next: [
                """
                Wait longer after each attempt, with a random share; a fixed interval keeps the server down.
                """,
                "Look at the server's load and its connection limit at that second.",
                "If the client is the slow one: how long does its message handler take?",
            ]),
        1014: Text(
            gist: "the gateway's backend failed",
            meaning: """
                A gateway accepted the connection for a server that then failed or gave it an unusable \
                answer: the 502 of WebSocket. The gateway is the messenger.
                """,
            browser: englishAsSent(1014),
            causes: [
                "The backend crashed or was restarted behind the gateway.",
                "The gateway cannot resolve or reach the backend, or TLS between them fails.",
                "The backend answered the upgrade with something other than a 101.",
            ],
            next: [
                "Read the gateway's log: it knows what the backend answered.",
                "Connect to the backend directly: `closecall connect URL`.",
                """
                Compare protocol and port in the gateway's configuration: `ws` or `wss`, HTTP/1.1 for the \
                upgrade.
                """,
            ]),
        1015: Text(
            gist: "TLS failed, seen locally",
            meaning: """
                TLS could not be established, so there never was a WebSocket. The number is for local APIs \
                only: without a connection there is nobody to send it to.
                """,
            browser: """
                Scripts get 1006 for a failed TLS handshake, as the web's standard asks, lest a page could \
                probe other hosts. If a server puts 1015 in a Close frame, Firefox shows a clean 1015, \
                Chromium and node 1006 after an error event.
                """,
            causes: [
                "A certificate that is expired, self-signed or made out to another name.",
                "An intermediate certificate missing: browsers may repair that, other clients do not.",
                "`wss://` on a port that speaks plain `ws://`, or the reverse.",
                "No TLS version or cipher in common; a client clock that is wrong by years.",
                "A company proxy that opens TLS with an authority the client does not know.",
            ],
            next: [
                "Run `openssl s_client -connect HOST:443 -servername HOST` and read the verify result.",
                "Open `https://HOST` in the same browser: it explains what `wss://` hides.",
                "In Wireshark, `tls.alert_message` shows who gave up and why.",
            ]),
    ]
}
