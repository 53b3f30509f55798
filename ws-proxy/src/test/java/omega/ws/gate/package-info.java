@org.jspecify.annotations.NullMarked
package omega.ws.gate;
