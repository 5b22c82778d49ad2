internal import Closecall

/// The proxies that there are, and what is done with them. One thing at a time: whoever asks next waits.
actor ProxyCollection {
    private let starter: any ToxicTargetStarter
    private var proxies: [String: ToxiproxyProxy] = [:]
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ starter: any ToxicTargetStarter) {
        self.starter = starter
    }

    // MARK: Turns

    private func begin() async {
        guard isBusy else { return isBusy = true }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func end() {
        if waiting.isEmpty { isBusy = false } else { waiting.removeFirst().resume() }
    }

    // MARK: Looking

    /// All, by name.
    func all() async -> [ToxiproxyProxy] {
        await begin()
        defer { end() }
        return proxies.values.sorted { $0.name < $1.name }
    }

    func proxy(_ name: String) async throws(ToxiproxyError) -> ToxiproxyProxy {
        await begin()
        defer { end() }
        return try find(name)
    }

    private func find(_ name: String) throws(ToxiproxyError) -> ToxiproxyProxy {
        guard let proxy = proxies[name] else { throw .proxyNotFound }
        return proxy
    }

    // MARK: Proxies

    func create(_ draft: ProxyDraft) async throws(ToxiproxyError) -> ToxiproxyProxy {
        await begin()
        defer { end() }
        if draft.name.isEmpty { throw .missingField("name") }
        if draft.upstream.isEmpty { throw .missingField("upstream") }
        guard proxies[draft.name] == nil else { throw .proxyExists }
        return try await add(draft)
    }

    /// Takes in a proxy that somebody else has made; what was called so before is stopped.
    func adopt(_ proxy: ToxiproxyProxy) async {
        await begin()
        defer { end() }
        await proxies[proxy.name]?.target?.stop()
        proxies[proxy.name] = proxy
    }

    private func add(_ draft: ProxyDraft) async throws(ToxiproxyError) -> ToxiproxyProxy {
        var proxy = ToxiproxyProxy(name: draft.name, listen: draft.listen, upstream: draft.upstream)
        try starter.check(upstream: proxy.upstream)
        if draft.isEnabled { try await start(&proxy) }
        proxies[proxy.name] = proxy
        return proxy
    }

    /// As many as can be had: the first that cannot ends it.
    func populate(_ drafts: [ProxyDraft]) async -> (made: [ToxiproxyProxy], problem: ToxiproxyError?) {
        await begin()
        defer { end() }
        var made: [ToxiproxyProxy] = []
        do throws(ToxiproxyError) {
            for (index, draft) in drafts.enumerated() {
                if draft.name.isEmpty { throw .missingField("name at proxy \(index + 1)") }
                if draft.upstream.isEmpty { throw .missingField("upstream at proxy \(index + 1)") }
            }
            for draft in drafts { made.append(try await addOrReplace(draft)) }
            return (made, nil)
        } catch {
            return (made, error)
        }
    }

    /// One that listens there and goes there already is left alone, with its toxics.
    private func addOrReplace(_ draft: ProxyDraft) async throws(ToxiproxyError) -> ToxiproxyProxy {
        guard var existing = proxies[draft.name] else { return try await add(draft) }
        let resolved = try? await ListenAddress.resolve(draft.listen)
        if existing.upstream == draft.upstream, existing.listen == resolved.map({ "\($0)" }) {
            return existing
        }
        await stop(&existing)
        proxies[draft.name] = existing
        return try await add(draft)
    }

    /// What is nil stays as it is.
    func update(
        _ name: String, _ change: (ToxiproxyProxy) throws(ToxiproxyError) -> ProxyDraft
    ) async throws(ToxiproxyError) -> ToxiproxyProxy {
        await begin()
        defer { end() }
        var proxy = try find(name)
        let draft = try change(proxy)
        let resolved: String
        do throws(ListenAddress.Problem) {
            resolved = "\(try await ListenAddress.resolve(draft.listen))"
        } catch {
            throw .listen(error.words)
        }
        try starter.check(upstream: draft.upstream)
        defer { proxies[name] = proxy }
        if proxy.listen != resolved || proxy.upstream != draft.upstream {
            await stop(&proxy)
            (proxy.listen, proxy.upstream) = (draft.listen, draft.upstream)
        }
        if draft.isEnabled, !proxy.isEnabled { try await start(&proxy) }
        if !draft.isEnabled { await stop(&proxy) }
        return proxy
    }

    func delete(_ name: String) async throws(ToxiproxyError) {
        await begin()
        defer { end() }
        var proxy = try find(name)
        proxies[name] = nil
        await stop(&proxy)
    }

    /// Starts what does not run, and takes off all toxics and scenarios.
    func reset() async throws(ToxiproxyError) {
        await begin()
        defer { end() }
        for name in proxies.keys.sorted() {
            guard var proxy = proxies[name] else { continue }
            for toxic in proxy.toxics { await proxy.target?.disarm(toxic) }
            for scenario in proxy.armed { await proxy.target?.disarm(scenario) }
            (proxy.toxics, proxy.armed) = ([], [])
            defer { proxies[name] = proxy }
            if !proxy.isEnabled { try await start(&proxy) }
        }
    }

    /// Ends them all.
    func stopAll() async {
        await begin()
        defer { end() }
        let targets = proxies.values.compactMap(\.target)
        proxies = [:]
        await withTaskGroup(of: Void.self) { group in
            for target in targets { group.addTask { await target.stop() } }
        }
    }

    private func start(_ proxy: inout ToxiproxyProxy) async throws(ToxiproxyError) {
        let target = try await starter.start(proxy)
        for toxic in proxy.toxics { try await target.arm(toxic) }
        for scenario in proxy.armed { await target.arm(scenario) }
        proxy.listen = target.listen
        proxy.target = target
    }

    private func stop(_ proxy: inout ToxiproxyProxy) async {
        await proxy.target.take()?.stop()
    }

    // MARK: Toxics

    func toxic(_ toxic: String, of name: String) async throws(ToxiproxyError) -> Toxic {
        await begin()
        defer { end() }
        return try find(toxic, of: try find(name))
    }

    private func find(_ toxic: String, of proxy: ToxiproxyProxy) throws(ToxiproxyError) -> Toxic {
        guard let toxic = proxy.toxics.first(where: { $0.name == toxic }) else { throw .toxicNotFound }
        return toxic
    }

    func addToxic(
        to name: String, _ make: (ToxiproxyProxy) throws(ToxiproxyError) -> Toxic
    ) async throws(ToxiproxyError) -> Toxic {
        await begin()
        defer { end() }
        let proxy = try find(name)
        let toxic = try make(proxy)
        // What cannot be done is told now, also where nothing runs yet that could do it.
        _ = try toxic.rules()
        try await proxy.target?.arm(toxic)
        proxies[name]?.toxics.append(toxic)
        return toxic
    }

    func updateToxic(
        _ toxic: String, of name: String, _ change: (inout Toxic) throws(ToxiproxyError) -> Void
    ) async throws(ToxiproxyError) -> Toxic {
        await begin()
        defer { end() }
        let proxy = try find(name)
        var changed = try find(toxic, of: proxy)
        try change(&changed)
        _ = try changed.rules()
        try await proxy.target?.arm(changed)
        if let index = proxies[name]?.toxics.firstIndex(where: { $0.name == toxic }) {
            proxies[name]?.toxics[index] = changed
        }
        return changed
    }

    func removeToxic(_ toxic: String, of name: String) async throws(ToxiproxyError) {
        await begin()
        defer { end() }
        let proxy = try find(name)
        let removed = try find(toxic, of: proxy)
        await proxy.target?.disarm(removed)
        proxies[name]?.toxics.removeAll { $0.name == toxic }
    }

    // MARK: Scenarios

    /// Puts a scenario to work, in the place of one of its name and, if all of it is played, of the one that was.
    func arm(_ scenario: ArmedScenario, on name: String) async throws(ToxiproxyError) -> ToxiproxyProxy {
        await begin()
        defer { end() }
        var proxy = try find(name)
        for other in proxy.armed where other.name == scenario.name && other.isPlayed != scenario.isPlayed {
            await proxy.target?.disarm(other)
        }
        proxy.armed.removeAll { $0.name == scenario.name || $0.isPlayed && scenario.isPlayed }
        proxy.armed.append(scenario)
        await proxy.target?.arm(scenario)
        proxies[name]?.armed = proxy.armed
        return proxy
    }

    /// Takes a scenario out of work; from all proxies if none is named. Says which those were.
    func disarm(_ scenario: String, on name: String?) async throws(ToxiproxyError) -> [String] {
        await begin()
        defer { end() }
        if let name { _ = try find(name) }
        var names: [String] = []
        for proxy in proxies.values where name == nil || proxy.name == name {
            guard let armed = proxy.armed.first(where: { $0.name == scenario }) else { continue }
            await proxy.target?.disarm(armed)
            proxies[proxy.name]?.armed.removeAll { $0.name == scenario }
            names.append(proxy.name)
        }
        return names.sorted()
    }
}
