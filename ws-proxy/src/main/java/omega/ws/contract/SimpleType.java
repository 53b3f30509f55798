package omega.ws.contract;

import java.util.List;

/** A simple type: its name (empty when anonymous) serves for messages only. */
public sealed interface SimpleType extends Type {
    String name();

    Facets facets();

    /** A value of its own; with a pattern, numbers and booleans stand in JSON as texts, since their writing matters. */
    record Atomic(String name, Builtin builtin, Facets facets) implements SimpleType {
        public Builtin.Json json() {
            return facets.patterns().isEmpty() ? builtin.json() : Builtin.Json.TEXT;
        }
    }

    /** Items between blanks; an array in JSON. */
    record Listing(String name, SimpleType item, Facets facets) implements SimpleType {}

    /** A value of one of several types; always a text in JSON, as XML has it, so that the way back is certain. */
    record Union(String name, List<SimpleType> members, Facets facets) implements SimpleType {}
}
