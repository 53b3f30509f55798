package omega.catalogue;

import static omega.catalogue.DemandeKind.DATE_SOUHAITEE;
import static omega.catalogue.DemandeKind.ID_DEMANDE;
import static omega.catalogue.DemandeKind.PCE;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one file of {@code demandes/}: a layout of one charset and one kind of line, with what a deposit needs besides. */
final class DemandeReader {
    /** What a writer has a value for, and the types that it can be written as. */
    private static final Map<String, List<FieldType>> HEADER = Map.of(
            Envelope.FLUX, List.of(FieldType.TEXT),
            Envelope.VERSION, List.of(FieldType.TEXT),
            Envelope.EMETTEUR, List.of(FieldType.TEXT),
            Envelope.DESTINATAIRE, List.of(FieldType.TEXT),
            Envelope.CREATION, List.of(FieldType.DATE, FieldType.INSTANT),
            Envelope.SEQUENCE, List.of(FieldType.INTEGER),
            Envelope.NOMBRE, List.of(FieldType.INTEGER));

    private static final Map<String, FieldType> NEEDED =
            Map.of(ID_DEMANDE, FieldType.TEXT, PCE, FieldType.TEXT, DATE_SOUHAITEE, FieldType.DATE);
    private final Entry root;
    private final LayoutReader layouts;

    DemandeReader(Entry root, LayoutReader layouts) {
        this.root = root;
        this.layouts = layouts;
    }

    Optional<DemandeKind> read(String name) {
        try (root) {
            String code = root.text("demande");
            if (!code.equals(name)) {
                root.fault("demande", "is '" + code + "', but the file is named after '" + name + "'");
            }
            Optional<NameTemplate> archive = root.require("archive", text -> new NameTemplate(text, code));
            Optional<NameTemplate> member = root.require("member", text -> new NameTemplate(text, code));
            String libelle = root.text("libelle");
            String section = root.text("section");
            String destinataire = root.text("destinataire");
            if (!root.has("max")) {
                root.fault("max", "is missing");
            }
            int max = root.integer("max", 1, 1, 1_000_000);
            Optional<Layout> layout = layouts.demande(code);
            layout.ifPresent(this::checkEnds);
            layout.ifPresent(each -> checkLine(each.records().getFirst()));
            if (archive.isEmpty() || member.isEmpty()) {
                return Optional.empty();
            }
            return layout.map(each ->
                    new DemandeKind(code, libelle, section, archive.get(), member.get(), destinataire, max, each));
        }
    }

    private void checkEnds(Layout layout) {
        for (RecordKind end : layout.envelope().ends()) {
            for (Field field : end.fields()) {
                List<FieldType> types = HEADER.get(field.name());
                if (types == null ? field.required() : !types.contains(field.type())) {
                    root.fault(
                            "envelope",
                            "'" + layout.envelope().name() + "' has '" + field.name() + "' of type "
                                    + field.type().word() + " in its " + end.name()
                                    + ", for which no request has a value");
                }
            }
        }
    }

    private void checkLine(RecordKind line) {
        NEEDED.forEach((name, type) -> {
            if (line.field(name)
                    .filter(field -> field.type() == type && field.required())
                    .isEmpty()) {
                root.fault("record.fields", "must hold '" + name + "', required, of type " + type.word());
            }
        });
        if (line.parent() != null || line.keepTrailing()) {
            root.fault("record", "can have neither parent nor trailing fields");
        }
    }
}
