internal import Observer
internal import WebSocketWire

/// Shows an observer what the bytes say, in any order that a session can bring about, and asks how it ended, for
/// every kind of endpoint on either side: there is one verdict where there was a WebSocket and none where there was
/// none, it says nothing that cannot be, and it can be told. To be asked changes nothing, nor how reads were cut; and
/// when both sides are gone, nothing that comes later changes it.
///
/// Switch 1 makes the session one that is meddled with.
public func fuzzObserver(_ input: Span<UInt8>) {
    let choices = Choices(input)
    let events = input.extracting(droppingFirst: Choices.count)
    var feed = ObserverFeed(isMeddledWith: choices.has(1))
    play(events, into: &feed, in: Pieces.whole, looksIn: true)
    let endings = endings(&feed)
    for ending in endings {
        EndingWatch.check(ending)
        feed.check(ending)
    }
    EndingWatch.checkWords(of: endings[Int(choices.sizes[0]) % endings.count])

    var unasked = ObserverFeed(isMeddledWith: choices.has(1))
    play(events, into: &unasked, in: Pieces.whole, looksIn: false)
    precondition(endings == FuzzBodies.endings(&unasked), "asked before, the observer says something else")
    checkSplits(events, choices, against: endings, feed.shown)
    checkEnd(&unasked)
}

private func play(
    _ bytes: Span<UInt8>, into feed: inout ObserverFeed, in sizes: Pieces.Sizes, looksIn: Bool
) {
    var events = ObserverEvents(bytes)
    while let event = events.next() {
        feed.take(event, of: bytes, in: sizes)
        if looksIn, case .isLookedAt = event {
            EndingWatch.check(feed.ending(client: .rfc6455, server: .node))
        }
    }
}

/// As each kind of client reports it, and each kind of server.
private func endings(_ feed: inout ObserverFeed) -> [Ending] {
    var endings: [Ending] = []
    for name in EndpointProfile.Name.allCases {
        endings.append(feed.ending(client: .named(name), server: .rfc6455))
        endings.append(feed.ending(client: .rfc6455, server: .named(name)))
    }
    return endings
}

/// Not where there is much to see: how much of a flood is looked at does depend on how it comes.
private func checkSplits(
    _ events: Span<UInt8>, _ choices: Choices, against endings: [Ending], _ shown: Int
) {
    guard shown <= 1024, choices.sizes[0] > 0 else { return }
    var feed = ObserverFeed(isMeddledWith: choices.has(1))
    play(events, into: &feed, in: choices.sizes, looksIn: false)
    for (cut, whole) in zip(FuzzBodies.endings(&feed), endings) {
        let isSame = cut.client == whole.client && cut.server == whole.server
        precondition(isSame, "in pieces, the verdicts are others than whole")
        precondition(cut.cause == whole.cause && cut.by == whole.by, "in pieces, the cause is another one")
    }
}

/// Both sides go, and an hour later something else happens.
private func checkEnd(_ feed: inout ObserverFeed) {
    let nothing: [UInt8] = []
    func take(_ events: [ObserverEvents.Event]) {
        for event in events { feed.take(event, of: nothing.span, in: Pieces.whole) }
    }
    take([.ended(.client, .reset), .told(.server, .reset), .ended(.server, .finished)])
    take([.told(.client, .finished), .gone(.client), .gone(.server)])
    let endings = endings(&feed)
    take([.step(3_600_000_000), .ended(.client, .finished), .ended(.server, .reset)])
    take([.told(.client, .reset), .told(.server, .finished), .gone(.client), .gone(.server)])
    // Of what never was to be a WebSocket nothing is known but what the proxy did.
    if feed.hasAsked { take([.note(.shutDown)]) }
    for (late, ending) in zip(FuzzBodies.endings(&feed), endings) {
        EndingWatch.check(ending)
        let isSame = late.client == ending.client && late.server == ending.server
        precondition(isSame, "after the end, the verdicts change")
        guard ending.cause != .unknown else { continue }
        precondition(late.cause == ending.cause && late.by == ending.by, "after the end, the cause changes")
    }
}
