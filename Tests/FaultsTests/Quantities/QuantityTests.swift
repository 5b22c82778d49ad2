import Faults
import Observer
import Testing
import WebSocketWire

struct QuantityTests {
    @Test(arguments: [("2%", 0.02), ("0.5 %", 0.005), ("0.02", 0.02), ("100%", 1), ("0", 0), ("1", 1)])
    func `a share is a percentage or a number from 0 to 1`(_ text: String, _ fraction: Double) {
        #expect(read(Share.self, text) == .success(Share(fraction)))
    }

    @Test
    func `a share over all is refused, and a number that looks like a percentage gets its sign`() {
        let such = "expected a share from 0% to 100%"
        #expect(problem(Share.self, "2") == "\(such), found \"2\", did you mean 2%?")
        #expect(problem(Share.self, "150%") == "\(such), found \"150%\"")
        #expect(problem(Share.self, "half") == "expected a share such as 2% or 0.02, found \"half\"")
    }

    @Test(
        arguments: [
            ("64 KiB", 65536), ("10 kB", 10000), ("1500", 1500), ("3 MiB", 3_145_728), ("2 bytes", 2),
            ("1.5 KiB", 1536), ("0", 0), ("1GB", 1_000_000_000),
        ])
    func `a number of bytes has a unit, or is one of bytes`(_ text: String, _ bytes: Int) {
        #expect(read(ByteCount.self, text) == .success(ByteCount(bytes)))
    }

    @Test
    func `a number of bytes is whole, and not beyond measure`() {
        #expect(problem(ByteCount.self, "0.5") == "expected a number of bytes that is whole, found \"0.5\"")
        #expect(problem(ByteCount.self, "999999999999999 GiB")?.contains("at most") == true)
        #expect(
            problem(ByteCount.self, "64k")
                == "expected a number of bytes such as 1500 or 10 kB or 64 KiB, found \"64k\": its unit is one of B, "
                + "kB, MB, GB, KiB, MiB, GiB")
    }

    @Test(
        arguments: [
            ("1 Mbit/s", 1e6), ("240 kbit/s", 240e3), ("128 KiB/s", 1_048_576), ("1.5 MB/s", 12e6),
            ("10 Mbps", 10e6), ("56kbps", 56e3), ("9600 bit/s", 9600), ("1 MBps", 8e6),
        ] as [(String, Double)])
    func `a rate is in bits or bytes a second`(_ text: String, _ bits: Double) {
        #expect(read(BitRate.self, text) == .success(BitRate(bits)))
    }

    @Test
    func `a rate needs its unit, and is more than nothing`() {
        let such = "expected a rate such as 240 kbit/s or 1 Mbit/s or 128 KiB/s"
        #expect(problem(BitRate.self, "56") == "\(such), found \"56\": write 56 kbit/s or 56 kB/s")
        #expect(
            problem(BitRate.self, "1 Mb/s")
                == "\(such), found \"1 Mb/s\": its unit is one of kbit/s, Mbit/s, kB/s, KiB/s, MB/s")
        #expect(
            problem(BitRate.self, "0 bit/s")
                == "expected a rate from 1 bit/s to 1000000 Gbit/s, found \"0 bit/s\"")
    }

    @Test
    func `an extent is a share or so many bytes, never more than there are`() throws {
        #expect(try Extent(Value("50%")).bytes(of: 7) == 3)
        #expect(try Extent(Value("10")).bytes(of: 7) == 7)
        #expect(try Extent(Value("1 KiB")) == .bytes(1024))
        #expect(Extent.share(.nan).bytes(of: 5) == 0)
        #expect(Extent.bytes(-3).bytes(of: -5) == 0)
        #expect(
            problem(Extent.self, "some")
                == "expected a share or a number of bytes such as 50% or 10 or 1 KiB, found \"some\"")
    }

    @Test(arguments: ["2%", "0.5%", "33.3%", "100%", "0%"])
    func `a share is written as it is read`(_ text: String) throws {
        #expect(try Share(Value(text)).written == text)
    }

    @Test(arguments: ["64 KiB", "1500", "3 MiB", "0"])
    func `a number of bytes is written as it is read`(_ text: String) throws {
        #expect(try ByteCount(Value(text)).written == text)
        #expect(try Extent(Value(text)).written == text)
    }

    @Test(arguments: ["1 Mbit/s", "240 kbit/s", "1.5 Gbit/s", "300 bit/s"])
    func `a rate is written as it is read`(_ text: String) throws {
        #expect(try BitRate(Value(text)).written == text)
    }

    @Test(
        arguments: [("text", 1), ("0x3", 3), ("11", 11), ("0xF", 15), ("continuation", 0)]
            as [(String, UInt8)])
    func `an opcode is a name or a number`(_ text: String, _ number: UInt8) {
        #expect(read(OpcodeValue.self, text) == .success(OpcodeValue(Opcode(rawValue: number))))
    }

    @Test
    func `an opcode that does not fit its four bits is refused, and a slip is named`() {
        #expect(problem(OpcodeValue.self, "16") == "expected an opcode from 0 to 15, found \"16\"")
        #expect(
            problem(OpcodeValue.self, "pnig")
                == "expected an opcode such as text or ping or 0x3, found \"pnig\", did you mean \"ping\"?")
        #expect(OpcodeValue(Opcode(rawValue: 11)).written == "0xB")
    }

    @Test
    func `a choice names its words and the nearest one`() {
        #expect(read(LegChoice.self, "server") == .success(.server))
        #expect(
            problem(LegChoice.self, "sever")
                == "expected one of client, server, both, found \"sever\", did you mean \"server\"?")
        #expect(read(DirectionChoice.self, "toClient").map(\.directions) == .success([.toClient]))
        #expect(
            LegChoice.form.shape
                == .choice([
                    .init("client", "the connection to the client"),
                    .init("server", "the connection to the server"), .init("both", "both connections"),
                ]))
    }
}
