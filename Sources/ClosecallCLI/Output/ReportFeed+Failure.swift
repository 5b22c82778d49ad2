internal import Closecall
internal import Reactor

extension ReportFeed {
    /// A feed, or the reason why the verb cannot run.
    static func started(print: @escaping @Sendable ([Report]) -> Void) throws(CommandFailure) -> ReportFeed {
        do throws(SystemError) { return try ReportFeed(print: print) } catch {
            throw CommandFailure("\(error)")
        }
    }
}
