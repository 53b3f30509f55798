package omega.ws.contract;

/** What an element holds. */
public sealed interface Type permits SimpleType, ComplexType {}
