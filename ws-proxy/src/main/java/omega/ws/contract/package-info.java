/**
 * What a WSDL and its schemas say, as a tree of types that translation and the OpenAPI document share.
 *
 * <p>In: the files of the pack. Out: {@link omega.ws.contract.Contract}s, whose operations are whole: what cannot be carried without loss
 * is named with file and line, and is offered to nobody. Dates have years 0001 to 9999 and no 24:00:00; names of XML (NCName, NMTOKEN) are
 * of Latin letters.
 */
@NullMarked
package omega.ws.contract;

import org.jspecify.annotations.NullMarked;
