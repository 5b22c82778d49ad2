internal import Closecall
internal import Reactor
internal import Relay
internal import WebSocketWire

/// What options change in requests, checked one by one, so that the message can name the one that is wrong.
enum RewriteArguments {
    static func rewrite(
        _ arguments: ParsedArguments, _ upstream: Upstream
    ) throws(CommandFailure) -> RequestRewrite? {
        let host = try host(arguments, upstream)
        let path = arguments.value(.upstreamPath)
        _ = try check(.upstreamPath) { () throws(RequestRewriteError) in try RequestRewrite(path: path) }
        var headers: [HTTPHeader] = []
        for line in arguments.values(.setHeader) {
            headers.append(
                try check(.setHeader) { () throws(RequestRewriteError) in
                    let header = try HTTPHeader(line: line)
                    _ = try RequestRewrite(headers: [header])
                    return header
                })
        }
        let rewrite = try check(.rewriteHost) { () throws(RequestRewriteError) in
            try RequestRewrite(host: host, headers: headers, path: path)
        }
        return rewrite.isEmpty ? nil : rewrite
    }

    /// The value given, or the upstream's own name as a client would write it that connects to it directly.
    private static func host(
        _ arguments: ParsedArguments, _ upstream: Upstream
    ) throws(CommandFailure) -> String? {
        guard arguments.has(.rewriteHost) else { return nil }
        if let host = arguments.value(.rewriteHost) { return host }
        guard let port = upstream.endpoint.port else {
            throw CommandFailure(
                "option \"\(VerbOption.rewriteHost.typed)\": a Unix socket has no name, write "
                    + "\(VerbOption.rewriteHost.typed)=HOST")
        }
        let place = "\(upstream.endpoint)"
        let isStandard = port == (upstream.kind == .wss ? 443 : 80)
        return isStandard ? String(place.dropLast(":\(port)".utf8.count)) : place
    }

    private static func check<Value>(
        _ option: VerbOption, _ body: () throws(RequestRewriteError) -> Value
    ) throws(CommandFailure) -> Value {
        do throws(RequestRewriteError) {
            return try body()
        } catch {
            throw CommandFailure("option \"\(option.typed)\": \(error)")
        }
    }
}
