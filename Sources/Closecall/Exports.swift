// Who imports Closecall writes scenarios, names faults and reads endings: these rooms are part of what it says.
@_exported public import Faults
@_exported public import Observer
@_exported public import Scenarios
@_exported public import WebSocketWire
