package omega.fetcher.parse;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import omega.catalogue.Catalogue;
import omega.catalogue.Flux;
import omega.fetcher.emit.BlockContext;
import omega.layout.LineReader;

/** Compiled layouts by what decides how a block reads, the last used ones kept. For one thread. */
final class Readers {
    private static final int KEPT = 32;
    private final Catalogue catalogue;
    private final Map<Key, LineReader> readers = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, LineReader> eldest) {
            return size() > KEPT;
        }
    };

    private record Key(String flux, String version, String empreinte, String charset, LocalDate day) {}

    Readers(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The reader of a block; empty where this process's pack lacks the very layout that the block was cut with. */
    Optional<LineReader> of(BlockContext block) {
        var controle = block.controle();
        Key key = new Key(block.flux(), controle.version(), controle.empreinte(), controle.charset(), controle.day());
        LineReader known = readers.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        Flux flux = catalogue.flux().get(block.flux());
        Optional<LineReader> made = Optional.ofNullable(flux)
                .flatMap(each -> each.layout(controle.version()))
                .filter(layout -> layout.fingerprint().equals(controle.empreinte()))
                .map(layout -> new LineReader(layout, controle.characters(), controle.day()));
        made.ifPresent(reader -> readers.put(key, reader));
        return made;
    }
}
