/** Each benchmark runs. */
@org.jspecify.annotations.NullMarked
package omega.bench;
