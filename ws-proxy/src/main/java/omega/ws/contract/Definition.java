package omega.ws.contract;

/**
 * What a contract takes a name of a namespace for. Namespaces carry no version, so two contracts of one environment must not differ in one (§4.2.2).
 *
 * @param name the namespace and what of it
 * @param said a text that is the same for the same definition, however it is written and wherever it stands; empty for a service, which one
 *     file must hold
 */
public record Definition(String name, String file, int line, String said) {
    /** The same, of a file that is found at {@code root}. */
    public Definition below(String root) {
        return new Definition(name, root + file, line, said);
    }

    /** Whether both cannot hold of {@link #name}, which is the other's too. */
    public boolean contradicts(Definition other) {
        return said.isEmpty() ? !file.equals(other.file) : !said.equals(other.said);
    }

    public String place() {
        return file + ":" + line;
    }
}
