package omega.ws.translate;

import org.jspecify.annotations.Nullable;

/** A place in a JSON document, as a JSON pointer when it is told. */
record Place(@Nullable Place parent, String key, int depth) {
    static final Place ROOT = new Place(null, "", 0);

    Place at(String child) {
        return new Place(this, child, depth + 1);
    }

    Place at(int index) {
        return new Place(this, String.valueOf(index), depth + 1);
    }

    @Override
    public String toString() {
        return parent == null ? "" : parent + "/" + key.replace("~", "~0").replace("/", "~1");
    }
}
