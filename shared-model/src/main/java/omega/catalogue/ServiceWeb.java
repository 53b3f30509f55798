package omega.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One web service of OMEGA, as {@code bindings.yaml} binds it (§1.1, §4).
 *
 * @param name the guide's, verbatim: {@code CreerDemandeCHF}, {@code pce adresse}
 * @param contrat path of its WSDL or of its OpenAPI document inside the pack
 * @param chemin path below the configured address; never taken from the contract (§4.2.2)
 * @param section of the guide
 */
public record ServiceWeb(String name, String contrat, String chemin, String section, List<Operation> operations) {

    public Optional<Operation> operation(String operation) {
        return operations.stream().filter(each -> each.name().equals(operation)).findFirst();
    }

    /** A name, alone or before {@code /operation}, as it stands in addresses: with {@code -} for blanks. */
    public static String address(String name) {
        return name.strip().replaceAll("\\s+", "-");
    }

    /** Whether it is called in REST, by an OpenAPI document, rather than in SOAP. */
    public boolean isRest() {
        return contrat.startsWith("rest/");
    }

    /** What an operation does with OMEGA's data, which decides its hours (§4.1). */
    public enum Acces {
        ECRITURE,
        LECTURE
    }

    /**
     * One operation. The optional places are JSON pointers into its request, or into its answer where said.
     *
     * @param libelle what the guide calls it (§1.1)
     * @param natures SDEM's code of what it creates: one code with an empty place, or several, each with a place that is there in
     *     such a request; none for what creates nothing
     * @param idDemande place of the supplier's own reference in the request
     * @param pce place of the PCE in the request
     * @param numeroDemande place of OMEGA's reference in the answer
     * @param etat place of the state in the answer
     * @param suites what may be asked for next
     * @param fautes of the faults that it declares, those that are no refusal
     */
    public record Operation(
            String name,
            Optional<String> libelle,
            Acces acces,
            Map<String, String> natures,
            Optional<String> idDemande,
            Optional<String> pce,
            Optional<String> numeroDemande,
            Optional<String> etat,
            Optional<Suivi> suivi,
            List<Suite> suites,
            List<Faute> fautes) {}

    /**
     * A declared fault that says of OMEGA that it failed, not of the request that it is refused.
     *
     * @param element its name, without namespace
     * @param code place of its code
     * @param nonFaites codes by which the request was not carried out, and may be sent again; by any other it may have been
     */
    public record Faute(String element, String code, Set<String> nonFaites) {}

    /**
     * What may be asked for once an operation has been answered, and how that request begins.
     *
     * @param operation {@code service/operation}
     * @param si it is offered only where each of these has its value
     * @param choix place of an array in the answer, of which the caller chooses one; empty where there is nothing to choose
     * @param corps by place in the next request, where the value comes from
     * @param termine whether nothing may be asked for any more once a request that begins so was accepted
     * @param puis what may be asked for once that has been answered for the sake of this request: {@code choix} is a place in the
     *     answer in between, everything else is of the request that was answered first
     */
    public record Suite(
            String operation,
            Map<Origine, String> si,
            Optional<String> choix,
            Map<String, Origine> corps,
            boolean termine,
            List<Suite> puis) {}

    /** A place in the request that was answered, in its answer, or in what was chosen of it; or a value as it stands. */
    public record Origine(De de, String place) {}

    /** Where a value of the next request comes from. */
    public enum De {
        DEMANDE,
        REPONSE,
        CHOIX,
        VALEUR
    }

    /**
     * How a creation whose answer was lost is looked up.
     *
     * @param operation {@code service/operation}, a look-up
     * @param cle by place in the look-up's request, the place in the creation's request where the value stands
     * @param trouve place of the requests found, an array, in the look-up's answer
     * @param numeroDemande place of OMEGA's reference in each of them
     * @param etat place of the state in each of them
     * @param nature place of SDEM's code in each of them, by which what is another request under the same key is told apart
     * @param pce place of the PCE in each of them, for the same
     */
    public record Suivi(
            String operation,
            Map<String, String> cle,
            String trouve,
            String numeroDemande,
            String etat,
            Optional<String> nature,
            Optional<String> pce) {}
}
