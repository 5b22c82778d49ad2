internal import Closecall
internal import Observer

extension NativeAPI {
    private static let sessions = "/v1/proxies/{proxy}/sessions"
    private static let session = "\(sessions)/{session}"

    var sessionRoutes: [Route] { lookingRoutes + endingActions + stayingActions }

    private var lookingRoutes: [Route] {
        [
            route(
                ["GET"], Self.sessions, "Sessions", "The sessions that are open, by number",
                .gives(.form("SessionList")).or(404, "There is no such proxy.").or(409, "It is disabled.")
            ) { [self] request throws(NativeError) in
                _ = try NativeQuery(request, knows: [])
                let all = try await relay(request["proxy"]).sessions()
                return .native(.record(["sessions": .array(all.map { $0.json(in: request["proxy"]) })]))
            },
            route(
                ["GET"], Self.session, "Session", "A session that is open",
                Self.terms(.gives(.form("Session")))
            ) { [self] request throws(NativeError) in
                _ = try NativeQuery(request, knows: [])
                let number = try Self.number(request)
                let all = try await relay(request["proxy"]).sessions()
                guard let session = all.first(where: { $0.number == number }) else {
                    throw await absent(number, in: request["proxy"])
                }
                return .native(session.json(in: request["proxy"]))
            },
        ]
    }

    private var endingActions: [Route] {
        [
            route(
                ["POST"], "\(Self.session)/end", "SessionEnd",
                "Ends a session in order: what is on its way arrives, and then an end",
                Self.terms(.gives(.form("Applied"))).or(422, "There is something in the body.")
            ) { [self] request throws(NativeError) in
                _ = try NativeBody(request, knows: [])
                return try await act(request) { relay, number in await relay.end(number) }
            },
            route(
                ["POST"], "\(Self.session)/reset", "SessionReset",
                "Resets both connections of a session at once: nothing that is on its way arrives",
                Self.terms(.gives(.form("Applied"))).or(422, "There is something in the body.")
            ) { [self] request throws(NativeError) in
                _ = try NativeBody(request, knows: [])
                return try await act(request) { relay, number in await relay.reset(number) }
            },
        ]
    }

    private var stayingActions: [Route] {
        [
            route(
                ["POST"], "\(Self.session)/stall", "SessionStall",
                "Holds up all that a session says, for a time or for ever; nothing is lost",
                Self.terms(.gives(.form("Applied"))).takes(.json(.form("Stalling"), isRequired: false))
                    .or(422, "The time is none.")
            ) { [self] request throws(NativeError) in
                let time = try NativeBody(request, knows: ["for"]).duration("for")
                return try await act(request) { relay, number in await relay.stall(number, for: time) }
            },
            route(
                ["POST"], "\(Self.session)/apply", "SessionApply", "Does a fault once, now, in this session",
                Self.terms(.gives(.form("Applied"))).takes(.json(.form("SessionApplication")))
                    .or(422, "There is no such fault, or it cannot be done in this way.")
            ) { [self] request throws(NativeError) in
                let body = try NativeBody(request, knows: ["fault", "parameters", "direction"])
                let (fault, direction) = (try Self.fault(body), try body.direction("direction"))
                return try await act(request) { relay, number in
                    await relay.apply([fault], direction: direction, to: .number(number)) > 0
                }
            },
        ]
    }

    private static func terms(_ terms: RouteTerms) -> RouteTerms {
        terms.or(400, "The session's number is none.")
            .or(
                404,
                "There is no such proxy, or no such session: then it is told whether it has ended, and how."
            )
            .or(409, "The proxy is disabled.")
    }

    private func act(
        _ request: RoutedRequest, _ action: (ChaosProxy, Int) async -> Bool
    ) async throws(NativeError) -> HTTPResponse {
        let number = try Self.number(request)
        guard await action(try relay(request["proxy"]), number) else {
            throw await absent(number, in: request["proxy"])
        }
        return Self.applied(to: 1)
    }

    /// Sessions are numbered from 1.
    static func number(_ request: RoutedRequest) throws(NativeError) -> Int {
        guard let number = Int(request["session"]), number > 0 else {
            throw NativeError(
                400, "expected a session's number, which is 1 or more, found \"\(request["session"])\"")
        }
        return number
    }

    /// Why there is no session of this number that is open.
    func absent(_ number: Int, in proxy: String) async -> NativeError {
        if let event = events.ending(of: number, in: proxy), case .ended(let report, _) = event.entry {
            let story = text.story(of: report)
            return .missing(
                "session \(number) has ended: \(story) All of it: GET /v1/proxies/\(proxy)/endings/\(number)")
        }
        guard let total = await (try? relay(proxy))?.totals().sessions, number > total else {
            return .missing("session \(number) has ended, and is not remembered any more")
        }
        return .missing("session \(number) has not begun, there were \(total) so far")
    }
}
