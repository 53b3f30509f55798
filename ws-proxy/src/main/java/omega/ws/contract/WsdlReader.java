package omega.ws.contract;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import omega.ws.xml.XmlNode;

/** Reads a WSDL 1.1: its schemas, then every operation of every SOAP 1.1 document/literal port. */
final class WsdlReader {
    private static final String WSDL = "http://schemas.xmlsoap.org/wsdl/";
    private static final String SOAP = "http://schemas.xmlsoap.org/wsdl/soap/";
    private static final String HTTP = "http://schemas.xmlsoap.org/soap/http";

    private final Folder folder;
    private final String file;
    private final SchemaSet schemas;
    private final TypeReader types;
    private final Map<QName, Placed> messages = new LinkedHashMap<>();
    private final Map<QName, Placed> portTypes = new LinkedHashMap<>();
    private final Map<QName, Placed> bindings = new LinkedHashMap<>();
    private final List<Placed> services = new ArrayList<>();
    private final List<SoapOperation> operations = new ArrayList<>();
    private final Set<ContractFault> refused = new LinkedHashSet<>();
    private final Set<String> read = new HashSet<>();

    /** A part of a WSDL and the document that it stands in. */
    private record Placed(SchemaDocument document, XmlNode node) {
        Uncarried uncarried(XmlNode at, String reason) {
            return document.uncarried(at, reason);
        }

        QName resolve(XmlNode at, String attribute) {
            String name = at.attribute(attribute);
            if (name == null) {
                throw uncarried(at, at.name().getLocalPart() + " has no " + attribute);
            }
            return document.resolve(at, name);
        }
    }

    WsdlReader(Folder folder, String file) {
        this.folder = folder;
        this.file = file;
        this.schemas = new SchemaSet(folder);
        this.types = new TypeReader(schemas);
    }

    Contract read() {
        try {
            definitions(file);
            schemas.link();
            List<ContractFault> unsound = SchemaCheck.faults(schemas, folder);
            if (!unsound.isEmpty()) {
                return new Contract(file, List.of(), unsound, List.of(), List.of(), parts());
            }
            services.forEach(this::service);
            if (services.isEmpty()) {
                refused.add(new ContractFault(file, 1, "offers no wsdl:service"));
            }
            return new Contract(
                    file,
                    List.copyOf(operations),
                    List.copyOf(refused),
                    types.limits().stream().distinct().toList(),
                    definitions(),
                    parts());
        } catch (Uncarried e) {
            return new Contract(file, List.of(), List.of(e.fault()), List.of(), List.of(), parts());
        }
    }

    private Set<String> parts() {
        return Stream.concat(read.stream(), schemas.documents().stream().map(SchemaDocument::file))
                .collect(Collectors.toUnmodifiableSet());
    }

    private List<Definition> definitions() {
        return Stream.concat(
                        services.stream()
                                .map(each -> new Definition(
                                        each.document.namespace() + ": its service " + each.node.attribute("name", ""),
                                        each.document.file(),
                                        each.node.line(),
                                        "")),
                        schemas.definitions())
                .toList();
    }

    SchemaSet schemas() {
        return schemas;
    }

    private static QName wsdl(String local) {
        return new QName(WSDL, local);
    }

    private void definitions(String from) {
        if (!read.add(from)) {
            return;
        }
        XmlNode root = folder.read(from);
        if (!root.name().equals(wsdl("definitions"))) {
            throw new Uncarried(from, root.line(), "is no WSDL 1.1: its root is " + root.name());
        }
        SchemaDocument document = new SchemaDocument(from, root, root.attribute("targetNamespace", ""), false);
        for (XmlNode node : root.children()) {
            if (!node.name().getNamespaceURI().equals(WSDL)) {
                continue;
            }
            Placed placed = new Placed(document, node);
            QName name = document.named(node);
            switch (node.name().getLocalPart()) {
                case "import" -> imported(placed);
                case "types" ->
                    node.children(SchemaDocument.xsd("schema")).forEach(schema -> schemas.add(from, schema, null));
                case "message" -> messages.put(name, placed);
                case "portType" -> portTypes.put(name, placed);
                case "binding" -> bindings.put(name, placed);
                case "service" -> services.add(placed);
                default -> {}
            }
        }
    }

    private void imported(Placed placed) {
        String location = placed.node.attribute("location", "");
        String found = folder.resolve(placed.document.file(), location)
                .orElseThrow(() -> placed.uncarried(
                        placed.node,
                        "needs '" + location + "', which is no file beside it; put it there (nothing is fetched)"));
        XmlNode root = folder.read(found);
        if (root.name().equals(SchemaDocument.xsd("schema"))) {
            schemas.add(found, root, null);
        } else {
            definitions(found);
        }
    }

    private void service(Placed service) {
        Set<String> offered = new HashSet<>();
        boolean soap = false;
        for (XmlNode port : service.node.children(wsdl("port")).toList()) {
            if (port.child(new QName(SOAP, "address")).isEmpty()) {
                continue;
            }
            soap = true;
            try {
                Placed binding = named(bindings, service, port, "binding");
                QName type = binding.resolve(binding.node, "type");
                if (offered.add(type.toString())) {
                    binding(service, port, binding);
                }
            } catch (Uncarried e) {
                refused.add(e.fault());
            }
        }
        if (!soap) {
            refused.add(new ContractFault(
                    service.document.file(),
                    service.node.line(),
                    "service '" + service.node.attribute("name", "?") + "' has no port of SOAP 1.1"));
        }
    }

    private static Placed named(Map<QName, Placed> all, Placed from, XmlNode at, String attribute) {
        QName name = from.resolve(at, attribute);
        return Optional.ofNullable(all.get(name))
                .orElseThrow(() ->
                        from.uncarried(at, "names the " + attribute + " " + name + ", which nothing here defines"));
    }

