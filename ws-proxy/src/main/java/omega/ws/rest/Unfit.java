package omega.ws.rest;

import omega.ws.contract.ContractFault;

/** Ends the reading of what holds the fault; its reader tells it. */
final class Unfit extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient ContractFault fault;

    Unfit(String file, int line, String reason) {
        super(file + ":" + line + ": " + reason);
        this.fault = new ContractFault(file, line, reason);
    }

    ContractFault fault() {
        return fault;
    }
}
