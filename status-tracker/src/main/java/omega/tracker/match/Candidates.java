package omega.tracker.match;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of one partner's requests and files, as far as some lines ask for it. */
public final class Candidates {
    /** A request in a file. */
    public record Member(
            String idDemande,
            @Nullable String pce,
            @Nullable String kind,
            @Nullable Integer ligne) {}

    private final Map<String, Optional<String>> pces = new HashMap<>();
    private final Map<String, Set<Member>> byFile = new HashMap<>();
    private final Map<String, Set<Member>> byNumber = new HashMap<>();
    private final Set<String> files = new HashSet<>();

    /** The request is known; its PCE may not be. */
    public void request(String idDemande, @Nullable String pce) {
        pces.merge(idDemande, Optional.ofNullable(pce), (one, other) -> one.isPresent() ? one : other);
    }

    /** The file is one of ours. */
    public void file(String fichier) {
        files.add(fichier);
    }

    /** The request stands in the file. */
    public void inFile(String fichier, Member member) {
        file(fichier);
        byFile.computeIfAbsent(fichier, _ -> new HashSet<>()).add(member);
    }

    /** The numéro de suivi was given to the request, or to its file. */
    public void numbered(String numero, Member member) {
        byNumber.computeIfAbsent(numero, _ -> new HashSet<>()).add(member);
    }

    /** Whether the request is known. */
    public boolean knows(String idDemande) {
        return pces.containsKey(idDemande);
    }

    Optional<String> pce(String idDemande) {
        return pces.getOrDefault(idDemande, Optional.empty());
    }

    boolean hasFile(String fichier) {
        return files.contains(fichier);
    }

    List<String> at(String fichier, int ligne) {
        return byFile.getOrDefault(fichier, Set.of()).stream()
                .filter(member -> member.ligne() != null && member.ligne() == ligne)
                .map(Member::idDemande)
                .distinct()
                .toList();
    }

    Collection<Member> of(String numero) {
        return byNumber.getOrDefault(numero, Set.of());
    }
}
