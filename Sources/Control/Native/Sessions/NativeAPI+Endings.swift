internal import Closecall
internal import Faults
internal import Observer

extension NativeAPI {
    var endingRoutes: [Route] {
        let endings = "/v1/proxies/{proxy}/endings"
        return [
            route(
                ["GET"], endings, "Endings", "How the last sessions ended, the oldest first",
                .gives(.form("EndingList"))
                    .asking(
                        "code", .whole(atLeast: 0), "only where the client or the server got this close code"
                    )
                    .asking("cause", .words(Cause.identifiers), "only those for this reason")
                    .asking("abnormal", .flag, "only those that anybody would call a problem, or the others")
                    .asking("limit", .whole(atLeast: 1), "so many at most, the latest: 100 if left out")
                    .or(400, "A parameter is wrong.").or(404, "There is no such proxy.")
            ) { [self] request throws(NativeError) in
                _ = try await proxy(request["proxy"])
                let filter = try EndingFilter(request)
                let all = events.endings(in: request["proxy"]).filter { filter.takes($0) }
                let list = all.suffix(filter.limit).map(text.json).joined(separator: [UInt8(ascii: ",")])
                return .line(Array("{\"endings\":[".utf8) + list + Array("]}\n".utf8))
            },
            route(
                ["GET"], "\(endings)/{session}", "Ending", "How a session ended",
                .gives(.form("session.end"))
                    .asking("wait", .text, "wait so long for its end, such as 5s; a minute at most")
                    .or(400, "A parameter or the session's number is wrong.")
                    .or(404, "There is no such proxy, or the session has not ended, or is not remembered.")
                    .or(409, "The proxy is disabled.")
            ) { [self] request throws(NativeError) in
                let number = try Self.number(request)
                let wait = try NativeQuery(request, knows: ["wait"]).duration("wait")
                let name = request["proxy"]
                _ = try await proxy(name)
                if let ended = events.ending(of: number, in: name) { return line(ended) }
                let relay = try await relay(name)
                if let wait { await Self.wait(for: number, in: relay, atMost: wait) }
                if let ended = events.ending(of: number, in: name) { return line(ended) }
                throw await notEnded(number, name, relay, wait)
            },
        ]
    }

    private func line(_ event: ControlEvent) -> HTTPResponse {
        .line(text.json(event) + [UInt8(ascii: "\n")])
    }

    private static func wait(for number: Int, in relay: ChaosProxy, atMost time: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = await relay.ending(of: number) }
            group.addTask { try? await Task.sleep(for: time) }
            _ = await group.next()
            group.cancelAll()
        }
    }

    private func notEnded(
        _ number: Int, _ proxy: String, _ relay: ChaosProxy, _ wait: Duration?
    ) async -> NativeError {
        let isOpen = await relay.sessions().contains { $0.number == number }
        guard isOpen else { return await absent(number, in: proxy) }
        if let wait { return .missing("session \(number) is still open after \(wait)") }
        return .missing(
            "session \(number) is open: GET /v1/proxies/\(proxy)/endings/\(number)?wait=5s waits for its end")
    }
}

/// Which endings somebody asks for.
private struct EndingFilter {
    let limit: Int
    private let code: Int?
    private let cause: String?
    private let isAbnormal: Bool?

    init(_ request: RoutedRequest) throws(NativeError) {
        let query = try NativeQuery(request, knows: ["code", "cause", "abnormal", "limit"])
        code = try query.whole("code", in: 0...65535)
        isAbnormal = try query.flag("abnormal")
        limit = try query.whole("limit", in: 1...1000) ?? 100
        cause = query["cause"]
        guard let cause, !Cause.identifiers.contains(cause) else { return }
        let hint = Suggestion.words(for: cause, among: Cause.identifiers)
        throw NativeError(
            400, "unknown cause \"\(cause)\", \(hint ?? "GET /v1/openapi.json lists them, at session.end")")
    }

    func takes(_ event: ControlEvent) -> Bool {
        guard case .ended(let report, _) = event.entry else { return false }
        let ending = report.ending
        if let cause, cause != ending.cause.identifier { return false }
        if let isAbnormal, isAbnormal != EndedSession(report, ending).isAbnormal { return false }
        guard let code else { return true }
        return [ending.client, ending.server].contains { $0?.event.map { Int($0.code) } == code }
    }
}
