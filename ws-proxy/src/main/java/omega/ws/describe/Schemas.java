package omega.ws.describe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import omega.ws.contract.Attribute;
import omega.ws.contract.ComplexType;
import omega.ws.contract.Element;
import omega.ws.contract.Particle;
import omega.ws.contract.SimpleType;
import omega.ws.translate.ToXml;
import org.jspecify.annotations.Nullable;

/** JSON Schemas (2020-12) of elements: what the translation takes and makes. Complex types become components, since they may hold themselves. */
final class Schemas {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String PREFIX = "#/components/schemas/";

    private final Map<String, ObjectNode> components = new LinkedHashMap<>();
    private final SimpleSchemas simples = new SimpleSchemas(components);
    private final Map<Form, String> names = new HashMap<>();
    private String service = "";

    /**
     * A complex type as one of the objects that may stand for it.
     *
     * @param xsiType what {@code @xsi:type} must be; null where it must not stand
     * @param nil whether it is the nil form, attributes only
     * @param fixedText the only text; null where any of its type may stand
     */
    private record Form(
            ComplexType type,
            @Nullable String xsiType,
            boolean nil,
            boolean nonEmptyText,
            @Nullable String fixedText) {}

    /** All that {@link #of} needed so far, by name. */
    Map<String, ObjectNode> components() {
        return components;
    }

    /** The schema of an element's value; {@code of} names the service whose contract it is. */
    ObjectNode of(String named, Element element) {
        service = named;
        return element(element, element.name().getLocalPart());
    }

    private ObjectNode element(Element element, String hint) {
        List<ObjectNode> options = new ArrayList<>();
        boolean nullable = element.nillable() && element.fixed() == null;
        switch (element.type()) {
            case SimpleType simple -> {
                if (nullable) {
                    options.add(JSON.objectNode().put("type", "null"));
                }
                options.add(simples.of(simple, element.fixed(), element.otherwise()));
            }
            case ComplexType complex -> {
                boolean bare = complex.attributes().stream().noneMatch(Attribute::required);
                if (nullable && !element.needsType() && bare) {
                    options.add(JSON.objectNode().put("type", "null"));
                }
                if (!element.needsType()) {
                    forms(element, complex, null, hint, options);
                }
                element.alternatives().forEach(each -> forms(element, each.type(), each.json(), hint, options));
            }
        }
        return options.size() == 1 ? options.getFirst() : any(options);
    }

    private void forms(
            Element element, ComplexType type, @Nullable String xsiType, String hint, List<ObjectNode> options) {
        boolean nonEmpty = element.otherwise() != null;
        options.add(reference(new Form(type, xsiType, false, nonEmpty, element.fixed()), hint));
        if (element.nillable()) {
            options.add(reference(new Form(type, xsiType, true, false, null), hint));
        }
    }

    private static ObjectNode any(List<ObjectNode> options) {
        ObjectNode any = JSON.objectNode();
        any.putArray("anyOf").addAll(options);
        return any;
    }

    private ObjectNode reference(Form form, String hint) {
        String known = names.get(form);
        if (known == null) {
            known = unused(form, hint);
            names.put(form, known);
            ObjectNode schema = JSON.objectNode();
            components.put(known, schema);
            fill(form, schema, hint);
        }
        return JSON.objectNode().put("$ref", PREFIX + known);
    }

    private String unused(Form form, String hint) {
        String own = form.type().name().map(each -> each.getLocalPart()).orElse(hint)
                + (form.xsiType() == null ? "" : ".typed")
                + (form.nil() ? ".nil" : "")
                + (form.nonEmptyText() ? ".full" : "");
        String name = (service + "." + own).replaceAll("[^A-Za-z0-9._-]", "_");
        String free = name;
        for (int i = 2; components.containsKey(free); i++) {
            free = name + "_" + i;
        }
        return free;
    }

    private void fill(Form form, ObjectNode schema, String hint) {
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        Set<String> required = new LinkedHashSet<>();
        ArrayNode all = JSON.arrayNode();
        if (form.xsiType() != null) {
            properties.putObject(ToXml.TYPE_KEY).put("const", form.xsiType());
            required.add(ToXml.TYPE_KEY);
        }
        for (Attribute each : form.type().attributes()) {
            properties.set(each.json(), simples.of(each.type(), each.fixed(), null));
            if (each.required()) {
                required.add(each.json());
            }
        }
        SimpleType text = form.type().text();
        Particle content = form.type().content();
        if (form.nil()) {
            properties.putObject(ToXml.NIL_KEY).put("const", true);
            required.add(ToXml.NIL_KEY);
            schema.put("minProperties", 2);
        } else if (text != null) {
            ObjectNode value = simples.of(text, form.fixedText(), form.nonEmptyText() ? "" : null);
            properties.set(ToXml.TEXT_KEY, value);
            required.add(ToXml.TEXT_KEY);
        } else if (content != null) {
            properties(content, properties, hint);
            conditions(content, required, all);
        }
        require(schema, required);
        if (!all.isEmpty()) {
            schema.set("allOf", all);
        }
        schema.put("additionalProperties", false);
    }

