@org.jspecify.annotations.NullMarked
package omega.ws.partner;
