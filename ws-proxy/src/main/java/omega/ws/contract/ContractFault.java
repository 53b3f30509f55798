package omega.ws.contract;

/** Why something of a contract cannot be carried. */
public record ContractFault(String file, int line, String reason) {
    @Override
    public String toString() {
        return file + ":" + line + ": " + reason;
    }
}
