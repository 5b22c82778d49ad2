internal import Testing
internal import Trace

@Suite struct PacketDissectorTests {
    // From 10.0.0.1:50000 to 10.0.0.2:9000: number 0x01020304, acknowledges 0x0A0B0C0D, PSH and ACK, window 502,
    // one option (NOP, NOP, timestamps), and "hi".
    private static let tcp = hex(
        """
        c350 2328 01020304 0a0b0c0d 80 18 01f6 dead 0000
        0101 080a 00000001 00000002 6869
        """)
    private static let ipv4 = hex("45 00 0036 1234 4000 40 06 beef 0a000001 0a000002") + tcp
    private static let ipv6 =
        hex("60000000 0022 06 40 20010db8000000000000000000000001 20010db8000000000000000000000002") + tcp

    private static func segment(at start: Int, of bytes: [UInt8], v6: Bool = false) -> Dissected {
        func end(_ last: UInt64, port: UInt16) -> TCPEnd {
            TCPEnd(
                v6 ? .v6(0x2001_0DB8_0000_0000, last) : .v4(0x0A00_0000 | UInt32(last)), port: port)
        }
        return .tcp(
            TCPSegment(
                source: end(1, port: 50000), destination: end(2, port: 9000), sequence: 0x0102_0304,
                acknowledgement: 0x0A0B_0C0D, flags: [.psh, .ack], window: 502, payload: start..<start + 2,
                payloadLength: 2))
    }

    private func dissect(_ bytes: [UInt8], _ link: LinkType, originalLength: Int? = nil) -> Dissected {
        PacketDissector.dissect(bytes.span, link: link, originalLength: originalLength)
    }

    /// Checks a link type with both versions of IP: `header` ends with what is different for IPv4 and IPv6.
    private func expect(_ link: LinkType, _ header: String, _ v4: String, _ v6: String) {
        let packet4 = hex(header + v4) + Self.ipv4
        #expect(dissect(packet4, link) == Self.segment(at: packet4.count - 2, of: packet4))
        let packet6 = hex(header + v6) + Self.ipv6
        #expect(dissect(packet6, link) == Self.segment(at: packet6.count - 2, of: packet6, v6: true))
    }

    // MARK: Link types

    @Test(
        arguments: [
            (.ethernet, "020000000002 020000000001", "0800", "86dd"),
            (.ethernet, "020000000002 020000000001 8100 0064", "0800", "86dd"),
            (.ethernet, "020000000002 020000000001 88a8 0064 8100 00c8", "0800", "86dd"),
            (.ethernet, "020000000002 020000000001 9100 0001 9100 0002 8100 0003", "0800", "86dd"),
            (.linuxCooked, "0000 0304 0006 0000000000000000", "0800", "86dd"),
            (.linuxCooked, "0000 0001 0006 020000000001 0000 8100 0064", "0800", "86dd"),
            (.null, "", "02000000", "1e000000"),
            (.null, "", "00000002", "0000001c"),
            (.null, "", "02000000", "18000000"),
            (.loop, "", "00000002", "00000018"),
            (.loop, "", "00000002", "0000000a"),
            (.raw, "", "", ""),
        ] as [(LinkType, String, String, String)])
    func `the segment is found behind`(_ link: LinkType, _ header: String, _ v4: String, _ v6: String) {
        expect(link, header, v4, v6)
    }

    @Test func `the segment is found behind a Linux cooked header of version 2, and its tags`() {
        let rest = "0000 00000001 0304 00 06 0000000000000000"
        for (type, packet, v6) in [("0800", Self.ipv4, false), ("86dd", Self.ipv6, true)] {
            let plain = hex(type + rest) + packet
            #expect(dissect(plain, .linuxCooked2) == Self.segment(at: plain.count - 2, of: plain, v6: v6))
            let tagged = hex("8100" + rest + "0064" + type) + packet
            #expect(dissect(tagged, .linuxCooked2) == Self.segment(at: tagged.count - 2, of: tagged, v6: v6))
        }
    }

