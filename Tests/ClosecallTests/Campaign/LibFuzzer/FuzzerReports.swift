/// Reports as libFuzzer programs wrote them, recorded from a program that breaks in each way.
enum FuzzerReports {
    static let promise = lines(
        """
        FuzzBodies/Toy.swift:9: Precondition failed: the decoder's 9 bytes went missing
        Current stack trace:
        0    libswiftCore.so                    0x00007f13b895f130 swift_reportError + 33
        4    toy                                0x00005621b7ff6a7e <unavailable> + 1460862
        ==3368== ERROR: libFuzzer: deadly signal
            #0 0x5621b7eef098 in __sanitizer_print_stack_trace /llvm-project/compiler-rt/lib/asan/asan_stack.cpp:87:3
            #1 0x5621b7f28b48 in fuzzer::PrintStackTrace() /llvm-project/compiler-rt/lib/fuzzer/FuzzerUtil.cpp:210:5
            #3 0x7f13b846404f  (/lib/x86_64-linux-gnu/libc.so.6+0x3c04f) (BuildId: 93ac61ec)
            #4 0x7f13b8af9360 in $ss17_assertionFailure__4file4line5flagss5NeverOs12StaticStringV_SSAHSus6UInt32VtF \
        (/opt/swift/usr/lib/swift/linux/libswiftCore.so+0x2f9360) (BuildId: b521f25f)
            #5 0x5621b7ff6a7d in $s3toy5WatchV5checkyyx_SitFs5UInt8V_Tg5 /tree/Sources/FuzzBodies/Toy.swift:9:9
            #6 0x5621b7ff5711 in $s3toy7fuzzToyyys4SpanVys5UInt8VGF /tree/Sources/FuzzBodies/Toy.swift:15:68
            #7 0x5621b7ff5510 in LLVMFuzzerTestOneInput /tree/Fuzz/Sources/toy/EntryPoint.swift:3:12
            #8 0x5621b7f10ceb in fuzzer::Fuzzer::ExecuteCallback(unsigned char const*, unsigned long) \
        /llvm-project/compiler-rt/lib/fuzzer/FuzzerLoop.cpp:619:13

        NOTE: libFuzzer has rudimentary signal handlers.
        SUMMARY: libFuzzer: deadly signal
        """)

    static let trap = lines(
        """
        ==3406== ERROR: libFuzzer: deadly signal
            #3 0x7f824106404f  (/lib/x86_64-linux-gnu/libc.so.6+0x3c04f) (BuildId: 93ac61ec)
            #4 0x564233c8113b in Swift runtime failure: arithmetic overflow /<compiler-generated>
            #5 0x564233c8113b in $s3toy7fuzzToyyys4SpanVys5UInt8VGF /tree/Sources/FuzzBodies/Toy.swift:18:44
            #6 0x564233c80510 in LLVMFuzzerTestOneInput /tree/Fuzz/Sources/toy/EntryPoint.swift:3:12

        SUMMARY: libFuzzer: deadly signal
        """)

    static let memory = lines(
        """
        ==3376==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x7b46879e017a at pc 0x56460ce1a4d3
        WRITE of size 1 at 0x7b46879e017a thread T0
            #0 0x56460ce1a4d2 in $s3toy7fuzzToyyys4SpanVys5UInt8VGF /tree/Sources/FuzzBodies/Toy.swift:16:103
            #1 0x56460ce19510 in LLVMFuzzerTestOneInput /tree/Fuzz/Sources/toy/EntryPoint.swift:3:12

        0x7b46879e017a is located 120 bytes after 2-byte region [0x7b46879e0100,0x7b46879e0102)
        allocated by thread T0 here:
            #0 0x56460cdd9f47 in posix_memalign /llvm-project/compiler-rt/lib/asan/asan_malloc_linux.cpp:139:3
            #3 0x56460ce19779 in $s3toy9somewhereyyF /tree/Sources/FuzzBodies/Elsewhere.swift:16:63

        SUMMARY: AddressSanitizer: heap-buffer-overflow /tree/Sources/FuzzBodies/Toy.swift:16:103
        """)

    static let timeout = lines(
        """
        ALARM: working on the last Unit for 2 seconds
               and the timeout value is 2 (use -timeout=N to change)
        ==3552== ERROR: libFuzzer: timeout after 2 seconds
            #4 0x7f0ca1d960b9 in __memset_avx512_unaligned_erms string/../sysdeps/memset-vec-unaligned-erms.S:235
            #6 0x5632c522922b in $sSa9repeating5countSayxGx_SitcfCs5UInt8V_Tt1g5 /<compiler-generated>
            #7 0x5632c522922b in $s3toy5inneryyF /tree/Sources/WebSocketWire/Inner.swift:20:76
            #8 0x5632c522922b in $s3toy7fuzzToyyys4SpanVys5UInt8VGF /tree/Sources/FuzzBodies/Toy.swift:20:76
            #9 0x5632c5228510 in LLVMFuzzerTestOneInput /tree/Fuzz/Sources/toy/EntryPoint.swift:3:12

        SUMMARY: libFuzzer: timeout
        """)

    static let recursion = lines(
        """
        AddressSanitizer:DEADLYSIGNAL
        ==3597==ERROR: AddressSanitizer: stack-overflow on address 0x7ffe80406ff8 (pc 0x5582a09bbe64 T0)
            #0 0x5582a09bbe64 in $s3toy4deepyyF /tree/Sources/FuzzBodies/Toy.swift:21
            #1 0x5582a09bbf0b in $s3toy4deepyyF /tree/Sources/FuzzBodies/Toy.swift:21:83
            #2 0x5582a09bbf0b in $s3toy4deepyyF /tree/Sources/FuzzBodies/Toy.swift:21:83
            #3 0x5582a09bbf0b in $s3toy7fuzzToyyF /tree/Sources/FuzzBodies/Toy.swift:4:1
        """)

    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}
