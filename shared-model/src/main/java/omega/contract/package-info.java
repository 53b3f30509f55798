/**
 * The contracts with the supplier's systems, as documents: JSON Schema 2020-12 for each topic's values and one AsyncAPI 3.0 document.
 *
 * <p>Comes from: the catalogue pack, and the events written by hand under {@code contract/} in the resources. Goes to:
 * {@code docs/contracts}, which a test holds to what is made here.
 */
@NullMarked
package omega.contract;

import org.jspecify.annotations.NullMarked;
