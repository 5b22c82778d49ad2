internal import Faults
public import Reactor
public import Scenarios

/// A scenario in a file, with the recorded links that it names.
public enum ScenarioFile {
    /// Why a file is no scenario.
    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// It cannot be read.
        case unreadable(path: String, SystemError)
        /// What stands in it is wrong.
        case wrong(ScenarioProblems)

        /// Lines that name the file, each with its place where there is one.
        public var description: String {
            switch self {
            case .unreadable(let path, let error): "\(path): cannot be read: \(error.words)"
            case .wrong(let problems): problems.description
            }
        }
    }

    /// Reads a scenario. Recorded links are looked for beside it.
    public static func read(_ path: String) throws(Failure) -> Scenario {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try SmallFile.read(path).bytes
        } catch {
            throw .unreadable(path: path, error)
        }
        do throws(ScenarioProblems) {
            var scenario = try Scenario(reading: bytes, file: path)
            try scenario.readTraces(beside: path)
            return scenario
        } catch {
            throw .wrong(error)
        }
    }
}

extension Scenario {
    /// Reads the packet-delivery files that links of the scenario, its phases and its faults are recorded in.
    fileprivate mutating func readTraces(beside path: String) throws(ScenarioProblems) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        if var new = link {
            try new.readTraces(in: folder, of: path, at: Place(line: 1, column: 1))
            link = new
        }
        for index in phases.indices {
            guard var new = phases[index].link else { continue }
            try new.readTraces(in: folder, of: path, at: phases[index].place)
            phases[index].link = new
        }
        for index in rules.indices {
            for number in rules[index].faults.indices {
                guard var fault = rules[index].faults[number] as? Link else { continue }
                try fault.link.readTraces(in: folder, of: path, at: rules[index].place)
                rules[index].faults[number] = fault
            }
        }
    }
}

extension LinkPair {
    fileprivate mutating func readTraces(
        in folder: String, of file: String, at place: Place
    ) throws(ScenarioProblems) {
        for name in tracePaths {
            let path = name.hasPrefix("/") ? name : folder + name
            func problem(_ words: String) -> ScenarioProblems {
                ScenarioProblems(problems: [ScenarioProblem(file: file, at: place, words)])
            }
            let bytes: [UInt8]
            do throws(SystemError) { bytes = try SmallFile.read(path).bytes } catch {
                throw problem("the recorded link \(path) cannot be read: \(error.words)")
            }
            do throws(PacketDeliveryProblem) {
                give(try PacketDeliveryTrace(parsing: bytes.span), for: name)
            } catch {
                throw problem("the recorded link \(path): \(error)")
            }
        }
    }
}
