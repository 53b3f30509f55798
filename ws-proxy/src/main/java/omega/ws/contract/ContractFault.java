package omega.ws.contract;

/**
 * Why something of a contract cannot be carried.
 *
 * @param line from 1; 0 where it is of the whole file, or not known
 */
public record ContractFault(String file, int line, String reason) {
    @Override
    public String toString() {
        return file + (line == 0 ? "" : ":" + line) + ": " + reason;
    }
}
