package omega.ws.contract;

/** Thrown while reading to end the reading of one component; its reader turns it into a fault of that component. */
final class Uncarried extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient ContractFault fault;

    Uncarried(String file, int line, String reason) {
        super(file + ":" + line + ": " + reason);
        this.fault = new ContractFault(file, line, reason);
    }

    ContractFault fault() {
        return fault;
    }
}
