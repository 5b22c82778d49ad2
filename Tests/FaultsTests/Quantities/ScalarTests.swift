import Faults
import Testing

/// Reads a plain scalar; what is wrong comes back as its message.
func read<V: ParameterValue>(_ type: V.Type, _ text: String) -> Result<V, ValueProblem> {
    Result { () throws(ValueProblem) in try V(Value(text)) }
}

/// The message for a scalar that cannot be read.
func problem<V: ParameterValue>(_ type: V.Type, _ text: String) -> String? {
    if case .failure(let problem) = read(type, text) { problem.message } else { nil }
}

struct ScalarTests {
    @Test(
        arguments: [
            ("250ms", .milliseconds(250)), ("1.5s", .milliseconds(1500)), ("2m", .seconds(120)),
            ("2 min", .seconds(120)), ("1h", .seconds(3600)), ("30us", .microseconds(30)), ("0s", .zero),
            ("7ns", .nanoseconds(7)), ("2400h", .seconds(8_640_000)), ("30µs", .microseconds(30)),
        ] as [(String, Duration)])
    func `a duration is a number with its unit`(_ text: String, _ duration: Duration) {
        #expect(read(Duration.self, text) == .success(duration))
    }

    @Test
    func `a duration without a unit is asked for one`() {
        let such = "expected a duration such as 250ms or 1.5s or 2m"
        #expect(problem(Duration.self, "250") == "\(such), found \"250\": write 250ms or 250s")
        #expect(problem(Duration.self, "0") == "\(such), found \"0\": write 0s")
        #expect(
            problem(Duration.self, "3 sec")
                == "\(such), found \"3 sec\", its unit is one of ns, us, ms, s, m, h: write 3ms or 3s")
        #expect(problem(Duration.self, "soon") == "\(such), found \"soon\"")
        #expect(problem(Duration.self, "-1s") == "\(such), found \"-1s\"")
        #expect(
            problem(Duration.self, "2401h")
                == "expected a duration of 100 days (2400h) at most, found \"2401h\"")
    }

    @Test(arguments: ["inf s", "nan", "0x10ms", "1e3s", "1..5s", ".5s", "5.s", "1.5.2s", "", "٣s", "1  s"])
    func `a duration is not whatever Swift takes for a number`(_ text: String) {
        #expect(problem(Duration.self, text) != nil)
    }

    @Test(arguments: ["250ms", "1.5s", "2m", "1h", "30us", "0s", "7ns", "90s", "1.234567s", "100.5ms"])
    func `a duration is written as it is read`(_ text: String) throws {
        #expect(try Duration(Value(text)).written == text)
    }

    @Test
    func `a whole number is decimal digits`() {
        #expect(read(Int.self, "42") == .success(42))
        #expect(read(Int.self, "-1") == .success(-1))
        for text in ["4.2", "0x10", "1_000", "", "99999999999999999999", "four"] {
            #expect(problem(Int.self, text)?.hasPrefix("expected a whole number such as 3, found ") == true)
        }
    }

    @Test
    func `a flag is true or false and no other word`() {
        #expect(read(Bool.self, "true") == .success(true))
        #expect(read(Bool.self, "false") == .success(false))
        #expect(problem(Bool.self, "yes") == "expected true or false, found \"yes\"")
    }

    @Test
    func `a text is any scalar but nothing`() throws {
        let place = Place(line: 3, column: 4)
        #expect(read(String.self, "12") == .success("12"))
        #expect(try String(Value(.scalar("", isPlain: false), at: place)) == "")
        #expect(problem(String.self, "~") == "expected a text such as hello, found nothing")
        let list = ValueProblem(at: place, "expected a text such as hello, found a list")
        #expect(throws: list) { try String(Value(.list([]), at: place)) }
    }

    @Test
    func `what may be left out is nil where nothing stands`() {
        #expect(read(Int?.self, "null") == .success(nil))
        #expect(read(Int?.self, "3") == .success(3))
        #expect(Int?.none.written == nil)
        #expect(Int?.some(3).written == "3")
    }
}

extension Result where Failure == ValueProblem {
    init(_ body: () throws(ValueProblem) -> Success) {
        do throws(ValueProblem) { self = .success(try body()) } catch { self = .failure(error) }
    }
}
