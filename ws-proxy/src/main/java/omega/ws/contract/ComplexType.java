package omega.ws.contract;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/** A complex type: attributes, and either elements or a text. Filled after it is made, because types may hold themselves. */
public final class ComplexType implements Type {
    private final @Nullable QName name;
    private final boolean isAbstract;
    private List<Attribute> attributes = List.of();
    private @Nullable Particle content;
    private @Nullable SimpleType text;
    private Set<String> keys = Set.of();

    ComplexType(@Nullable QName name, boolean isAbstract) {
        this.name = name;
        this.isAbstract = isAbstract;
    }

    void fill(List<Attribute> attributes, @Nullable Particle content, @Nullable SimpleType text) {
        this.attributes = List.copyOf(attributes);
        this.content = content;
        this.text = text;
        Set<String> all = new HashSet<>();
        attributes.forEach(each -> all.add(each.json()));
        if (content != null) {
            all.addAll(content.keys());
        }
        this.keys = Set.copyOf(all);
    }

    /** Of its attributes and elements in JSON. */
    public Set<String> keys() {
        return keys;
    }

    /** Empty for an anonymous type. */
    public Optional<QName> name() {
        return Optional.ofNullable(name);
    }

    public boolean isAbstract() {
        return isAbstract;
    }

    public List<Attribute> attributes() {
        return attributes;
    }

    /** Its elements; null for none. */
    public @Nullable Particle content() {
        return content;
    }

    /** What stands between its tags (simpleContent); null for elements or nothing. */
    public @Nullable SimpleType text() {
        return text;
    }

    @Override
    public String toString() {
        return name == null ? "anonymous type" : name.getLocalPart();
    }
}