    @Test func `a link type of one version of IP takes no other`() {
        #expect(dissect(Self.ipv4, .ipv4) == Self.segment(at: 52, of: Self.ipv4))
        #expect(dissect(Self.ipv6, .ipv6) == Self.segment(at: 72, of: Self.ipv6, v6: true))
        #expect(dissect(Self.ipv6, .ipv4) == .damaged("an IPv4 header of version 6"))
        #expect(dissect(Self.ipv4 + hex("0000"), .ipv6) == .damaged("an IPv6 header of version 4"))
        #expect(dissect(hex("55"), .raw) == .damaged("neither version 4 nor 6 of IP"))
    }

    @Test(
        arguments: [
            (.ethernet, "020000000002 020000000001 0806 0001"),
            (.ethernet, "020000000002 020000000001 0026 4242"),
            (.linuxCooked, "0000 0338 0000 0000000000000000 0800"), (.null, "07000000"),
            (.other(127), "4500"),
            (.linuxCooked2, "0800 0000 00000001 0338 00 06 0000000000000000"),
            (.ipv4, "45 00 001c 1234 0000 40 11 0000 0a000001 0a000002 0035 0035 0008 0000"),
            (.ipv6, "60000000 0008 3b 40 20010db8000000000000000000000001 20010db8000000000000000000000002"),
        ] as [(LinkType, String)])
    func `what is not TCP is something else`(_ link: LinkType, _ packet: String) {
        #expect(dissect(hex(packet), link) == .other)
    }

    // MARK: IPv4

    @Test func `IPv4 options are skipped`() {
        let packet = hex("47 00 003e 1234 4000 40 06 beef 0a000001 0a000002 0101010101010100") + Self.tcp
        #expect(dissect(packet, .ipv4) == Self.segment(at: 60, of: packet))
    }

    @Test func `what stands behind the packet pads the frame`() {
        #expect(dissect(Self.ipv4 + hex("000000000000"), .ipv4) == Self.segment(at: 52, of: Self.ipv4))
    }

    @Test func `a length that nobody has filled in yet means the rest`() {
        var packet = Self.ipv4
        packet[2] = 0
        packet[3] = 0
        #expect(dissect(packet, .ipv4) == Self.segment(at: 52, of: packet))
        guard case .tcp(let segment) = dissect(packet, .ipv4, originalLength: 1052) else {
            Issue.record("no segment")
            return
        }
        #expect(segment.payload == 52..<54)
        #expect(segment.payloadLength == 1000)
    }

    @Test(arguments: ["2000", "0001", "2010"]) func `a part of an IPv4 packet is no segment`(_ field: String)
    {
        let packet = Array(Self.ipv4[..<6]) + hex(field) + Array(Self.ipv4[8...])
        #expect(dissect(packet, .ipv4) == .fragment)
    }

    @Test func `an IPv4 header that contradicts itself is damaged`() {
        var packet = Self.ipv4
        packet[0] = 0x44
        #expect(dissect(packet, .ipv4) == .damaged("an IPv4 header of 16 bytes"))
        packet[0] = 0x46
        packet[3] = 20
        #expect(dissect(packet, .ipv4) == .damaged("an IPv4 packet of 20 bytes with a header of 24"))
    }

    // MARK: IPv6

    @Test func `IPv6 extension headers are skipped, each counted in its own units`() {
        // Hop by hop (8 bytes), destination options (16), routing (8), authentication (16), an atomic fragment, TCP.
        let extensions = hex(
            """
            3c 00 0104 00000000
            2b 01 010c 00000000 0000000000000000
            33 00 0000 00000000
            2c 02 0000 00000001 00000001 00000000
            06 00 0000 00000007
            """)
        let packet =
            hex("60000000 005a 00 40 20010db8000000000000000000000001 20010db8000000000000000000000002")
            + extensions + Self.tcp
        #expect(dissect(packet, .ipv6) == Self.segment(at: packet.count - 2, of: packet, v6: true))
    }

