# Every target installs what it needs and works as the first command in a clean clone.

# What the Swift toolchain itself needs on Debian, and the libraries that the package builds against.
TOOLCHAIN_PACKAGES = binutils g++ gcc git libc6-dev libcurl4-openssl-dev libedit-dev libncurses-dev \
	libsqlite3-dev libxml2-dev tzdata
LIBRARY_PACKAGES = libpcap-dev libpcre2-dev libssl-dev libyaml-dev pkg-config zlib1g-dev

# Swift accepts an import of a target that is not a declared dependency, as long as it happens to be built.
IMPORT_CHECK = --explicit-target-dependency-import-check error
FORMATTED = Sources Tests $(wildcard Fuzz) Package.swift

# What leaves here runs without Swift's dynamic exclusivity checks: they are paid for at every frame (3 to 5 % of the
# relay's CPU time, `make bench`). The static ones stay, and all tests run with both.
# Swift's runtime is inside: a verb starts with a third less CPU time than with ten shared libraries, and runs where
# no Swift is installed, for 8 MB more. Nobody looks up this program's symbols by name, and they would be another one.
RELEASE = -c release -Xswiftc -enforce-exclusivity=unchecked --static-swift-stdlib -Xlinker --no-export-dynamic

PROGRAM = .build/release/closecall
PREFIX = /usr/local
SHARE = $(DESTDIR)$(PREFIX)/share
ZSH_FUNCTIONS = $(SHARE)/zsh/site-functions

SECONDS = 60
SEED = 1
CASES = *
SESSIONS = 100000
ONLY =

.PHONY: help demo test build format lint conformance peers torture browsers traces examples control readme fuzz simulate statistics sanitize bench clean \
	pages program install uninstall deb needed

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

# What `closecall --version` says of a release and the compiler does not tell.
demo conformance peers torture browsers traces pages program deb: export CLOSECALL_COMMIT = \
	$(shell git describe --always --dirty --abbrev=12 --exclude='*' 2>/dev/null)
demo conformance peers torture browsers traces pages program deb: export CLOSECALL_COMPILER = \
	$(shell swift --version 2>/dev/null | sed -n 's/.*Swift version \([^ ]*\).*/\1/p')

demo: needed ## build in release and run closecall demo
	swift build $(RELEASE) --product closecall
	.build/release/closecall demo

# Tests that compute share two threads with tests that wait for sockets: with all at once, the latter starve.
test: needed ## build and run all tests
	swift test --disable-xctest --experimental-maximum-parallelization-width 24 $(IMPORT_CHECK)

build: needed ## build everything, for debugging
	swift build $(IMPORT_CHECK)

format: ## rewrite the sources in the house format
	@.ci/swift
	swift format --in-place --recursive $(FORMATTED)

lint: ## check the format without changing anything
	@.ci/swift
	swift format lint --strict --recursive $(FORMATTED)

conformance: needed ## Autobahn TestSuite on our server and client, also through the proxy (a part: CASES=1.*)
	@.ci/install python3
	swift build $(RELEASE) --product closecall
	Tests/Conformance/autobahn --through-proxy --cases '$(CASES)' .build/release/closecall

peers: needed ## other people's clients and servers with ours, straight, through the proxy and by wss://
	@.ci/install python3 python3-venv curl openssl
	@.ci/install openjdk-17-jdk-headless || true
	@.ci/install chromium libnss3-tools || true
	swift build $(RELEASE) --product closecall
	Tests/Peers/peers .build/release/closecall
	Tests/Browsers/browsers --only chromium .build/release/closecall || [ $$? -eq 2 ]

torture: needed ## ill-treat our proxy: memory, CPU time and descriptors within bounds (SESSIONS=100000)
	@.ci/install python3
	swift build $(RELEASE) --product closecall
	Tests/Torture/torture --sessions $(SESSIONS) .build/release/closecall

browsers: needed ## pages in Chromium and Firefox with our server and proxy; what clients report of 206 endings
	@.ci/install python3 python3-venv
	@.ci/install libnss3-tools || true
	@.ci/install chromium || true
	@.ci/install firefox-esr || true
	swift build $(RELEASE) --product closecall
	Tests/Browsers/browsers .build/release/closecall
	Tests/Browsers/Endings/endings .build/release/closecall

traces: needed ## the proxy's traces as Wireshark reads them; others' captures as tshark and inspect read them
	@.ci/install python3 python3-venv openssl tcpdump tshark
	@.ci/install chromium || true
	swift build $(RELEASE) --product closecall
	Tests/Wireshark/traces .build/release/closecall

examples: needed ## run the clients of Examples/ and their tests, in four languages
	swift build --product closecall
	.ci/install python3 python3-venv default-jdk-headless nodejs
	@node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' || .ci/install node-ws
	Examples/run .build/debug/closecall

control: needed ## the control API with others' tools: toxiproxy-python, an OpenAPI validator, Prometheus' parser
	swift build --product closecall
	@.ci/install curl jq python3 python3-venv
	Tests/Campaigns/toxiproxy-python .build/debug/closecall
	Tests/Campaigns/openapi .build/debug/closecall

readme: needed ## run every command that README.md and the documentation show
	swift build --product closecall
	@.ci/install curl openssl python3
	Tests/Readme/readme .build/debug/closecall

