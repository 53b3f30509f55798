package omega.ws.receive;

import omega.ws.contract.SoapOperation;
import omega.ws.rest.RestOperation;

/** By what OMEGA is asked: an operation of a WSDL, or one of a Swagger or OpenAPI document. */
public sealed interface Carried {
    /** The contract that says so. */
    String file();

    int line();

    /** §4.2.2. */
    record BySoap(SoapOperation operation) implements Carried {
        @Override
        public String file() {
            return operation.file();
        }

        @Override
        public int line() {
            return operation.line();
        }
    }

    /** §4.2.3. */
    record ByRest(RestOperation operation) implements Carried {
        @Override
        public String file() {
            return operation.file();
        }

        @Override
        public int line() {
            return operation.line();
        }
    }
}
