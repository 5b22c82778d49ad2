internal import Faults
internal import Scenarios

extension Rule {
    /// Whether another rule does the same at the same time, wherever it stands.
    func says(sameAs other: Rule) -> Bool {
        name == other.name && when.says(sameAs: other.when)
            && faults.map { AnyHashable($0) } == other.faults.map { AnyHashable($0) }
    }
}

extension When {
    fileprivate func says(sameAs other: When) -> Bool {
        directions == other.directions && subject == other.subject && occasion == other.occasion
            && after == other.after && until == other.until && phase == other.phase
            && notInPhases == other.notInPhases && probability == other.probability && loss == other.loss
            && limit == other.limit && Condition.same(test, other.test)
            && SessionTest.same(session, other.session)
    }
}

extension Condition {
    fileprivate static func same(_ one: Condition?, _ other: Condition?) -> Bool {
        switch (one, other) {
        case (nil, nil): true
        case (let one?, let other?): one.says(sameAs: other)
        default: false
        }
    }

    private func says(sameAs other: Condition) -> Bool {
        switch (self, other) {
        case (.kind(let one), .kind(let other)): one == other
        case (.size(let one), .size(let other)): one == other
        case (.contains(let one), .contains(let other)): one == other
        case (.matches(let one), .matches(let other)): one == other
        case (.json(let pointer, let value), .json(let otherPointer, let otherValue)):
            pointer == otherPointer && value == otherValue
        case (.isFinal(let one), .isFinal(let other)): one == other
        case (.isFragmented(let one), .isFragmented(let other)): one == other
        case (.isCompressed(let one), .isCompressed(let other)): one == other
        case (.all(let one), .all(let other)), (.any(let one), .any(let other)):
            one.elementsEqual(other) { $0.says(sameAs: $1) }
        case (.not(let one), .not(let other)): one.says(sameAs: other)
        default: false
        }
    }
}

extension SessionTest {
    fileprivate static func same(_ one: SessionTest?, _ other: SessionTest?) -> Bool {
        guard let one, let other else { return one == nil && other == nil }
        return one.occasion == other.occasion && one.path == other.path
            && one.subprotocol == other.subprotocol
            && one.share == other.share
            && one.headers.elementsEqual(other.headers) { $0.name == $1.name && $0.value == $1.value }
    }
}
