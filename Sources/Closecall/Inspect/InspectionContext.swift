internal import Trace

/// What the sessions of one inspection share.
final class InspectionContext {
    let options: InspectionOptions
    weak var listener: (any InspectionListener)?
    let budget: PayloadBudget
    var totals = InspectionTotals()

    init(_ options: InspectionOptions, _ listener: (any InspectionListener)?) {
        self.options = options
        self.listener = listener
        budget = PayloadBudget(options.payloadBudget)
    }

    func takeNumber() -> Int {
        totals.sessions += 1
        return totals.sessions
    }
}
