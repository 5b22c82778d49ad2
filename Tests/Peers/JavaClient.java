// The WebSocket of java.net.http, driven by lines on stdin; see programs.py for the words.

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletionStage;

public class JavaClient implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

    public static void main(String[] arguments) throws Exception {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        if (arguments.length > 1) {
            builder.subprotocols(arguments[1], Arrays.copyOfRange(arguments, 2, arguments.length));
        }
        WebSocket socket = builder.buildAsync(URI.create(arguments[0]), new JavaClient()).join();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            obey(socket, line.split(" ", 3));
        }
    }

    private static void obey(WebSocket socket, String[] words) {
        byte[] last = Base64.getDecoder().decode(words[words.length - 1]);
        switch (words[0]) {
            case "text" -> socket.sendText(new String(last, StandardCharsets.UTF_8), true).join();
            case "binary" -> socket.sendBinary(ByteBuffer.wrap(last), true).join();
            case "ping" -> socket.sendPing(ByteBuffer.wrap(last)).join();
            case "close" -> socket.sendClose(
                Integer.parseInt(words[1]), new String(last, StandardCharsets.UTF_8)).join();
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private static synchronized void say(String... words) {
        System.out.println(String.join(" ", words));
    }

    private static String encode(byte[] data) {
        return Base64.getEncoder().encodeToString(data);
    }

    private static byte[] bytes(ByteBuffer data) {
        byte[] copy = new byte[data.remaining()];
        data.get(copy);
        return copy;
    }

    @Override public void onOpen(WebSocket socket) {
        // It tells nobody which extensions were agreed on, and asks for none.
        say("open", encode(socket.getSubprotocol().getBytes(StandardCharsets.UTF_8)), "");
        socket.request(Long.MAX_VALUE);
    }

    @Override public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean isLast) {
        text.append(part);
        if (isLast) {
            say("text", encode(text.toString().getBytes(StandardCharsets.UTF_8)));
            text.setLength(0);
        }
        return null;
    }

    @Override public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean isLast) {
        binary.writeBytes(bytes(part));
        if (isLast) {
            say("binary", encode(binary.toByteArray()));
            binary.reset();
        }
        return null;
    }

    @Override public CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
        say("pong", encode(bytes(data)));
        return null;
    }

    @Override public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        say("closed", Integer.toString(code), encode(reason.getBytes(StandardCharsets.UTF_8)));
        return null;
    }

    @Override public void onError(WebSocket socket, Throwable error) {
        say("error", error.toString());
    }
}
