package omega.sandbox;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One process of the stack, as data. It must end when its standard input does.
 *
 * @param name    also of its log and pid file
 * @param needs   the children that must be healthy before it starts
 * @param address where to look, for people
 * @param healthy whether it does its job now; answers within seconds and never throws
 * @param launch  called before each start: makes ready what the process needs, and tells how to run it
 */
record Child(String name, List<String> needs, String address, BooleanSupplier healthy, Supplier<Launch> launch) {

    /** A command line, and what to add to the launcher's own environment. */
    record Launch(List<String> command, Map<String, String> environment) {}
}
