// Every call of libyaml, and so everything unsafe about it, is in this file.

internal import CYAML
internal import Faults

/// libyaml's parser over a text of its own.
// Safe: both pointers are private, made here, and freed once, here. The parser never moves, for it points at itself.
@safe
struct YAMLParser: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let text: UnsafeMutableBufferPointer<UInt8>

    init(_ bytes: [UInt8]) throws(ValueProblem) {
        // Safe: memory for one parser, which libyaml fills with zeros before it uses it.
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        // Safe: room for as many bytes as there are; all of it is initialised.
        let text = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, bytes.count))
        _ = unsafe text.update(fromContentsOf: bytes)
        unsafe self.parser = unsafe parser
        unsafe self.text = unsafe text
        // Safe: the parser is live.
        guard unsafe yaml_parser_initialize(parser) == 1 else {
            throw ValueProblem(at: Place(line: 1, column: 1), "there is no memory to read the file with")
        }
        // Safe: the text lives as long as the parser. The encoding is checked before; libyaml guesses otherwise.
        unsafe yaml_parser_set_input_string(parser, text.baseAddress, bytes.count)
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    }

    /// The version of the libyaml that is loaded, which need not be that of the header.
    // Safe: a constant that ends with a zero.
    static var libraryVersion: String { unsafe String(cString: yaml_get_version_string()) }

    deinit {
        // Safe: a parser whose initialisation failed is all zeros, which is fine to delete.
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe text.deallocate()
    }

    /// The next event. After `.textEnd` and after a problem nothing more may be asked.
    mutating func next() throws(ValueProblem) -> YAMLEvent {
        // Safe: an event of zeros is an empty one; libyaml fills it, and what it allocates is freed below.
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw problem }
        defer { unsafe yaml_event_delete(&event) }
        return unsafe Self.event(event)
    }
}

extension YAMLParser {
    private static func event(_ event: yaml_event_t) -> YAMLEvent {
        // Safe: which member of the union is valid is said by the type; its strings live as long as the event.
        let place = unsafe Self.place(event.start_mark)
        switch unsafe event.type {
        case YAML_SCALAR_EVENT:
            // Safe: as above.
            let scalar = unsafe event.data.scalar
            let text = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            let isPlain = unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE
            return YAMLEvent(
                kind: .scalar(unsafe String(decoding: text, as: UTF8.self), isPlain: isPlain), place: place,
                anchor: unsafe string(scalar.anchor), tag: unsafe string(scalar.tag))
        case YAML_SEQUENCE_START_EVENT:
            // Safe: as above.
            let list = unsafe event.data.sequence_start
            return YAMLEvent(
                kind: .listStart, place: place, anchor: unsafe string(list.anchor),
                tag: unsafe string(list.tag))
        case YAML_MAPPING_START_EVENT:
            // Safe: as above.
            let map = unsafe event.data.mapping_start
            return YAMLEvent(
                kind: .mapStart, place: place, anchor: unsafe string(map.anchor), tag: unsafe string(map.tag))
        case YAML_ALIAS_EVENT:
            // Safe: as above.
            return YAMLEvent(kind: .alias(unsafe string(event.data.alias.anchor) ?? ""), place: place)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return YAMLEvent(kind: .end, place: place)
        case YAML_DOCUMENT_START_EVENT: return YAMLEvent(kind: .documentStart, place: place)
        case YAML_STREAM_END_EVENT: return YAMLEvent(kind: .textEnd, place: place)
        default: return YAMLEvent(kind: .other, place: place)
        }
    }

    private static func string(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        // Safe: libyaml's strings end with a zero.
        guard let pointer = unsafe pointer else { return nil }
        return unsafe String(cString: pointer)
    }

    private static func place(_ mark: yaml_mark_t) -> Place {
        // Marks are below the text's length, a mebibyte.
        Place(line: Int(clamping: mark.line) + 1, column: Int(clamping: mark.column) + 1)
    }

    /// What libyaml says went wrong, in our words.
    private var problem: ValueProblem {
        // Safe: the parser is live; its texts are constants that end with a zero.
        let state = unsafe parser.pointee
        let said = unsafe state.problem.map { unsafe String(cString: $0) } ?? ""
        let context = unsafe state.context.map { unsafe String(cString: $0) }
        // Safe: reads fields of the live parser, and of the text up to where it was read.
        if unsafe state.error == YAML_READER_ERROR {
            let offset = unsafe min(Int(clamping: state.problem_offset), text.count)
            let place = YAMLEncoding.place(of: offset, in: unsafe Array(text))
            return ValueProblem(at: place, YAMLWords.forbidden(unsafe Int(state.problem_value)))
        }
        let place = unsafe Self.place(state.problem_mark)
        let start = unsafe Self.place(state.context_mark)
        let scalars = unsafe String(decoding: text, as: UTF8.self).unicodeScalars
        let found = unsafe scalars.dropFirst(Int(clamping: state.problem_mark.index)).first
        return YAMLWords.problem(said, at: place, found.map(Character.init), in: context, from: start)
    }
}
