package omega.sandbox;

import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Prints lines, and where somebody watches a terminal, one more below them that changes in place. */
final class Progress extends PrintStream {
    private final boolean live;
    private boolean shown;

    @SuppressWarnings("SystemConsoleNull") // it does again, since JDK 25
    Progress(PrintStream out) {
        super(out, true, StandardCharsets.UTF_8);
        Console console = System.console();
        this.live = console != null && console.isTerminal();
    }

    boolean isLive() {
        return live;
    }

    @Override
    public synchronized void println(String line) {
        clear();
        super.println(line);
    }

    /** Replaces the changing line; nothing happens where there is none. */
    synchronized void show(String line) {
        if (live) {
            clear();
            print(line);
            flush();
            shown = true;
        }
    }

    private void clear() {
        if (shown) {
            print("\r\u001b[K");
            shown = false;
        }
    }
}
