import Testing

@testable import ClosecallCLI

@Suite struct ArgumentParserTests {
    static let send = VerbOption.text("send", "TEXT", "a text", repeatable: true)
    static let close = VerbOption.optionalNumber("close", "CODE[:REASON]", "close", standard: "1000")
    static let ping = VerbOption.flag("ping", "a ping")
    static let wait = VerbOption.text("wait", "TIME", "how long")

    static func verb(_ positionals: [Positional] = [Positional("URL", "where to")]) -> Verb {
        Verb(
            name: "connect", summary: "a client", positionals: positionals,
            options: [send, close, ping, wait, .json], examples: [], notes: "",
            run: { _ in .yes })
    }

    private func parse(_ arguments: String..., by verb: Verb = verb()) throws(CommandFailure)
        -> ParsedArguments
    {
        try ArgumentParser(verb).parse(arguments)
    }

    private func complaint(_ arguments: String..., by verb: Verb = verb()) -> String? {
        do throws(CommandFailure) {
            _ = try ArgumentParser(verb).parse(arguments)
            return nil
        } catch {
            return error.message
        }
    }

    @Test func `one dash before a whole name will do where a program of Go's is replaced`() throws {
        let port = VerbOption.text("port", "PORT", "where").alsoWithOneDash
        let verb = Verb(
            name: "server", summary: "", positionals: [], options: [port, Self.wait], examples: [], notes: "",
            run: { _ in .yes })
        for arguments in [["-port", "1"], ["-port=1"], ["--port", "1"]] {
            #expect(try ArgumentParser(verb).parse(arguments).value(port) == "1")
        }
        #expect(port.usage == "--port PORT")
        #expect(complaint("-wait", "1", by: verb)?.hasPrefix("unknown option \"-wait\"") == true)
    }

    @Test func `a value stands behind a space or an equals sign`() throws {
        #expect(try parse("ws://h", "--wait", "5s").value(Self.wait) == "5s")
        #expect(try parse("--wait=a=b", "ws://h").value(Self.wait) == "a=b")
        #expect(try parse("--wait=", "ws://h").value(Self.wait) == "")
        #expect(try parse("--wait=--json", "ws://h").value(Self.wait) == "--json")
        #expect(try parse("--wait", "-5", "ws://h").value(Self.wait) == "-5")
    }

    @Test func `options keep their order`() throws {
        let parsed = try parse("--send", "a", "ws://h", "--ping", "--send=b")
        #expect(parsed.values(Self.send) == ["a", "b"])
        #expect(parsed.occurrences.map(\.option) == [Self.send, Self.ping, Self.send])
        #expect(parsed.positionals == ["ws://h"])
        #expect(parsed.has(Self.ping) && !parsed.has(.json))
    }

    @Test func `two dashes end the options`() throws {
        let verb = Self.verb([Positional("WORD", "words", count: .any)])
        let parsed = try parse("--ping", "--", "--json", "--", "-", by: verb)
        #expect(parsed.positionals == ["--json", "--", "-"])
        #expect(!parsed.has(.json))
        #expect(!ArgumentParser.asksForHelp(["--", "--help"]))
        #expect(ArgumentParser.asksForHelp(["x", "-h"]))
    }

    @Test func `an optional number takes the next argument only when it is one`() throws {
        #expect(try parse("--close", "1000:bye", "ws://h").value(Self.close) == "1000:bye")
        #expect(try parse("--close=4000", "ws://h").value(Self.close) == "4000")
        let bare = try parse("--close", "ws://h")
        #expect(bare.has(Self.close) && bare.value(Self.close) == nil)
        #expect(bare.positionals == ["ws://h"])
        #expect(try parse("ws://h", "--close").has(Self.close))
    }

    @Test func `a dash and a digit is a value, a lone dash too`() throws {
        #expect(try parse("-5").positionals == ["-5"])
        #expect(try parse("-").positionals == ["-"])
        #expect(complaint("-x", "ws://h")?.hasPrefix("unknown option \"-x\"") == true)
    }

    @Test func `each mistake is named with its remedy`() {
        #expect(complaint("--jsno", "u") == "unknown option \"--jsno\", did you mean \"--json\"?")
        #expect(
            complaint("--x=1", "u")
                == "unknown option \"--x\", \"closecall connect --help\" lists the options")
        #expect(complaint("--ping=1", "u") == "option \"--ping\" takes no value, drop \"=1\"")
        #expect(complaint("--ping", "--ping", "u") == "option \"--ping\" is given twice, keep one")
        #expect(complaint("u", "--wait") == "option \"--wait\" needs a value: --wait TIME")
        #expect(
            complaint("--send", "--json", "u")
                == "option \"--send\" needs a value: --send TEXT"
                + " (if \"--json\" is the value: \"--send=--json\")"
        )
        #expect(complaint() == "URL is missing: closecall connect [options] URL")
        #expect(complaint("u", "v") == "one argument too many, drop \"v\": closecall connect [options] URL")
    }

    @Test func `places may be optional or many`() throws {
        let many = Self.verb([Positional("FILE", "files", count: .oneOrMore)])
        #expect(many.usage == "closecall connect [options] FILE...")
        #expect(try parse("a", "b", by: many).positionals == ["a", "b"])
        #expect(complaint(by: many) == "FILE is missing: closecall connect [options] FILE...")
        let maybe = Self.verb([Positional("NAME", "one", count: .optional)])
        #expect(maybe.usage == "closecall connect [options] [NAME]")
        #expect(try parse(by: maybe).positionals == [])
        #expect(complaint("a", "b", by: maybe) != nil)
    }

    @Test func `a value that does not fit is named with its option`() throws {
        let parsed = try parse("u", "--wait", "70000")
        #expect(throws: CommandFailure("option \"--wait\": \"70000\" is not a whole number from 0 to 65535"))
        {
            try parsed.integer(Self.wait, in: 0...65535)
        }
        #expect(try parse("u").integer(Self.wait, in: 0...1) == nil)
        #expect(try parse("u", "--wait", "2s").duration(Self.wait) == .seconds(2))
        #expect(
            try parse("u", "--wait", "localhost:80").hostAndPort(Self.wait)
                == HostAndPort(host: "localhost", port: 80))
    }
}
