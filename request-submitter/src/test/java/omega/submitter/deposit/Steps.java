package omega.submitter.deposit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import omega.channel.ChannelException;
import omega.channel.Listing;
import omega.channel.RemoteFile;
import omega.channel.RemoteFolder;
import omega.runtime.kafka.Clients;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Stands at every call that a process may die at: before and after each commit, each change outside a transaction, each call of a folder and each send to Kafka, and
 * in the middle of a write.
 */
final class Steps {
    private Steps() {}

    /** What happens at a call; may throw {@link Killed}, or a {@link ChannelException} where {@link Step#at} is told that it can. */
    interface Step {
        void at(String call);

        /** Around a folder's call: may also break the session. */
        default void remote(String call) throws ChannelException {
            at(call);
        }
    }

    /** The end of a process. An error, so that nothing handles it. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        Killed(String at) {
            super(at);
        }
    }

    /** Commits of {@code real}'s connections, each with a step before and after. */
    static DataSource around(DataSource real, Step step) {
        return (DataSource) Proxy.newProxyInstance(
                Steps.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Object result = call(() -> method.invoke(real, arguments));
                    return result instanceof Connection connection ? around(connection, step) : result;
                });
    }

    private static Connection around(Connection real, Step step) {
        return (Connection) Proxy.newProxyInstance(
                Steps.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("commit")) {
                        Object result = call(() -> method.invoke(real, arguments));
                        boolean alone = result instanceof PreparedStatement
                                && real.getAutoCommit()
                                && !((String) arguments[0]).stripLeading().regionMatches(true, 0, "SELECT", 0, 6);
                        return alone ? around((PreparedStatement) result, step) : result;
                    }
                    step.at("before commit");
                    real.commit();
                    step.at("after commit");
                    return null;
                });
    }

    private static PreparedStatement around(PreparedStatement real, Step step) {
        return (PreparedStatement) Proxy.newProxyInstance(
                Steps.class.getClassLoader(), new Class<?>[] {PreparedStatement.class}, (proxy, method, arguments) -> {
                    if (!method.getName().startsWith("execute")) {
                        return call(() -> method.invoke(real, arguments));
                    }
                    step.at("before change");
                    Object result = call(() -> method.invoke(real, arguments));
                    step.at("after change");
                    return result;
                });
    }

    /** Kafka's clients, with a step before each send and one when all are acknowledged. */
    static Clients clients(String bootstrapServers, Step step) {
        return new Clients(Map.of("bootstrap.servers", bootstrapServers), "test") {
            @Override
            public KafkaProducer<byte[], byte[]> idempotent() {
                return new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 0),
                        new ByteArraySerializer(),
                        new ByteArraySerializer()) {
                    @Override
                    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
                        step.at("before send");
                        return super.send(record);
                    }

                    @Override
                    public void flush() {
                        super.flush();
                        step.at("after sends");
                    }
                };
            }
        };
    }

    private interface Call {
        Object run() throws ReflectiveOperationException;
    }

    private static Object call(Call call) throws Throwable {
        try {
            return call.run();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException sql) {
                throw sql;
            }
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** A folder each of whose calls has a step before and after; a write also one in the middle. */
    static final class Folder implements RemoteFolder {
        private final RemoteFolder real;
        private final Step step;

        Folder(RemoteFolder real, Step step) {
            this.real = real;
            this.step = step;
        }

        private interface Operation<T> {
            T run() throws ChannelException;
        }

        private <T> T around(String name, Operation<T> operation) throws ChannelException {
            step.remote("before " + name);
            T result = operation.run();
            step.remote("after " + name);
            return result;
        }

        @Override
        public Listing list(String directory) throws ChannelException {
            return around("list", () -> real.list(directory));
        }

        @Override
        public RemoteFile stat(String path) throws ChannelException {
            return around("stat", () -> real.stat(path));
        }

        @Override
        public InputStream read(RemoteFile file, long offset) throws ChannelException {
            return around("read", () -> real.read(file, offset));
        }

        @Override
        public long write(String path, InputStream content) throws ChannelException {
            byte[] bytes;
            try {
                bytes = content.readAllBytes();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            Halting halting = new Halting(bytes);
            return around("write", () -> {
                try {
                    return real.write(path, halting);
                } catch (ChannelException e) {
                    throw halting.broken == null ? e : halting.broken;
                }
            });
        }

        /** Has a step after half of its bytes. */
        private final class Halting extends InputStream {
            private final byte[] bytes;
            private int at;
            private @Nullable ChannelException broken;

            Halting(byte[] bytes) {
                this.bytes = bytes;
            }

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int half = bytes.length / 2;
                if (at == half) {
                    try {
                        step.remote("in the middle of a write");
                    } catch (ChannelException e) {
                        broken = e;
                        throw e;
                    }
                }
                int end = at < half ? half : bytes.length;
                if (at == end) {
                    return -1;
                }
                byte[] part = Arrays.copyOfRange(bytes, at, Math.min(end, at + length));
                System.arraycopy(part, 0, into, offset, part.length);
                at += part.length;
                return part.length;
            }

            @Override
            public long transferTo(java.io.OutputStream out) throws IOException {
                byte[] part = new byte[bytes.length];
                long moved = 0;
                for (int read = read(part, 0, part.length); read > 0; read = read(part, 0, part.length)) {
                    out.write(part, 0, read);
                    out.flush();
                    moved += read;
                }
                return moved;
            }
        }

        @Override
        public void rename(String from, String to) throws ChannelException {
            String name = to.endsWith(".tmp") ? "retire" : "rename";
            around(name, () -> {
                real.rename(from, to);
                return new ByteArrayInputStream(new byte[0]);
            });
        }

        @Override
        public void delete(String path) throws ChannelException {
            around("delete", () -> {
                real.delete(path);
                return path;
            });
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
