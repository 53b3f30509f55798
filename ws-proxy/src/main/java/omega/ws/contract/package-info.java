/**
 * What a WSDL and its schemas say, as a tree of types that translation and the OpenAPI document share.
 *
 * <p>In: the files of the pack. Out: {@link omega.ws.contract.Contract}s, whose operations are whole: what cannot be carried without loss
 * is named with file and line, and is offered to nobody. What the JDK's validator refuses is refused, and little else: years of more than
 * nine digits, parts of durations from two milliards on, more than twelve digits of a fraction of a second, exponents of more than three digits, brackets of
 * addresses that hold no IPv6 host, and {@code xsi:type} that names a complex type where a simple one is declared.
 */
@NullMarked
package omega.ws.contract;

import org.jspecify.annotations.NullMarked;
