package omega.ws.contract;

import java.util.List;
import javax.xml.namespace.QName;

/**
 * One operation of a SOAP 1.1 document/literal port that can be carried whole.
 *
 * @param file of the pack, the WSDL
 * @param service its wsdl:service
 * @param port local name of its wsdl:port
 * @param input what the request's body holds
 * @param faults what a fault's detail may hold
 */
public record SoapOperation(
        String file,
        int line,
        QName service,
        String port,
        String name,
        String soapAction,
        Element input,
        Element output,
        List<Element> faults) {}
