package omega.ws.rest;

/**
 * A parameter of an operation, whose value is a scalar or an array of scalars.
 *
 * @param separator between an array's values; empty where each is a parameter of its own
 */
public record Parameter(String name, In in, String separator) {
    /** Where it stands in the request. */
    public enum In {
        PATH,
        QUERY,
        HEADER
    }
}
