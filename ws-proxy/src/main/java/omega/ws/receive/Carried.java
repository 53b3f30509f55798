package omega.ws.receive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import omega.ws.contract.SoapOperation;
import omega.ws.rest.Fit;
import omega.ws.rest.RestOperation;
import omega.ws.rest.RestRequest;
import omega.ws.translate.Misfit;
import omega.ws.translate.ToXml;

/** By what OMEGA is asked: an operation of a WSDL, or one of a Swagger or OpenAPI document. */
public sealed interface Carried {
    /** The contract that says so. */
    String file();

    int line();

    /** Why a caller's request does not fit the contract; nothing where it does. */
    List<Misfit> misfits(JsonNode demande);

    /** The same of an answer as callers read it. */
    List<Misfit> misfitsOfAnswer(JsonNode reponse);

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

        @Override
        public List<Misfit> misfits(JsonNode demande) {
            return ToXml.translate(operation.input(), demande).misfits();
        }

        @Override
        public List<Misfit> misfitsOfAnswer(JsonNode reponse) {
            return ToXml.translate(operation.output(), reponse).misfits();
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

        @Override
        public List<Misfit> misfits(JsonNode demande) {
            return RestRequest.of(operation, demande).misfits();
        }

        @Override
        public List<Misfit> misfitsOfAnswer(JsonNode reponse) {
            List<List<Misfit>> each = operation.successes().stream()
                    .flatMap(Optional::stream)
                    .map(schema -> Fit.misfits(schema, operation.components(), reponse))
                    .toList();
            return each.stream().anyMatch(List::isEmpty) || each.isEmpty() ? List.of() : each.getFirst();
        }
    }
}
