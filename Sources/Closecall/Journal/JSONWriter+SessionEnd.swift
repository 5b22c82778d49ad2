extension JSONWriter {
    /// What a journal's `session.end` says behind its event and its time: whoever else tells programs of an end uses the
    /// same names.
    public mutating func sessionEnd(_ report: SessionReport, _ style: JournalScribe.Style) {
        end(of: report, style)
    }
}
