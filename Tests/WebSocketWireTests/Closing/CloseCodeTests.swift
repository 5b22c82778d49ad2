import Testing
import WebSocketWire

struct CloseCodeTests {
    @Test func `every number has the class that the RFC's words give it`() {
        for number in UInt16.min...UInt16.max {
            #expect(CloseCode(rawValue: number).class == spelledOut(number), "\(number)")
        }
    }

    @Test func `the lines of the table touch each other and cover everything`() {
        var next = 0
        for (range, _) in CloseCode.classes {
            #expect(Int(range.lowerBound) == next)
            next = Int(range.upperBound) + 1
        }
        #expect(next == 65536)
        #expect(Set(CloseCode.classes.map(\.class)) == Set(CloseCode.Class.allCases))
    }

    @Test func `a frame may carry exactly what Autobahn's 7.7 accepts and 7.9 does not refuse`() {
        let defined: Set<UInt16> = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014]
        for number in UInt16.min...UInt16.max {
            let expected = defined.contains(number) || number / 1000 == 3 || number / 1000 == 4
            #expect(CloseCode(rawValue: number).mayStandOnTheWire == expected, "\(number)")
        }
    }

    @Test func `a script may send 1000 and all from 3000 to 4999`() {
        for number in UInt16.min...UInt16.max {
            let expected = number == 1000 || number / 1000 == 3 || number / 1000 == 4
            #expect(CloseCode(rawValue: number).mayBeSentByScript == expected, "\(number)")
        }
    }

    @Test func `names are the registry's, and else the class's`() {
        #expect(CloseCode.registered.map(\.rawValue) == Array(1000...1015) + [3000, 3003, 3008])
        #expect(CloseCode.normal.name == "Normal Closure")
        #expect(CloseCode.abnormal.description == "1006 (Abnormal Closure)")
        #expect(CloseCode.badGateway.name == "Bad Gateway")
        #expect((3003 as CloseCode).description == "3003 (Forbidden)")
        #expect((3001 as CloseCode).description == "3001 (for libraries)")
        #expect((4999 as CloseCode).description == "4999 (for applications)")
        #expect((999 as CloseCode).description == "999 (unused)")
        #expect((65535 as CloseCode).description == "65535 (out of range)")
    }

    @Test func `every code has one sentence that says something of its own`() {
        let meanings = CloseCode.registered.map(\.meaning) + CloseCode.Class.allCases.map(\.meaning)
        #expect(Set(meanings).count == meanings.count)
        for meaning in meanings {
            #expect(meaning.hasSuffix(".") && meaning.count < 100, "\(meaning)")
        }
        #expect((4000 as CloseCode).meaning == CloseCode.Class.applications.meaning)
    }
}

/// RFC 6455 §7.4.1 and §7.4.2 read aloud, with IANA's later entries.
private func spelledOut(_ number: UInt16) -> CloseCode.Class {
    if number < 1000 { return .unused }
    if number > 4999 { return .outOfRange }
    if number >= 4000 { return .applications }
    if number >= 3000 { return .libraries }
    if number >= 2000 { return .extensions }
    if number == 1005 || number == 1006 || number == 1015 { return .neverOnTheWire }
    if number == 1004 || number > 1015 { return .reserved }
    return .defined
}
