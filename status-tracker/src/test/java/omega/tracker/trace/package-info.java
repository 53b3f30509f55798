@org.jspecify.annotations.NullMarked
package omega.tracker.trace;
