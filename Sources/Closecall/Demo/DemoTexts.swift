/// The texts of the demo's scenarios, as they stand in the gallery; a test compares them.
enum DemoTexts {
    static let nothingBroken = """
        name: Nothing is broken
        about: >-
          A conversation as it ought to be: both sides send a Close, the server ends TCP, and both report 1000,
          clean.
        play:
          client: [{ send: hello }, { receive: 1 }, { close: { code: 1000, reason: bye } }]
        expect:
          client: { code: 1000, reason: bye, wasClean: true, received: [hello] }
          server: { code: 1000, reason: bye, wasClean: true }

        """

    static let slowAnswer = """
        name: One slow answer
        about: >-
          The second answer takes 250 ms, and all behind it wait: a WebSocket is one line, and what is slow holds up
          what is quick. Give answers that take long a connection of their own, or send them in parts.
        rules:
          - when: { direction: toClient, kind: text, nth: 2 }
            do:
              - delay: 250ms
        play:
          client: [{ send: { text: "request {n}", times: 4 } }, { receive: 4 }, { close: 1000 }]
        expect:
          client: { code: 1000, wasClean: true, received: [request 1, request 2, request 3, request 4] }
          notBefore: 250ms
          within: 3s

        """

    static let wrongByteInText = """
        name: A wrong byte in a text
        about: >-
          The same damage in a text is found out, for FF is no UTF-8: the server closes with 1007. The client did
          nothing wrong and is told so by a clean end, with a code that means "you sent bad data".
        rules:
          - when: { direction: toServer, kind: text, nth: 2 }
            do:
              - corrupt: { at: 0, length: 1, mode: set, value: 255 }
        expect:
          client: { code: 1007, wasClean: true, messages: 1 }
          server: { code: 1006, wasClean: false, error: true, messages: 1 }

        """

    static let oneByteClose = """
        name: Half a close code
        about: >-
          The Close has a payload of one byte, where a code needs two. Hand-made servers send it when they cut a
          buffer short. Clients disagree: most call it an offence and report 1006, Firefox reads it as no code and
          reports 1005, clean. So a bug on the server shows as two different ends, depending on who looks.
        rules:
          - when: { direction: toClient, kind: close }
            do:
              - malform-close: one-byte
        play:
          server: [{ receive: 2 }, { close: { code: 1001, reason: bye } }]
        expect:
          client:
            code: 1006
            wasClean: false
            error: true
            chromium: { code: 1006, error: true }
            firefox: { code: 1005, wasClean: true, error: false }
            node: { code: 1006, error: true }
            python-websockets: { code: 1006, error: true }
          server: { code: 1002, wasClean: true }
          cause: malformed-close

        """

    static let serverVanishes = """
        name: Server vanishes in mid-message
        about: >-
          The third message to the client is cut in half, then both connections are reset. A process that is killed
          while it writes, or a balancer that gives up, looks like this. The client reports 1006 and has two
          messages; half a message is never delivered, so whatever it said has to be asked for again after the
          reconnect.
        rules:
          - when: { direction: toClient, kind: text, nth: 3 }
            do:
              - truncate: { keep: 50% }
              - reset
        expect:
          client: { code: 1006, wasClean: false, error: false, messages: 2, firefox: { code: 1006, error: true } }
          server: { code: 1006, wasClean: false }
          cause: rule

        """

    static let hopByHop = """
        name: Hop by hop
        about: >-
          A proxy removes Upgrade from the request, as RFC 9110 tells proxies to that know nothing of WebSocket. The
          server then sees an ordinary GET and refuses it. This is the nginx configuration without its two
          proxy_set_header lines.
        rules:
          - when: { direction: toServer, kind: handshake }
            do:
              - strip-header: Upgrade
        expect:
          client: { code: 1006, wasClean: false, opened: false, error: true }
          server: { opened: false }

        """

    static let stuckInOpen = """
        name: Stuck in OPEN
        about: >-
          Behind the third message to the server everything vanishes, both ways, and TCP stays up: a phone that left
          its cell, a laptop that was closed, a NAT that forgot. No event fires, ever; readyState stays OPEN and
          send() succeeds. Only a heartbeat with an answer finds out: send one, wait, and close by yourself when
          nothing comes.
        rules:
          - when: { kind: text, nth: 3 }
            do: half-open
        play:
          timeout: 800ms
        expect:
          client: { opened: true, messages: 2 }
          server: { opened: true, messages: 3 }
          notBefore: 750ms

        """
}
