package omega.sandbox;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** The TCP ports of a stack on 127.0.0.1, each by the name of its use, in the order of their declaration. */
record Ports(Map<String, Integer> byName) {
    private static final int LOWEST = 10_240;
    private static final int FIRST_EPHEMERAL = 32_768;
    private static final int ATTEMPTS = 1_000;

    /** What this process asked for, with the lock if it got it. */
    private static final Map<Integer, Optional<FileLock>> CLAIMED = new ConcurrentHashMap<>();

    int of(String name) {
        Integer port = byName.get(name);
        if (port == null) {
            throw new IllegalArgumentException("no port is called " + name);
        }
        return port;
    }

    /** Each usual port that is free; else the one of {@code last} time if that is free; else any free one. They are this process's until it ends. */
    static Ports choose(Map<String, Integer> usual, Ports last) {
        Map<String, Integer> chosen = new LinkedHashMap<>();
        Set<Integer> given = new HashSet<>();
        usual.forEach((name, port) -> {
            int choice = port;
            if (given.contains(choice) || !claim(choice)) {
                choice = last.byName.getOrDefault(name, port);
            }
            while (given.contains(choice) || !claim(choice)) {
                choice = free();
            }
            given.add(choice);
            chosen.put(name, choice);
        });
        return new Ports(chosen);
    }

    void save(Path file) {
        Properties properties = new Properties();
        byName.forEach((name, port) -> properties.setProperty(name, port.toString()));
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** What {@link #save} wrote; no port where nothing was saved. */
    static Ports read(Path file) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (NoSuchFileException e) {
            return new Ports(Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        Map<String, Integer> byName = new LinkedHashMap<>();
        properties
                .stringPropertyNames()
                .forEach(name -> byName.put(name, Integer.valueOf(properties.getProperty(name))));
        return new Ports(byName);
    }

    /** A port that nobody listens on at this moment, below those that systems give to outgoing connections: none of them takes it meanwhile. */
    static int free() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, FIRST_EPHEMERAL);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port from " + LOWEST + " to " + FIRST_EPHEMERAL);
    }

    /**
     * Whether a port is free, and no other stack's of this machine and user: one that starts at the same time has chosen its ports some seconds
     * before its servers listen on them.
     */
    private static boolean claim(int port) {
        return isFree(port) && CLAIMED.computeIfAbsent(port, Ports::lock).isPresent();
    }

    private static Optional<FileLock> lock(int port) {
        Path folder =
                Path.of(System.getProperty("java.io.tmpdir"), "omega-" + System.getProperty("user.name"), "ports");
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(
                    folder.resolve(String.valueOf(port)), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
            }
            return Optional.ofNullable(lock);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep ports in " + folder, e);
        }
    }

    /** Whether a server could listen on {@code port} now, on 127.0.0.1 and on every address. */
    static boolean isFree(int port) {
        return canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                && canBind(new InetSocketAddress(port));
    }

    private static boolean canBind(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address, 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
