package omega.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** curl, which knows nothing of us. A test that needs it is skipped where it is not installed. */
record Curl(List<String> options) {

    /**
     * What came back.
     *
     * @param exit 0, or curl's own number: 52 for no answer at all, 18 for a part of one, 35 and 56 for a failed handshake
     * @param status 0 where none came
     */
    record Answer(int exit, int status, String body) {
        boolean has(String text) {
            return body.contains(text);
        }

        /** The text of the first element of this local name. */
        String text(String element) {
            String[] parts = body.split("<(\\w+:)?" + element + "( [^>]*)?>", 2);
            return parts.length < 2 ? "" : parts[1].substring(0, parts[1].indexOf("</"));
        }
    }

    /** Believes the authority {@code autorite.pem} of {@code tls} only. */
    static Curl trusting(Path tls) {
        return new Curl(List.of("--cacert", tls.resolve("autorite.pem").toString()));
    }

    Curl as(Path tls, String name) {
        return with(
                "--cert",
                tls.resolve(name + ".pem").toString(),
                "--key",
                tls.resolve(name + ".key").toString());
    }

    Curl with(String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return new Curl(all);
    }

    Answer get(String url) {
        return run(url, new byte[0]);
    }

    Answer post(String url, String body) {
        return with("--data-binary", "@-").run(url, body.getBytes(StandardCharsets.UTF_8));
    }

    Answer post(String url, byte[] body) {
        return with("--data-binary", "@-").run(url, body);
    }

    private Answer run(String url, byte[] body) {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "20", "-w", "\n%{http_code}"));
        command.addAll(options);
        command.add(url);
        try {
            Process curl = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var in = curl.getOutputStream()) {
                in.write(body);
            }
            String out = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = out.lastIndexOf('\n');
            return new Answer(curl.waitFor(), Integer.parseInt(out.substring(end + 1)), out.substring(0, end));
        } catch (IOException e) {
            Assumptions.abort("no curl on this machine: " + e.getMessage());
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
