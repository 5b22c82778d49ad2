internal import Closecall

extension NativeAPI {
    var proxyRoutes: [Route] {
        let proxy = "/v1/proxies/{proxy}"
        return [
            route(
                ["GET"], "/v1/proxies", "Proxies", "All proxies, by name",
                .gives(.form("ProxyList"))
            ) { [self] request throws(NativeError) in
                _ = try NativeQuery(request, knows: [])
                var all: [JSONValue] = []
                for proxy in await proxies.all() { all.append(await proxy.nativeJSON) }
                return .native(.record(["proxies": .array(all)]))
            },
            route(
                ["GET"], proxy, "Proxy", "A proxy",
                .gives(.form("Proxy")).or(404, "There is no such proxy.")
            ) { [self] request throws(NativeError) in
                _ = try NativeQuery(request, knows: [])
                return .native(try await self.proxy(request["proxy"]).nativeJSON)
            },
            route(
                ["POST"], "\(proxy)/pause", "Pause",
                "Reads nothing any more from anybody and accepts nobody; nothing is lost",
                .givesNothing.or(404, "There is no such proxy.").or(409, "It is disabled.")
                    .or(422, "There is something in the body.")
            ) { [self] request throws(NativeError) in
                _ = try NativeBody(request, knows: [])
                try await relay(request["proxy"]).pause()
                return HTTPResponse(204)
            },
            route(
                ["POST"], "\(proxy)/resume", "Resume", "Goes on after a pause",
                .givesNothing.or(404, "There is no such proxy.").or(409, "It is disabled.")
                    .or(422, "There is something in the body.")
            ) { [self] request throws(NativeError) in
                _ = try NativeBody(request, knows: [])
                try await relay(request["proxy"]).resume()
                return HTTPResponse(204)
            },
        ]
    }
}

extension ToxiproxyProxy {
    fileprivate var nativeJSON: JSONValue {
        get async {
            let relay = target?.relay
            let totals = await relay?.totals() ?? ProxyTotals()
            return .record([
                "name": .text(name), "listen": .text(listen), "url": .maybe(relay?.url),
                "upstream": .text(upstream), "enabled": .flag(isEnabled),
                "armed": .array(armed.map { $0.json(on: name) }),
                "toxics": .array(toxics.map { .text($0.name) }),
                "sessions": .record(["open": .count(totals.open), "total": .count(totals.sessions)]),
            ])
        }
    }
}
