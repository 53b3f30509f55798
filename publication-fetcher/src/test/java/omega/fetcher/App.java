package omega.fetcher;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import omega.fetcher.ledger.Ledger;
import omega.sandbox.test.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jdbi.v3.core.Jdbi;

/** The running application as its users see it: its directories, its REST, its topics. */
final class App {
    private App() {}

    static String setting(String key) {
        return ConfigProvider.getConfig().getValue(key, String.class);
    }

    /** Puts a file into the directory that is followed for {@code PORTAIL}, at once and whole. */
    static void follow(String name, byte[] bytes) throws IOException {
        put(Path.of(setting("omega.partenaires.PORTAIL.dossier")), name, bytes);
    }

    /** Puts a file out on the SFTP server, for {@code ESA}. */
    static void publish(String name, byte[] bytes) throws IOException {
        put(Path.of(setting("omega.test.publications")), name, bytes);
    }

    /** Puts a compte-rendu out on the SFTP server, for {@code ESA}. */
    static void answer(String name, byte[] bytes) throws IOException {
        put(Path.of(setting("omega.test.publications")).resolveSibling("comptes-rendus"), name, bytes);
    }

    private static void put(Path directory, String name, byte[] bytes) throws IOException {
        Path beside = Files.write(Path.of(setting("omega.fetcher.home")).resolveSibling("put-" + name), bytes);
        Files.setLastModifiedTime(beside, FileTime.from(AppStack.PUT_OUT));
        Files.move(
                beside, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The answer to a GET that must succeed. */
    static JsonNode get(String path, Object... parameters) {
        try {
            return Ledger.JSON.readTree(given().get(path, parameters)
                    .then()
                    .statusCode(200)
                    .extract()
                    .asByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files of that name, newest first, as the ledger shows them. */
    static JsonNode files(String name) {
        return get("/fichiers?taille=1000&nom={name}", name).get("fichiers");
    }

    /** The newest file of that name, once it is in one of the states, within two minutes. */
    static JsonNode await(String name, String... states) {
        return Awaitility.await(name)
                .atMost(Duration.ofMinutes(2))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> files(name).path(0),
                        file -> List.of(states).contains(file.at("/etat/etat").asText()));
    }

    /** The lines of the audit, {@code service acteur action resultat objet raison}, whose object holds {@code about}. */
    static List<String> audit(String about) {
        return Jdbi.create(
                        setting("quarkus.datasource.jdbc.url"),
                        setting("quarkus.datasource.username"),
                        setting("quarkus.datasource.password"))
                .withHandle(handle -> handle.createQuery("""
                                SELECT concat_ws(' ', service, acteur, action, resultat, objet, raison) FROM audit.ligne
                                WHERE position(:about in objet) > 0 ORDER BY id""")
                        .bind("about", about)
                        .mapTo(String.class)
                        .list());
    }

    /** Everything that is committed in a topic. */
    static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        return Topic.committed(setting("kafka.bootstrap.servers"), topic);
    }
}
