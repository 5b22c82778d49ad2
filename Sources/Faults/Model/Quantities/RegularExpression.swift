// Every call of PCRE2, and so everything unsafe about it, is in this file.

internal import CPCRE

/// One search, or several in the same bytes.
struct PatternSearch {
    /// Whether the bytes may be UTF-8; false when they have proved not to be.
    var isText = true
    /// Whether they have proved to be.
    var isChecked = false
    /// The steps that may still be taken: a tenth of a second or so, and more for many bytes.
    var budget: Int

    init(in count: Int) {
        budget = 3_000_000 + 16 * min(count, 1 << 32)
    }
}

/// A compiled pattern, once for text and once for bytes.
// Proof of Sendable: the stored properties never change, and PCRE2 only reads compiled patterns and match contexts
// while it matches (pcre2api(3), "Multithreading"); what it writes to is made anew for each call.
// Safe: the pointers are private, made here, and freed once, here.
@safe
final class RegularExpression: @unchecked Sendable {
    /// Takes subjects that are UTF-8 throughout, and says so of others.
    private let forText: OpaquePointer?
    /// Takes all subjects; nil for a pattern that makes sense for text only, such as `\x{20ac}`.
    private let forBytes: OpaquePointer?
    private let limits: OpaquePointer?
    /// How many groups capture.
    let groupCount: Int

    init(_ source: String) throws(PatternProblem) {
        // Unicode's classes are for text: to bytes, `\w` and `\d` are ASCII's.
        // Safe: owned from here on, freed by deinit.
        let text = unsafe try Self.compile(source, UInt32(PCRE2_UTF) | UInt32(PCRE2_UCP))
        do throws(PatternProblem) {
            // Safe: owned from here on, freed by deinit.
            unsafe forBytes = try Self.compile(source, 0)
        } catch {
            unsafe forBytes = nil
        }
        unsafe forText = text
        // Safe: makes a context, which is null if there is no memory; null limits are PCRE2's own.
        let limits = unsafe pcre2_match_context_create_8(nil)
        unsafe self.limits = limits
        if let limits = unsafe limits {
            // Safe: the context is live. Ten times less than the standard limit, which takes a second to reach.
            _ = unsafe pcre2_set_match_limit_8(limits, 1_000_000)
            _ = unsafe pcre2_set_heap_limit_8(limits, 16 << 10)
        }
        var count: UInt32 = 0
        // Safe: the compiled pattern is live, and this question is answered with a 32-bit number.
        _ = unsafe pcre2_pattern_info_8(text, UInt32(PCRE2_INFO_CAPTURECOUNT), &count)
        groupCount = Int(count)
    }

    deinit {
        // Safe: all three were made by the initialiser, and null is allowed.
        unsafe pcre2_code_free_8(forText)
        unsafe pcre2_code_free_8(forBytes)
        unsafe pcre2_match_context_free_8(limits)
    }

    /// The first match that begins at `start` or later.
    func match(_ bytes: Span<UInt8>, from start: Int, _ search: inout PatternSearch) -> PatternMatch? {
        // Safe: the compiled patterns live as long as self.
        if search.isText, let code = unsafe forText {
            switch unsafe run(code, bytes, from: start, &search) {
            case .match(let match): return match
            case .none: return nil
            case .notText: search.isText = false
            }
        }
        guard let code = unsafe forBytes,
            case .match(let match) = unsafe run(code, bytes, from: start, &search)
        else { return nil }
        return match
    }

    /// The number of the group of this name.
    func number(ofGroup name: String) -> Int? {
        // Safe: the compiled pattern lives as long as self.
        guard name.utf8.allSatisfy({ $0 != 0 }), let code = unsafe forText else { return nil }
        let ended = Array(name.utf8) + [0]
        let number = unsafe ended.withUnsafeBufferPointer { name in
            // Safe: the compiled pattern is live, and the name ends with a zero.
            unsafe pcre2_substring_number_from_name_8(code, name.baseAddress)
        }
        return number > 0 ? Int(number) : nil
    }
}

extension RegularExpression {
    private enum Outcome {
        case match(PatternMatch)
        case none
        case notText
    }