fuzz: needed ## run every fuzz target for SECONDS=60 each
	@.ci/fuzz $(SECONDS)
	@[ $(SECONDS) -lt 60 ] || { .ci/install python3 python3-venv && swift build $(RELEASE) --product closecall && \
		Tests/Campaigns/planted-servers .build/release/closecall; }
	@[ $(SECONDS) -lt 60 ] || { .ci/install zip && Tests/Campaigns/oss-fuzz; }

# A seed that is asked for is played alone, and told line by line.
simulate: needed ## a million sessions (COUNT) and more for SECONDS=60, in release; one of them: SEED=n
	CLOSECALL_SIMULATE_SEED=$(SEED) CLOSECALL_SIMULATE_DEFECT=$(DEFECT) \
		CLOSECALL_SIMULATE_COUNT=$(or $(COUNT),$(if $(filter file,$(origin SEED)),1000000,1)) \
		CLOSECALL_SIMULATE_SECONDS=$(if $(filter filefile,$(origin SEED)$(origin SECONDS)),60,$(if $(filter file,$(origin SECONDS)),0,$(SECONDS))) \
		swift test -c release -Xswiftc -enable-testing --scratch-path .build/simulate --disable-xctest \
		--filter Simulation

statistics: needed ## a million draws of each random model, and twenty repetitions of a scenario, in release
	CLOSECALL_STATISTICS_DRAWS=1000000 CLOSECALL_REPETITIONS=20 swift test -c release -Xswiftc -enable-testing \
		--scratch-path .build/simulate --disable-xctest \
		--filter 'FaultsTests.(LossProcess|DelayProcess)|ScenarioDeterminism'

sanitize: needed ## all tests under the address sanitizer, then under the thread sanitizer
	SWIFT_BACKTRACE=enable=no LSAN_OPTIONS=suppressions=$(CURDIR)/.ci/known-leaks:print_suppressions=0 \
		swift test --disable-xctest --sanitize=address --scratch-path .build/asan
	SWIFT_BACKTRACE=enable=no swift test --disable-xctest --sanitize=thread --scratch-path .build/tsan

bench: needed ## benchmarks in release: the wire, the relay beside HAProxy and nginx, scenarios (a part: ONLY=relay)
	@.ci/install libwslay-dev
	@.ci/install-idle haproxy nginx libnginx-mod-stream
	CLOSECALL_WSLAY=1 swift build $(RELEASE) --product Benchmarks --scratch-path .build/bench
	CLOSECALL_WSLAY=1 swift build $(RELEASE) --product closecall --scratch-path .build/bench
	cc -O2 -shared -fPIC -o .build/bench/release/malloc-count.so Sources/Benchmarks/Relay/malloc-count.c
	.build/bench/release/Benchmarks $(ONLY)

pages: needed ## manual pages by man and mandoc, Tab in bash, zsh and fish, start-up and size in release
	@.ci/install python3 man-db mandoc shellcheck zsh fish
	swift build $(RELEASE) --product closecall
	Tests/Pages/pages .build/release/closecall

program: needed ## build closecall as it is released: one file to copy
	swift build $(RELEASE) --product closecall

# Root need not have Swift on its path: make program && sudo make install
install: ## put it, its pages, completions and the gallery below PREFIX=/usr/local (DESTDIR)
	@[ -x $(PROGRAM) ] || $(MAKE) program
	install -D -m 755 --strip $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/closecall
	install -d $(SHARE)/man/man1 $(SHARE)/bash-completion/completions $(ZSH_FUNCTIONS) \
		$(SHARE)/fish/vendor_completions.d $(SHARE)/closecall $(SHARE)/doc/closecall
	$(PROGRAM) man --all $(SHARE)/man/man1
	$(PROGRAM) completions bash > $(SHARE)/bash-completion/completions/closecall
	$(PROGRAM) completions zsh > $(ZSH_FUNCTIONS)/_closecall
	$(PROGRAM) completions fish > $(SHARE)/fish/vendor_completions.d/closecall.fish
	cp -R Scenarios $(SHARE)/closecall/
	cp -R README.md CHANGELOG.md LICENSE Documentation $(SHARE)/doc/closecall/
	rm -r $(SHARE)/doc/closecall/Documentation/Plugin
	ln -sfn ../doc/closecall/Documentation $(SHARE)/closecall/Documentation
	chmod -R u=rwX,go=rX $(SHARE)/man/man1/closecall*.1 $(SHARE)/closecall $(SHARE)/doc/closecall \
		$(SHARE)/bash-completion/completions/closecall $(ZSH_FUNCTIONS)/_closecall \
		$(SHARE)/fish/vendor_completions.d/closecall.fish

uninstall: ## remove what make install put below PREFIX
	rm -f $(DESTDIR)$(PREFIX)/bin/closecall $(SHARE)/man/man1/closecall.1 $(SHARE)/man/man1/closecall-*.1 \
		$(SHARE)/bash-completion/completions/closecall $(ZSH_FUNCTIONS)/_closecall \
		$(SHARE)/fish/vendor_completions.d/closecall.fish
	rm -rf $(SHARE)/closecall $(SHARE)/doc/closecall

deb: program ## make a Debian package of it, in .build/deb
	@.ci/install binutils dpkg-dev gzip
	.ci/deb $(PROGRAM)

clean: ## remove everything that was built, fetched or reported
	rm -rf .build

needed:
	@.ci/install $(TOOLCHAIN_PACKAGES) $(LIBRARY_PACKAGES)
	@.ci/swift
