package omega.runtime.settings;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import omega.clock.OmegaClock;
import omega.runtime.partner.PartnerConfig;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The settings as a service would read them: system properties over the environment over files of properties, by default {@code config/application.properties} of the
 * working directory, where there is one.
 */
public final class Settings {
    private static final Path USUAL = Path.of("config", "application.properties");
    private static final int SECONDS = 5;
    private static final String LIMITS = "connectTimeout=" + SECONDS + "&loginTimeout=" + SECONDS + "&socketTimeout="
            + 4 * SECONDS + "&ApplicationName=omega";
    private static final int OVER_DEFAULTS = 260;
    private final SmallRyeConfig config;

    private Settings(SmallRyeConfig config) {
        this.config = config;
    }

    /**
     * Reads them.
     *
     * @param files the later one wins; empty: the usual one
     * @throws IOException a file cannot be read
     * @throws RuntimeException a setting of a partner is none, or of another form
     */
    public static Settings read(List<Path> files) throws IOException {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .addSystemSources()
                .withMapping(PartnerConfig.class);
        List<Path> read = files.isEmpty() && Files.isReadable(USUAL) ? List.of(USUAL) : files;
        for (int i = 0; i < read.size(); i++) {
            builder.withSources(new PropertiesConfigSource(read.get(i).toUri().toURL(), OVER_DEFAULTS + i));
        }
        return new Settings(builder.build());
    }

    /** A setting, where it is told. */
    public Optional<String> text(String key) {
        return config.getOptionalValue(key, String.class);
    }

    /** A setting of that form. */
    public int number(String key, int otherwise) {
        return config.getOptionalValue(key, Integer.class).orElse(otherwise);
    }

    /** A setting of that form. */
    public Optional<Short> small(String key) {
        return config.getOptionalValue(key, Short.class);
    }

    /** A setting of that form. */
    public boolean flag(String key, boolean otherwise) {
        return config.getOptionalValue(key, Boolean.class).orElse(otherwise);
    }

    /** {@code sandbox} unless told. */
    public String environment() {
        return text("omega.environnement").orElse("sandbox");
    }

    /** Which {@code omega.clock.file} tells; real time where it is not set. */
    public OmegaClock clock() {
        return text("omega.clock.file")
                .map(file -> OmegaClock.following(Path.of(file)))
                .orElseGet(OmegaClock::real);
    }

    /** The partners. */
    public PartnerConfig partners() {
        return config.getConfigMapping(PartnerConfig.class);
    }

    /** Empty where no database is told. */
    public Optional<DataSource> dataSource() {
        return text("quarkus.datasource.jdbc.url").map(url -> {
            AsTold source = new AsTold(url + (url.contains("?") ? '&' : '?') + LIMITS);
            text("quarkus.datasource.username").ifPresent(source::setUser);
            text("quarkus.datasource.password").ifPresent(source::setPassword);
            return source;
        });
    }

    /** Connects by the address as it was told. The driver's own lengthens it by every property that there is, and Flyway then takes a tenth of a second to look at it. */
    private static final class AsTold extends PGSimpleDataSource {
        private static final long serialVersionUID = 1;
        private final String url;

        AsTold(String url) {
            this.url = url;
        }

        @Override
        public String getUrl() {
            return url;
        }
    }

    /** What is passed to Kafka's clients, by the names that they take: {@code kafka.sasl.mechanism}, or {@code KAFKA_SASL_MECHANISM}. */
    public Map<String, Object> kafka() {
        Map<String, Object> found = new HashMap<>();
        for (String name : config.getPropertyNames()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("kafka.") || lower.startsWith("kafka_")) {
                config.getOptionalValue(name, String.class)
                        .ifPresent(value ->
                                found.put(lower.substring("kafka.".length()).replace('_', '.'), value));
            }
        }
        found.putIfAbsent("request.timeout.ms", Integer.toString(SECONDS * 1000));
        found.putIfAbsent("default.api.timeout.ms", Integer.toString(2 * SECONDS * 1000));
        return found;
    }
}