    private static void require(ObjectNode schema, Set<String> required) {
        if (!required.isEmpty()) {
            ArrayNode array = schema.putArray("required");
            required.forEach(array::add);
        }
    }

    private void properties(Particle particle, ObjectNode properties, String hint) {
        switch (particle) {
            case Particle.One one -> {
                ObjectNode value =
                        element(one.element(), hint + "." + one.element().name().getLocalPart());
                properties.set(one.json(), one.isArray() ? array(value, one.min(), one.max()) : value);
            }
            case Particle.Group group -> {
                if (group.repeats()) {
                    int least = ToXml.isEmptiable(group) ? 0 : group.min();
                    properties.set(group.json(), array(round(group, hint), least, group.max()));
                } else {
                    group.members().forEach(each -> properties(each, properties, hint));
                }
            }
            case Particle.Wildcard _ -> {}
        }
    }

    private static ObjectNode array(ObjectNode items, int min, int max) {
        ObjectNode array = JSON.objectNode().put("type", "array").put("minItems", Math.max(1, min));
        if (max != Particle.UNBOUNDED) {
            array.put("maxItems", max);
        }
        array.set("items", items);
        return array;
    }

    private ObjectNode round(Particle.Group group, String hint) {
        ObjectNode round = JSON.objectNode().put("type", "object").put("minProperties", 1);
        ObjectNode properties = round.putObject("properties");
        group.members().forEach(each -> properties(each, properties, hint));
        Set<String> required = new LinkedHashSet<>();
        ArrayNode all = JSON.arrayNode();
        once(group, required, all);
        require(round, required);
        if (!all.isEmpty()) {
            round.set("allOf", all);
        }
        return round.put("additionalProperties", false);
    }

    /** What must be there, and what excludes each other, where the particle may stand as often as it may. */
    private void conditions(Particle particle, Set<String> required, ArrayNode all) {
        switch (particle) {
            case Particle.One one -> {
                if (one.min() > 0) {
                    required.add(one.json());
                }
            }
            case Particle.Group group -> {
                if (group.repeats()) {
                    if (group.min() > 0 && !ToXml.isEmptiable(group)) {
                        required.add(group.json());
                    }
                } else if (group.min() > 0) {
                    once(group, required, all);
                } else {
                    ObjectNode there = there(group);
                    if (!there.isEmpty()) {
                        all.add(any(List.of(absent(group.keys()), there)));
                    }
                }
            }
            case Particle.Wildcard _ -> {}
        }
    }

    /** The same where the group stands once. */
    private void once(Particle.Group group, Set<String> required, ArrayNode all) {
        if (group.order() != Particle.Order.CHOICE) {
            group.members().forEach(each -> conditions(each, required, all));
            return;
        }
        List<ObjectNode> options = new ArrayList<>();
        Set<String> inside = group.inside();
        for (Particle member : group.members()) {
            Set<String> others = new LinkedHashSet<>(inside);
            others.removeAll(member.keys());
            ObjectNode option = there(member);
            ObjectNode excluded = absent(others);
            if (!excluded.isEmpty()) {
                option.withArray("allOf").add(excluded);
            }
            options.add(option);
        }
        if (ToXml.isEmptiable(group)) {
            options.add(absent(inside));
        }
        all.add(any(options));
    }

    /** What holds where the particle is there. */
    private ObjectNode there(Particle particle) {
        Set<String> required = new LinkedHashSet<>();
        ArrayNode all = JSON.arrayNode();
        if (particle instanceof Particle.Group group && !group.repeats()) {
            once(group, required, all);
        } else {
            conditions(particle, required, all);
        }
        ObjectNode there = JSON.objectNode();
        require(there, required);
        if (!all.isEmpty()) {
            there.set("allOf", all);
        }
        return there;
    }

    private static ObjectNode absent(Set<String> keys) {
        ObjectNode absent = JSON.objectNode();
        if (!keys.isEmpty()) {
            ObjectNode properties = absent.putObject("properties");
            keys.forEach(each -> properties.put(each, false));
        }
        return absent;
    }
}
