/// Finds connections by their ends: a hash table with linear probing.
///
/// Swift's own Dictionary hashes more carefully, and takes as long for that as all the rest of a packet.
struct ConnectionTable {
    private struct Slot {
        var hash: UInt64 = 0
        var connection: Connection?
    }

    private var slots = [Slot](repeating: Slot(), count: 1024)
    private let seed: UInt64
    private(set) var count = 0

    init(seed: UInt64) { self.seed = seed }

    subscript(key: FlowKey) -> Connection? {
        let hash = key.hash(seed: seed)
        var index = home(of: hash)
        while let found = slots[index].connection {
            if slots[index].hash == hash, found.key == key { return found }
            index = after(index)
        }
        return nil
    }

    /// Puts it in, in the place of another one with the same key.
    mutating func insert(_ connection: Connection) {
        if count * 2 >= slots.count { grow() }
        place(connection, hash: connection.key.hash(seed: seed))
    }

    /// Takes it out, unless another one has its place by now.
    mutating func remove(_ connection: Connection) {
        var index = home(of: connection.key.hash(seed: seed))
        while let found = slots[index].connection, found !== connection { index = after(index) }
        guard slots[index].connection != nil else { return }
        slots[index].connection = nil
        count -= 1
        close(index)
    }

    /// All of them, in no order.
    var connections: [Connection] { slots.compactMap(\.connection) }

    mutating func removeAll() { self = ConnectionTable(seed: seed) }

    private func home(of hash: UInt64) -> Int { Int(truncatingIfNeeded: hash) & (slots.count - 1) }

    private func after(_ index: Int) -> Int { (index + 1) & (slots.count - 1) }

    private mutating func place(_ connection: Connection, hash: UInt64) {
        var index = home(of: hash)
        while let found = slots[index].connection {
            if slots[index].hash == hash, found.key == connection.key { break }
            index = after(index)
        }
        if slots[index].connection == nil { count += 1 }
        slots[index] = Slot(hash: hash, connection: connection)
    }

    /// Moves those behind a hole into it that were put behind it only because it was taken.
    private mutating func close(_ hole: Int) {
        var (hole, index) = (hole, after(hole))
        while slots[index].connection != nil {
            let distance = (index - home(of: slots[index].hash)) & (slots.count - 1)
            if distance >= (index - hole) & (slots.count - 1) {
                slots.swapAt(hole, index)
                hole = index
            }
            index = after(index)
        }
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(), count: old.count * 2)
        count = 0
        for slot in old {
            if let connection = slot.connection { place(connection, hash: slot.hash) }
        }
    }
}
