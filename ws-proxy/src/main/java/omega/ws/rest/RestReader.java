package omega.ws.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import omega.ws.contract.ContractFault;

/** Reads one Swagger 2.0 or OpenAPI 3 document. An operation that cannot be carried whole is refused with its place, and the others are offered. */
final class RestReader {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final Set<String> OTHER_METHODS = Set.of("head", "options", "trace");
    private static final Set<String> IGNORED_HEADERS = Set.of("accept", "content-type", "authorization");
    private static final Set<String> OWN_HEADERS =
            Set.of("host", "connection", "content-length", "expect", "upgrade", "transfer-encoding");
    private static final Pattern TEMPLATE = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern STATUS = Pattern.compile("[1-5]([0-9][0-9]|XX)|default");
    private static final Pattern JSON_TYPE =
            Pattern.compile("application/([^;]*\\+)?json *(;.*)?|\\*/\\*|application/\\*");
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private final Library library;
    private final String file;
    private final List<RestOperation> operations = new ArrayList<>();
    private final List<ContractFault> refused = new ArrayList<>();
    private final List<ContractFault> limits = new ArrayList<>();

    RestReader(Library library, String file) {
        this.library = library;
        this.file = file;
    }

    Optional<RestContract> read() {
        try {
            At root = new At(library.source(file), "");
            if (!root.node().has("swagger") && !root.node().has("openapi")) {
                return Optional.empty();
            }
            return Optional.of(read(root));
        } catch (Unfit e) {
            return Optional.of(
                    new RestContract(file, "", "", List.of(), Map.of(), List.of(e.fault()), List.of(), library.used()));
        }
    }

    private RestContract read(At root) {
        Dialect dialect = dialect(root);
        SchemaReader schemas = new SchemaReader(library, dialect, file, limits);
        At paths = root.find("paths").orElseThrow(() -> root.unfit("has no paths"));
        Set<String> names = new HashSet<>();
        for (String path : paths.keys()) {
            if (!path.startsWith("/")) {
                continue;
            }
            At item = guarded(() -> library.follow(paths.at(path)));
            if (item == null) {
                continue;
            }
            for (String method : item.keys()) {
                if (OTHER_METHODS.contains(method)) {
                    refused.add(item.at(method)
                            .unfit("the method " + method + " is not carried")
                            .fault());
                } else if (METHODS.contains(method)) {
                    RestOperation read =
                            guarded(() -> new OperationReader(root, item, path, method, dialect, schemas).read());
                    if (read != null && !names.add(read.name())) {
                        refused.add(new ContractFault(
                                read.file(), read.line(), "a second operation is called " + read.name()));
                    } else if (read != null) {
                        operations.add(read);
                    }
                }
            }
        }
        String title = root.node().at("/info/title").asText(file).strip().replaceAll("[^A-Za-z0-9._-]+", "-");
        return new RestContract(
                file, title, base(root), operations, schemas.components(), refused, limits, library.used());
    }