    @Test(arguments: ["0001", "0008", "05a9"]) func `a part of an IPv6 packet is no segment`(_ field: String)
    {
        let packet =
            hex("60000000 002a 2c 40 20010db8000000000000000000000001 20010db8000000000000000000000002")
            + hex("06 00" + field + "00000007") + Self.tcp
        #expect(dissect(packet, .ipv6) == .fragment)
    }

    @Test func `a jumbogram's length is what was on the wire`() {
        var packet = Self.ipv6
        packet[5] = 0
        #expect(dissect(packet, .ipv6) == Self.segment(at: 72, of: packet, v6: true))
    }

    // MARK: TCP

    @Test func `of a packet that a snap length cut, the segment tells what was there`() {
        for kept in 40...54 {
            guard case .tcp(let segment) = dissect(Array(Self.ipv4[..<kept]), .ipv4, originalLength: 54)
            else {
                Issue.record("\(kept) bytes: no segment")
                continue
            }
            #expect(segment.payload == min(kept, 52)..<kept)
            #expect(segment.payloadLength == 2)
        }
    }

    @Test func `a packet cut within its headers is damaged`() {
        for kept in 0..<20 {
            #expect(dissect(Array(Self.ipv4[..<kept]), .ipv4) == .damaged("the IPv4 header was cut off"))
        }
        for kept in 20..<40 {
            #expect(dissect(Array(Self.ipv4[..<kept]), .ipv4) == .damaged("the TCP header was cut off"))
        }
        for kept in 0..<40 {
            #expect(dissect(Array(Self.ipv6[..<kept]), .ipv6) == .damaged("the IPv6 header was cut off"))
        }
        #expect(dissect([], .raw) == .damaged("the packet is empty"))
        #expect(dissect(hex("0200"), .null) == .damaged("the loopback header was cut off"))
        #expect(dissect(hex("0200"), .ethernet) == .damaged("the Ethernet header was cut off"))
        #expect(
            dissect(hex("020000000002 020000000001 8100 0064 81"), .ethernet)
                == .damaged("the Ethernet header was cut off in a VLAN tag"))
    }

    @Test func `a TCP header that contradicts itself is damaged`() {
        var packet = Self.ipv4
        packet[32] = 0x40
        #expect(dissect(packet, .ipv4) == .damaged("a TCP header of 16 bytes"))
        packet[32] = 0xF0
        #expect(dissect(packet, .ipv4) == .damaged("a TCP header of 60 bytes in a segment of 34"))
        packet[3] = 39
        #expect(dissect(packet, .ipv4) == .damaged("a TCP segment of 19 bytes"))
    }

    @Test func `no bytes trap, whatever they claim to be`() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededBits(seed)
        let links: [LinkType] = [
            .ethernet, .null, .loop, .raw, .linuxCooked, .linuxCooked2, .ipv4, .ipv6, .other(9),
        ]
        let starts: [[UInt8]] = [[], Self.ipv4, Self.ipv6, hex("020000000002 020000000001 0800") + Self.ipv4]
        for _ in 0..<20_000 {
            var packet = starts[Int(random.next() % 4)]
            for _ in 0..<random.next() % 8 where !packet.isEmpty {
                packet[Int(random.next() % UInt64(packet.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            packet += (0..<random.next() % 40).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            packet.removeLast(Int(random.next() % UInt64(packet.count + 1)))
            let length = Int(truncatingIfNeeded: random.next() & 0xFFFF_FFFF)
            let link = links[Int(random.next() % 9)]
            guard case .tcp(let segment) = dissect(packet, link, originalLength: length) else { continue }
            let fits = segment.payload.upperBound <= packet.count
            #expect(fits && segment.payload.count <= segment.payloadLength, "seed \(seed)")
        }
    }
}