    private void binding(Placed service, XmlNode port, Placed binding) {
        XmlNode soap = binding.node
                .child(new QName(SOAP, "binding"))
                .orElseThrow(() -> binding.uncarried(binding.node, "is no binding of SOAP 1.1"));
        if (!soap.attribute("transport", HTTP).equals(HTTP)) {
            throw binding.uncarried(soap, "transport '" + soap.attribute("transport") + "' is not HTTP");
        }
        Placed portType = named(portTypes, binding, binding.node, "type");
        Set<String> names = new HashSet<>();
        for (XmlNode operation : binding.node.children(wsdl("operation")).toList()) {
            try {
                String name = operation.attribute("name", "?");
                if (!names.add(name)) {
                    throw binding.uncarried(operation, "operation '" + name + "' stands twice (overloading)");
                }
                operation(service, port, binding, operation, soap.attribute("style", "document"), portType);
            } catch (Uncarried e) {
                refused.add(e.fault());
            }
        }
    }

    private void operation(Placed service, XmlNode port, Placed binding, XmlNode bound, String style, Placed portType) {
        String name = bound.attribute("name", "?");
        Optional<XmlNode> soap = bound.child(new QName(SOAP, "operation"));
        if (!soap.map(each -> each.attribute("style", style)).orElse(style).equals("document")) {
            throw binding.uncarried(
                    bound, "operation '" + name + "' is of style rpc; only document/literal is carried");
        }
        XmlNode abstractly = portType.node
                .children(wsdl("operation"))
                .filter(each -> name.equals(each.attribute("name")))
                .findFirst()
                .orElseThrow(() -> binding.uncarried(bound, "operation '" + name + "' is not in its portType"));
        if (abstractly.child(wsdl("output")).isEmpty()
                || abstractly.child(wsdl("input")).isEmpty()) {
            throw portType.uncarried(
                    abstractly, "operation '" + name + "' has no request or no answer; only both are carried");
        }
        Element input = message(binding, bound, portType, abstractly, "input");
        Element output = message(binding, bound, portType, abstractly, "output");
        List<Element> faults = new ArrayList<>();
        for (XmlNode fault : bound.children(wsdl("fault")).toList()) {
            fault.child(new QName(SOAP, "fault"))
                    .filter(each -> !each.attribute("use", "literal").equals("literal"))
                    .ifPresent(each -> {
                        throw binding.uncarried(each, "a fault is encoded; only document/literal is carried");
                    });
        }
        for (XmlNode fault : abstractly.children(wsdl("fault")).toList()) {
            Placed message = named(messages, portType, fault, "message");
            faults.add(element(message, parts(message).getFirst()));
        }
        SoapOperation operation = new SoapOperation(
                binding.document.file(),
                bound.line(),
                service.document.named(service.node),
                port.attribute("name", "?"),
                name,
                soap.map(each -> each.attribute("soapAction", "")).orElse(""),
                input,
                output,
                List.copyOf(faults));
        List<ContractFault> uncarried = new ArrayList<>();
        uncarried.addAll(types.faultsOf(input));
        uncarried.addAll(types.faultsOf(output));
        faults.forEach(each -> uncarried.addAll(types.faultsOf(each)));
        if (uncarried.isEmpty()) {
            operations.add(operation);
        } else {
            refused.add(new ContractFault(
                    operation.file(),
                    operation.line(),
                    "operation '" + name + "' is not offered: "
                            + uncarried.getFirst().reason()));
            refused.addAll(uncarried);
        }
    }

    private Element message(Placed binding, XmlNode bound, Placed portType, XmlNode abstractly, String direction) {
        XmlNode said = abstractly.child(wsdl(direction)).orElseThrow();
        Placed message = named(messages, portType, said, "message");
        Optional<XmlNode> how = bound.child(wsdl(direction));
        if (how.isPresent() && how.get().child(new QName(SOAP, "header")).isPresent()) {
            throw binding.uncarried(how.get(), "asks for a SOAP header, which OMEGA rejects (guide 4.2.2)");
        }
        Optional<XmlNode> body = how.flatMap(each -> each.child(new QName(SOAP, "body")));
        if (how.isPresent() && body.isEmpty()) {
            throw binding.uncarried(how.get(), "has no soap:body; attachments are not supported");
        }
        if (body.isPresent() && !body.get().attribute("use", "literal").equals("literal")) {
            throw binding.uncarried(body.get(), "is encoded; only document/literal is carried");
        }
        List<XmlNode> parts = parts(message);
        if (body.isPresent() && body.get().attribute("parts") != null) {
            List<String> named =
                    List.of(body.get().attribute("parts", "").strip().split("\\s+"));
            parts = parts.stream()
                    .filter(each -> named.contains(each.attribute("name", "?")))
                    .toList();
        }
        if (parts.size() != 1) {
            throw message.uncarried(
                    message.node, "has " + parts.size() + " parts in the body; document/literal has one");
        }
        return element(message, parts.getFirst());
    }

    private static List<XmlNode> parts(Placed message) {
        List<XmlNode> parts = message.node.children(wsdl("part")).toList();
        if (parts.isEmpty()) {
            throw message.uncarried(message.node, "has no part: a message of nothing is not supported");
        }
        return parts;
    }

    private Element element(Placed message, XmlNode part) {
        if (part.attribute("element") == null) {
            throw message.uncarried(
                    part,
                    "part '" + part.attribute("name", "?")
                            + "' names a type instead of an element; only document/literal is carried");
        }
        return types.root(message.document, part, message.resolve(part, "element"));
    }
}