    private <T> @org.jspecify.annotations.Nullable T guarded(java.util.function.Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Unfit e) {
            refused.add(e.fault());
            return null;
        }
    }

    private static Dialect dialect(At root) {
        String swagger = root.text("swagger");
        String openapi = root.text("openapi");
        if (swagger.equals("2.0") || swagger.equals("2")) {
            return Dialect.SWAGGER_2;
        }
        if (openapi.startsWith("3.0")) {
            return Dialect.OPENAPI_3_0;
        }
        if (openapi.startsWith("3.1")) {
            return Dialect.OPENAPI_3_1;
        }
        throw (swagger.isEmpty() ? root.at("openapi") : root.at("swagger"))
                .unfit("is of the version " + swagger + openapi + "; Swagger 2.0, OpenAPI 3.0 and 3.1 are read");
    }

    /** Its path only: where OMEGA is comes from the configuration (§4.2.2). */
    private String base(At root) {
        String path = root.text("basePath");
        List<At> servers = root.members("servers");
        if (!servers.isEmpty()) {
            String url = servers.getFirst().text("url");
            try {
                path = String.valueOf(URI.create(url).getRawPath());
            } catch (IllegalArgumentException e) {
                limits.add(servers.getFirst()
                        .unfit("its server " + url + " is not taken: omega.ws.chemins says the path")
                        .fault());
            }
        }
        String trimmed = path.replaceFirst("/+$", "");
        return trimmed.isEmpty() || trimmed.startsWith("/") ? trimmed : "/" + trimmed;
    }

    /** Reads one operation. */
    private final class OperationReader {
        private final At root;
        private final At item;
        private final At at;
        private final String path;
        private final String method;
        private final Dialect dialect;
        private final SchemaReader schemas;
        private final List<Parameter> parameters = new ArrayList<>();
        private final ObjectNode properties = JSON.objectNode();
        private final ArrayNode required = JSON.arrayNode();
        private Optional<String> body = Optional.empty();
        private String mediaType = "application/json";

        OperationReader(At root, At item, String path, String method, Dialect dialect, SchemaReader schemas) {
            this.root = root;
            this.item = item;
            this.at = item.at(method);
            this.path = path;
            this.method = method;
            this.dialect = dialect;
            this.schemas = schemas;
        }

        RestOperation read() {
            String name = at.text("operationId").isEmpty()
                    ? method + path.replaceAll("[^A-Za-z0-9]+", "-").replaceFirst("-$", "")
                    : at.text("operationId").replaceAll("[^A-Za-z0-9._-]+", "-");
            security();
            parameters();
            at.find("requestBody").ifPresent(each -> requestBody(library.follow(each)));
            if (method.equals("get") && body.isPresent()) {
                throw at.unfit("a GET with a body is not carried");
            }
            checkPath();
            ObjectNode request = JSON.objectNode().put("type", "object");
            request.set("properties", properties);
            if (!required.isEmpty()) {
                request.set("required", required);
            }
            request.put("additionalProperties", false);
            return new RestOperation(
                    at.file(),
                    at.line(),
                    name,
                    method.toUpperCase(Locale.ROOT),
                    path,
                    parameters,
                    body,
                    mediaType,
                    request,
                    answers(),
                    schemas.components());
        }

        private void security() {
            At asked = at.find("security").or(() -> root.find("security")).orElse(null);
            if (asked == null || asked.node().isEmpty()) {
                return;
            }
            At schemes = dialect == Dialect.SWAGGER_2
                    ? root.at("securityDefinitions")
                    : root.at("components").at("securitySchemes");
            for (JsonNode way : asked.node()) {
                boolean token = true;
                for (Map.Entry<String, JsonNode> each : way.properties()) {
                    At scheme = library.follow(schemes.at(each.getKey()));
                    String type = scheme.text("type");
                    token &= type.equals("oauth2")
                            || type.equals("openIdConnect")
                            || (type.equals("http") && scheme.text("scheme").equalsIgnoreCase("bearer"));
                }
                if (token) {
                    return;
                }
            }
            throw asked.unfit("asks for another proof than an access token (guide 4.2.3)");
        }

        private void parameters() {
            Map<String, At> all = new LinkedHashMap<>();
            for (At holder : List.of(item, at)) {
                for (At each : holder.members("parameters")) {
                    At parameter = library.follow(each);
                    all.put(parameter.text("in") + " " + parameter.text("name"), parameter);
                }
            }
            all.values().forEach(this::parameter);
        }

        private void parameter(At parameter) {
            String name = parameter.text("name");
            if (name.isEmpty()) {
                throw parameter.unfit("a parameter without a name");
            }
            switch (parameter.text("in")) {
                case "path" -> place(parameter, name, Parameter.In.PATH, true);
                case "query" -> place(parameter, name, Parameter.In.QUERY, parameter.is("required"));
                case "header" -> {
                    String lower = name.toLowerCase(Locale.ROOT);
                    if (OWN_HEADERS.contains(lower) || !TOKEN.matcher(name).matches()) {
                        throw parameter.unfit("the header " + name + " cannot be set by a caller");
                    }
                    if (IGNORED_HEADERS.contains(lower)) {
                        limits.add(parameter
                                .unfit("the header " + name + " is the proxy's own: no parameter")
                                .fault());
                    } else {
                        place(parameter, name, Parameter.In.HEADER, parameter.is("required"));
                    }
                }
                case "body" -> {
                    jsonOnly(at.find("consumes").or(() -> root.find("consumes")), parameter, "takes");
                    body(
                            name,
                            parameter.is("required"),
                            parameter.find("schema").orElseThrow(() -> parameter.unfit("a body without a schema")));
                }
                default -> throw parameter.unfit("a parameter in '" + parameter.text("in") + "' is not carried");
            }
        }

        private void place(At parameter, String name, Parameter.In in, boolean needed) {
            if (parameter.find("content").isPresent()) {
                throw parameter.unfit("the parameter " + name + " has a content of its own: not carried");
            }
            At schema = dialect == Dialect.SWAGGER_2
                    ? parameter
                    : parameter.find("schema").orElseThrow(() -> parameter.unfit(name + " has no schema"));
            JsonNode read = dialect == Dialect.SWAGGER_2 ? schemas.ofParameter(schema) : schemas.read(schema);
            String separator = separator(parameter, in);
            scalars(parameter, read, true);
            put(parameter, name, needed, read);
            parameters.add(new Parameter(name, in, separator));
        }

        private void put(At where, String name, boolean needed, JsonNode schema) {
            if (properties.has(name)) {
                throw where.unfit("two parameters are called " + name);
            }
            properties.set(name, schema);
            if (needed) {
                required.add(name);
            }
        }

        /** A parameter has no way to say an object, nor an array in an array. */
        private void scalars(At parameter, JsonNode schema, boolean array) {
            JsonNode plain = schemas.plain(schema);
            Set<String> types = new HashSet<>();
            if (plain.path("type").isTextual()) {
                types.add(plain.path("type").asText());
            }
            plain.path("type").forEach(each -> types.add(each.asText()));
            if (types.isEmpty()
                    || types.contains("object")
                    || types.contains("null")
                    || (types.contains("array") && (!array || types.size() > 1))) {
                throw parameter.unfit("the parameter " + parameter.text("name")
                        + " must be a text, a number, a truth value or an array of them, and say which");
            }
            if (types.contains("array")) {
                scalars(parameter, plain.path("items"), false);
            }
        }

        private String separator(At parameter, Parameter.In in) {
            if (dialect == Dialect.SWAGGER_2) {
                String format = parameter.text("collectionFormat");
                return switch (format) {
                    case "", "csv" -> ",";
                    case "ssv" -> " ";
                    case "tsv" -> "\t";
                    case "pipes" -> "|";
                    case "multi" -> {
                        if (in != Parameter.In.QUERY) {
                            throw parameter.unfit("collectionFormat multi is for queries only");
                        }
                        yield "";
                    }
                    default -> throw parameter.unfit("collectionFormat " + format + " is unknown");
                };
            }
            String style = parameter.text("style");
            if (in != Parameter.In.QUERY) {
                if (!style.isEmpty() && !style.equals("simple")) {
                    throw parameter.unfit("the style " + style + " is not carried");
                }
                return ",";
            }
            boolean explode = parameter.node().path("explode").asBoolean(style.isEmpty() || style.equals("form"));
            if (parameter.is("allowReserved")) {
                throw parameter.unfit("allowReserved is not carried");
            }
            return switch (style) {
                case "", "form" -> explode ? "" : ",";
                case "spaceDelimited" -> explode ? "" : " ";
                case "pipeDelimited" -> explode ? "" : "|";
                default -> throw parameter.unfit("the style " + style + " is not carried");
            };
        }

        private void requestBody(At requestBody) {
            At content = requestBody.at("content");
            String type = content.keys().stream()
                    .filter(each -> JSON_TYPE.matcher(each).matches())
                    .findFirst()
                    .orElseThrow(() -> requestBody.unfit("takes " + content.keys() + ", no JSON: not carried"));
            mediaType = type.contains("*") ? "application/json" : type;
            At schema = content.at(type).find("schema").orElseThrow(() -> content.unfit("a body without a schema"));
            body("corps", requestBody.is("required"), schema);
        }

        private void body(String name, boolean needed, At schema) {
            if (body.isPresent()) {
                throw schema.unfit("a second body");
            }
            put(schema, name, needed, schemas.read(schema));
            body = Optional.of(name);
        }

        private void jsonOnly(Optional<At> types, At where, String does) {
            if (types.isPresent()
                    && !types.get().node().isEmpty()
                    && where.node() != null
                    && !anyJson(types.get().node())) {
                throw types.get().unfit(does + " " + types.get().node() + ", no JSON: not carried");
            }
        }

        private static boolean anyJson(JsonNode types) {
            for (JsonNode each : types) {
                if (JSON_TYPE.matcher(each.asText()).matches()) {
                    return true;
                }
            }
            return false;
        }

        private void checkPath() {
            Set<String> named = new HashSet<>();
            Matcher matcher = TEMPLATE.matcher(path);
            while (matcher.find()) {
                named.add(matcher.group(1));
            }
            Set<String> declared = new HashSet<>();
            parameters.stream()
                    .filter(each -> each.in() == Parameter.In.PATH)
                    .forEach(each -> declared.add(each.name()));
            if (!named.equals(declared)) {
                throw at.unfit("the path " + path + " names " + named + ", the parameters are " + declared);
            }
        }

        private Map<String, Optional<JsonNode>> answers() {
            Map<String, Optional<JsonNode>> answers = new LinkedHashMap<>();
            At responses = at.find("responses").orElseThrow(() -> at.unfit("has no responses"));
            for (String key : responses.keys()) {
                if (key.startsWith("x-")) {
                    continue;
                }
                String status = key.equalsIgnoreCase("default") ? "default" : key.toUpperCase(Locale.ROOT);
                if (!STATUS.matcher(status).matches()) {
                    throw responses.at(key).unfit("'" + key + "' is no status");
                }
                answers.put(status, answer(library.follow(responses.at(key)), status));
            }
            if (answers.keySet().stream().noneMatch(each -> each.startsWith("2"))) {
                Optional<JsonNode> otherwise = answers.get("default");
                if (otherwise == null) {
                    throw responses.unfit("says of no answer that it is a good one");
                }
                answers.put("2XX", otherwise);
            }
            return answers;
        }

        private Optional<JsonNode> answer(At response, String status) {
            if (dialect == Dialect.SWAGGER_2) {
                Optional<At> schema = response.find("schema");
                if (schema.isPresent() && status.startsWith("2")) {
                    jsonOnly(at.find("produces").or(() -> root.find("produces")), response, "answers");
                }
                return schema.map(schemas::read);
            }
            Optional<At> content =
                    response.find("content").filter(each -> !each.node().isEmpty());
            if (content.isEmpty()) {
                return Optional.empty();
            }
            Optional<String> type = content.get().keys().stream()
                    .filter(each -> JSON_TYPE.matcher(each).matches())
                    .findFirst();
            if (type.isEmpty()) {
                Unfit noJson = response.unfit("answers " + content.get().keys() + ", no JSON");
                if (status.startsWith("2")) {
                    throw noJson;
                }
                limits.add(noJson.fault());
                return Optional.empty();
            }
            At media = content.get().at(type.get());
            return Optional.of(media.find("schema").map(schemas::read).orElse(JSON.objectNode()));
        }
    }
}
