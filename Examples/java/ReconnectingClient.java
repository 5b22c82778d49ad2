import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A client that gets every message answered, however often its connection is lost. */
final class ReconnectingClient {
    /** What came back, and how each connection ended: its close code, or the status of a handshake that failed. */
    record Result(List<String> answers, List<Integer> ends) {}

    private final URI url;
    private final int attempts;
    private final HttpClient http = HttpClient.newHttpClient();

    ReconnectingClient(String url, int attempts) {
        this.url = URI.create(url);
        this.attempts = attempts;
    }

    Result exchange(List<String> messages) throws InterruptedException {
        var result = new Result(new ArrayList<>(), new ArrayList<>());
        long wait = 20;
        for (int attempt = 0; attempt < attempts; attempt++) {
            result.ends.add(connect(messages, result.answers));
            if (result.answers.size() == messages.size()) return result;
            Thread.sleep(wait);
            wait *= 2;
        }
        throw new IllegalStateException("gave up: %d connections, %d of %d messages answered"
            .formatted(attempts, result.answers.size(), messages.size()));
    }

    private int connect(List<String> messages, List<String> answers) {
        var end = new CompletableFuture<Integer>();
        try {
            http.newWebSocketBuilder().buildAsync(url, new Conversation(messages, answers, end)).join();
        } catch (CompletionException error) {
            if (error.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            return 1006;
        }
        return end.join();
    }

    /** Sends each message when the one before has been answered. */
    private static final class Conversation implements WebSocket.Listener {
        private final List<String> messages;
        private final List<String> answers;
        private final CompletableFuture<Integer> end;
        private StringBuilder answer = new StringBuilder();

        Conversation(List<String> messages, List<String> answers, CompletableFuture<Integer> end) {
            this.messages = messages;
            this.answers = answers;
            this.end = end;
        }

        @Override
        public void onOpen(WebSocket socket) {
            socket.request(1);
            next(socket);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean isLast) {
            // Java hands over parts as they come, even of a message that is never whole.
            answer.append(data);
            if (isLast) {
                answers.add(answer.toString());
                answer = new StringBuilder();
                next(socket);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            end.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            // Java has no 1006: a connection that breaks is an exception.
            end.complete(1006);
        }

        private void next(WebSocket socket) {
            if (answers.size() < messages.size()) socket.sendText(messages.get(answers.size()), true);
            else socket.sendClose(1000, "");
        }
    }
}
