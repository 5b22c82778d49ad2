internal import Closecall

extension NativeAPI {
    var eventRoutes: [Route] {
        var terms = RouteTerms.gives(
            content: .text("text/event-stream"),
            "Server-Sent Events, until somebody ends it: `event` is session.open, fault, session.end, scenario, armed, "
                + "disarmed or missed, and `data` the JSON object of this name."
        )
        .asking("proxy", .text, "only those of this proxy")
        .or(400, "A parameter is wrong.").or(404, "There is no such proxy.")
        terms.readsLastEvent = true
        return [
            route(["GET"], "/v1/events", "Events", "What happens in the proxies, as it happens", terms) {
                [self] request throws(NativeError) in
                let name = try NativeQuery(request, knows: ["proxy"])["proxy"]
                if let name { _ = try await proxy(name) }
                let last = request.request.headers["Last-Event-ID"].flatMap { UInt64($0) }
                return stream(events.listen(to: name, after: last))
            }
        ]
    }

    /// A client that hears nothing for longer takes the connection for dead, and ours would never find out.
    private static let pulse = Duration.seconds(15)

    private func stream(_ subscription: EventSubscription) -> HTTPResponse {
        let stream = HTTPStream(
            // At once, for clients that show nothing before the first byte of a body.
            opening: Array(": listening\n\n".utf8),
            next: { [text] in
                let items = await subscription.queue.take()
                return items.isEmpty ? nil : text.text(items)
            }, pulse: (Self.pulse, Array(": nothing happens\n\n".utf8)))
        return HTTPResponse(
            200, ["Content-Type": "text/event-stream", "Cache-Control": "no-store"], .stream(stream))
    }
}
