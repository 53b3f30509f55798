package omega.simulator.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import omega.catalogue.Flux;
import omega.catalogue.Transports.Directories;
import omega.simulator.books.Depot;
import omega.simulator.books.Publication;

/**
 * The partners' spaces on disk: one root each, with the directories of the pack, and a workshop beside them where archives are made,
 * so that an archive appears whole or not at all.
 */
public final class Spaces {
    private final Path home;
    private final Directories directories;

    public Spaces(Path home, Directories directories, Collection<String> partenaires) {
        this.home = home;
        this.directories = directories;
        try {
            Files.createDirectories(workshop());
            Files.createDirectories(home.resolve("recus"));
            for (String partenaire : partenaires) {
                for (String each : List.of(
                        directories.publications(),
                        directories.fichierListe(),
                        directories.demandes(),
                        directories.compteRendus())) {
                    Files.createDirectories(inside(partenaire, each));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the partners' spaces in " + home, e);
        }
    }

    /** The root that a partner sees as {@code /}. */
    public Path root(String partenaire) {
        return home.resolve("espaces").resolve(partenaire);
    }

    private Path inside(String partenaire, String directory) {
        return root(partenaire).resolve(directory.replaceFirst("^/+", ""));
    }

    /** Where a publication lies. */
    public Path place(Publication publication) {
        String directory = switch (publication.flux()) {
            case Flux.FICHIER_LISTE -> directories.fichierListe();
            case Flux.COMPTE_RENDU -> directories.compteRendus();
            default -> directories.publications();
        };
        return inside(publication.partenaire(), directory).resolve(publication.nom());
    }

    /** The one directory that a partner may write to, as he names it. */
    public String demandes() {
        return directories.demandes();
    }

    /** Where a partner's requests lie until OMEGA takes them. */
    public Path demandes(String partenaire) {
        return inside(partenaire, directories.demandes());
    }

    /** Where OMEGA keeps the bytes of a file that it took, for ever. */
    public Path recu(Depot depot) {
        return home.resolve("recus").resolve(depot.id() + ".zip");
    }

    private Path workshop() {
        return home.resolve("atelier");
    }

    /** Where the archive {@code id} is made. */
    Path made(String id) throws IOException {
        Path file = workshop().resolve(id + ".zip");
        Files.deleteIfExists(file);
        return file;
    }

    /** Puts a finished archive in its place, at once. */
    void show(Publication publication) throws IOException {
        Path made = workshop().resolve(publication.id() + ".zip");
        Files.setLastModifiedTime(made, FileTime.from(publication.instant()));
        Files.move(made, place(publication), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void withdraw(Publication publication) {
        try {
            Files.deleteIfExists(place(publication));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot withdraw " + publication.nom(), e);
        }
    }

    /** Whether a finished archive waits, because a crash came between the books and its place. */
    boolean waits(Publication publication) {
        return Files.exists(workshop().resolve(publication.id() + ".zip"));
    }

    /** Clears the workshop of what a crash left half made. */
    void tidy() throws IOException {
        try (Stream<Path> left = Files.list(workshop())) {
            for (Path each : left.toList()) {
                Files.delete(each);
            }
        }
    }
}
