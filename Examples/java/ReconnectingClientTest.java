import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Plays the three scenarios; run from this folder. */
final class ReconnectingClientTest {
    private static final List<String> MESSAGES = List.of("one", "two", "three");

    public static void main(String[] words) throws Exception {
        check("a connection lost in mid-message costs no message", "lost-in-mid-message.yaml", List.of(1006, 1000));
        check("a server that is overloaded is asked again", "try-again-later.yaml", List.of(1013, 1000));
        check("a server that is starting is waited for", "not-yet.yaml", List.of(503, 503, 1000));
    }

    private static void check(String name, String scenario, List<Integer> ends) throws Exception {
        try (var server = new Closecall("serve");
            var proxy = new Closecall("proxy", server.url, "--scenario", "../scenarios/" + scenario)) {
            var result = new ReconnectingClient(proxy.url, 5).exchange(MESSAGES);
            if (!result.answers().equals(MESSAGES) || !result.ends().equals(ends)) {
                throw new AssertionError(name + ": " + result + ", expected the ends " + ends);
            }
            System.out.println("passed: " + name);
        }
    }

    /** A closecall that listens. */
    private static final class Closecall implements AutoCloseable {
        final String url;
        private final Process process;

        Closecall(String... words) throws IOException {
            var command = new ArrayList<String>();
            command.add(Optional.ofNullable(System.getenv("CLOSECALL")).orElse("closecall"));
            command.addAll(Arrays.asList(words));
            command.addAll(List.of("--listen", "127.0.0.1:0"));
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            var line = new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
            if (line == null || !line.startsWith("listening on ")) throw new IOException("closecall said " + line);
            url = line.substring("listening on ".length());
        }

        @Override
        public void close() throws InterruptedException {
            process.destroy();
            process.waitFor();
        }
    }
}