    private func run(
        _ code: OpaquePointer, _ bytes: Span<UInt8>, from start: Int, _ search: inout PatternSearch
    ) -> Outcome {
        // Safe: makes room for this call's results, and a context of its own, both freed when it ends.
        guard let data = unsafe pcre2_match_data_create_from_pattern_8(code, nil) else { return .none }
        defer { unsafe pcre2_match_data_free_8(data) }
        let context = unsafe pcre2_match_context_copy_8(limits)
        defer { unsafe pcre2_match_context_free_8(context) }
        // What was checked once need not be checked for each of a thousand matches.
        let options = search.isText && search.isChecked ? UInt32(PCRE2_NO_UTF_CHECK) : 0
        let result = unsafe withUnsafeMutablePointer(to: &search.budget) { budget in
            // Safe: the number is there for as long as this call, which is the only one with this context.
            _ = unsafe pcre2_set_callout_8(context, Self.countStep, budget)
            return unsafe bytes.withUnsafeBufferPointer { buffer in
                // Safe: PCRE2 takes a null subject of no bytes; otherwise it reads `count` bytes, valid here.
                unsafe pcre2_match_8(code, buffer.baseAddress, buffer.count, start, options, data, context)
            }
        }
        // The codes of UTF-8 errors, from ERR21 to ERR1.
        if PCRE2_ERROR_UTF8_ERR21...PCRE2_ERROR_UTF8_ERR1 ~= result { return .notText }
        search.isChecked = search.isText
        return result > 0 ? .match(unsafe Self.ranges(data)) : .none
    }

    /// PCRE2 calls this before each item of the pattern; a negative answer ends the search.
    ///
    /// PCRE2's own limit counts from anew at each place where a match could begin: 16 MiB of places, and a million
    /// steps at each, would take days. An item such as `[a-z]*` runs over many bytes in one step, so the distance
    /// counts, too.
    private static let countStep:
        @convention(c) (UnsafeMutablePointer<pcre2_callout_block_8>?, UnsafeMutableRawPointer?) -> Int32 = {
            block, data in
            // Safe: PCRE2 hands over its own block, and the number that `run` gave it.
            guard let block = unsafe block?.pointee, let data = unsafe data else {
                return PCRE2_ERROR_MATCHLIMIT
            }
            let budget = unsafe data.assumingMemoryBound(to: Int.self)
            unsafe budget.pointee -= 1 + abs(block.current_position - block.start_match) / 64
            return unsafe budget.pointee > 0 ? 0 : PCRE2_ERROR_MATCHLIMIT
        }

    private static func ranges(_ data: OpaquePointer) -> PatternMatch {
        // Safe: the match data are live and hold so many pairs of offsets.
        let count = Int(unsafe pcre2_get_ovector_count_8(data))
        guard let offsets = unsafe pcre2_get_ovector_pointer_8(data) else { return PatternMatch(ranges: []) }
        let ranges = (0..<count).map { group -> Range<Int>? in
            // Safe: `group` is below the count of pairs. Offsets of a group that took no part are all ones, which is
            // -1 to Swift.
            let (start, end) = unsafe (offsets[2 * group], offsets[2 * group + 1])
            guard start >= 0, end >= 0 else { return nil }
            // `\K` can put the start behind the end.
            return min(start, end)..<max(start, end)
        }
        return PatternMatch(ranges: ranges)
    }

    private static func compile(_ source: String, _ options: UInt32) throws(PatternProblem) -> OpaquePointer {
        let pattern = Array(source.utf8)
        var error: Int32 = 0
        var offset = 0
        // \C would let a match end within a character.
        let options = options | UInt32(PCRE2_NEVER_BACKSLASH_C) | UInt32(PCRE2_AUTO_CALLOUT)
        // Safe: PCRE2 reads `count` bytes, which are valid here; the two numbers outlive the call.
        let code = unsafe pattern.withUnsafeBufferPointer { buffer in
            unsafe pcre2_compile_8(buffer.baseAddress, buffer.count, options, &error, &offset, nil)
        }
        // Safe: the caller owns what was compiled.
        guard let code = unsafe code else {
            let before = String(decoding: pattern.prefix(max(0, offset)), as: UTF8.self)
            throw PatternProblem(message: message(error), offset: before.count)
        }
        return unsafe code
    }

    /// The version of the PCRE2 that is loaded, without the day of its release.
    static var libraryVersion: String {
        // pcre2api(3): 24 characters are enough.
        var text = [UInt8](repeating: 0, count: 64)
        // Safe: PCRE2 writes a version and a day, a third of what there is room for.
        _ = unsafe text.withUnsafeMutableBytes {
            unsafe pcre2_config_8(UInt32(PCRE2_CONFIG_VERSION), $0.baseAddress)
        }
        return String(decoding: text.prefix { $0 != 0 && $0 != UInt8(ascii: " ") }, as: UTF8.self)
    }

    private static func message(_ error: Int32) -> String {
        var text = [UInt8](repeating: 0, count: 256)
        // Safe: PCRE2 writes at most `count` bytes.
        let count = unsafe text.withUnsafeMutableBufferPointer { buffer in
            unsafe pcre2_get_error_message_8(error, buffer.baseAddress, buffer.count)
        }
        return String(decoding: text.prefix(max(0, Int(count))), as: UTF8.self)
    }
}
