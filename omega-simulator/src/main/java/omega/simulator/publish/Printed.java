package omega.simulator.publish;

import java.util.List;

/**
 * What came to be in an archive.
 *
 * @param lignes lines between header and footer
 * @param rejets of them, those that are no records
 * @param fautes the faults that really are in it, of those that were asked for
 */
record Printed(long lignes, long rejets, List<String> fautes) {}
