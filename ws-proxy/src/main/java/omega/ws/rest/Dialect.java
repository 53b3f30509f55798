package omega.ws.rest;

/** The languages in which REST contracts are written. */
enum Dialect {
    SWAGGER_2,
    OPENAPI_3_0,
    OPENAPI_3_1
}
