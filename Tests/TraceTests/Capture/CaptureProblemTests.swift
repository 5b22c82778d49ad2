internal import Testing

@testable import Trace

struct CaptureProblemTests {
    @Test func `who may not capture is told three ways out`() {
        #expect(
            "\(CaptureProblem.notPermitted(interface: "lo"))" == """
                capturing on lo needs the privilege CAP_NET_RAW: run "sudo setcap cap_net_raw+ep $(command -v closecall)" \
                once, or "sudo closecall capture …"; "closecall proxy --trace FILE" needs none
                """)
    }

    @Test func `each problem names its thing, and what to do`() {
        #expect(
            "\(CaptureProblem.noSuchInterface("lo9", there: ["eth0", "lo"]))"
                == "there is no interface \"lo9\", only eth0, lo")
        #expect(
            "\(CaptureProblem.badFilter("prt 1", reason: "syntax error"))" == """
                the filter "prt 1" is refused: syntax error; write it as for tcpdump (man pcap-filter), such as \
                "tcp port 9000 and host 10.0.0.7"
                """)
        #expect(
            "\(CaptureProblem.notUp(interface: "eth1"))"
                == "the interface eth1 is switched off: \"sudo ip link set eth1 up\" switches it on")
        #expect(
            "\(CaptureProblem.failed(interface: "eth1", reason: "it disappeared"))"
                == "capturing on eth1 failed: it disappeared")
    }
}
