/// How fast a person is shown what took a few milliseconds.
struct DemoPace: Sendable {
    let isOn: Bool

    /// After a title, to be read.
    func title() async { await wait(.milliseconds(900)) }

    /// Before a line, which came so long after the one before it: what took time is seen to take time.
    func line(after gap: Duration) async { await wait(min(max(gap, .milliseconds(110)), .seconds(1))) }

    /// Before what an API says.
    func verdict() async { await wait(.milliseconds(250)) }

    /// After an ending.
    func ending() async { await wait(.milliseconds(1500)) }

    /// An interrupt ends it.
    private func wait(_ time: Duration) async {
        if isOn { try? await Task.sleep(for: time) }
    }
}
