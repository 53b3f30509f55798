/**
 * JSON to XML and back by the types of a contract, losslessly, telling every constraint that is broken with its place in the JSON. What comes back is the same:
 * every key, element and attribute, each with the same value in the value space of its type. A number of 007, which JSON cannot write, comes back as 7.
 *
 * <p>In: a request's JSON, or the body of OMEGA's answer. Next: {@code call}, {@code reply}. How a type stands in JSON:
 *
 * <ul>
 *   <li>the body is the value of the message's element; an element's elements are its keys, attributes are {@code @name}, a text beside
 *       attributes is {@code $}; an element that may repeat is an array, even of one; one that is left out is no key, never an empty array;
 *   <li>{@code null} is {@code xsi:nil}; where attributes stand on such an element, {@code {"@xsi:nil": true, ...}};
 *   <li>{@code @xsi:type} names a derived complex type; that of a simple value narrows it, and is not kept; a substitute is the key of its own name;
 *   <li>a group that repeats is an array of rounds, so that order is kept, under the names of what it holds: {@code telephone_ou_courriel};
 *   <li>numbers keep their digits; with a pattern they are texts, as are dates, unions and binary data; of a union, a text has the blanks that the member
 *       keeps which it fits.
 * </ul>
 */
@NullMarked
package omega.ws.translate;

import org.jspecify.annotations.NullMarked;
