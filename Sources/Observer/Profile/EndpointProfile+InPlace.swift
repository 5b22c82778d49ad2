extension EndpointProfile {
    /// What an endpoint of this kind would have reported in the place of the one that lived this.
    ///
    /// That one may have done what this kind would not have: answered in time, or objected to something. What was
    /// decided before it did anything counts for both. Nil where this kind would have gone on with a connection that
    /// the other gave up, so that nothing is known of what would have come.
    ///
    /// - Parameter objected: whether it gave up the connection for something that it got.
    public func verdict(inPlaceOf life: Experience, objected: Bool) -> Verdict? {
        let untouched = life.untilItsOwnEnd
        if let early = verdict(of: untouched), early.outcome != .pending { return early }
        return objected && goesOn(in: untouched) ? nil : verdict(of: life)
    }

    private func goesOn(in life: Experience) -> Bool {
        switch opening(of: life) {
        case .opened: objection(in: life) == nil && life.incoming.close == nil
        case .awaited, .unasked: true
        case .failed, .silent, .elsewhere: false
        }
    }
}

extension Experience {
    /// The part of it in which the endpoint neither closed nor ended anything itself.
    fileprivate var untilItsOwnEnd: Experience {
        guard let own = [outgoing.close?.mark, ended?.mark].compactMap(\.self).min() else { return self }
        var life = self
        life.outgoing.closes = []
        life.ended = nil
        life.gone = nil
        life.told = told.flatMap { $0.mark < own ? $0 : nil }
        life.incoming.closes.removeAll { own < $0.mark }
        life.incoming.flaws.removeAll { own < $0.seen }
        life.incoming.behindClose = incoming.behindClose.flatMap { $0 < own ? $0 : nil }
        life.now = own.at
        return life
    }
}
