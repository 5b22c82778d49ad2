public import Closecall
internal import Relay

/// Toxiproxy's HTTP API, as version 2.12.0 speaks it, over our own relays.
///
/// Its clients work unchanged. What it is known to do wrong is not done here: see `Options.isStrict`.
public final class Toxiproxy: Sendable {
    /// How it behaves.
    public struct Options: Sendable {
        /// Where all random choices come from; nil for 0. Toxiproxy has the option, and does nothing with it.
        public var seed: UInt64?
        /// Whether a client finds what it could depend on, though nobody would want it: removing a `timeout` ends the
        /// connections that it held.
        public var isStrict = false

        /// The usual.
        public init() {}
    }

    /// The version that clients are told: the one whose behaviour they get.
    public static let version = "2.12.0"

    let proxies: ProxyCollection
    /// What happens in its proxies.
    let events = EventHub()

    /// An API without proxies.
    public init(options: Options = Options()) {
        proxies = ProxyCollection(ChaosStarter(options, events: events))
    }

    /// Makes the proxies of a configuration file: a JSON array as `POST /populate` takes it. What is wrong with it is
    /// told; proxies before that are there.
    public func populate(_ file: [UInt8]) async -> String? {
        do throws(ToxiproxyError) {
            return await proxies.populate(try ProxyDraft.list(file)).problem?.message
        } catch {
            return error.message
        }
    }

    /// Options of a proxy that is to be adopted: with these, what happens in it is told here, too, and what is armed
    /// later can look into compressed messages.
    public func watched(_ options: ProxyOptions, named name: String) -> ProxyOptions {
        var options = options
        options.relay.keepsSight = true
        let (journal, listener) = (options.journal, events.listener(for: name))
        options.journal = { entry in
            journal?(entry)
            listener(entry)
        }
        return options
    }

    /// Takes in a proxy that runs already, under a name.
    ///
    /// - Parameters:
    ///   - options: what it was started with, `watched`; it is started with these again when a client has disabled it.
    ///   - ended: told of the sessions that end then.
    public func adopt(
        _ proxy: ChaosProxy, named name: String, options: ProxyOptions,
        ended: @escaping @Sendable (SessionReport) -> Void = { _ in }
    ) async {
        var adopted = ToxiproxyProxy(
            name: name, listen: "\(proxy.address)", upstream: "\(options.upstream)",
            target: ChaosTarget(proxy, isStrict: false, playing: options.scenario))
        adopted.template = ProxyTemplate(options: options, ended: ended)
        await proxies.adopt(adopted)
    }

    /// How many proxies there are.
    public func count() async -> Int { await proxies.all().count }

    /// Ends all proxies, and waits until they have ended.
    public func stop() async { await proxies.stopAll() }
}
