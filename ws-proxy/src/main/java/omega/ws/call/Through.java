package omega.ws.call;

import javax.xml.transform.Source;

/** What CXF only hands through, from a dispatch's caller to an interceptor or back. */
interface Through extends Source {
    @Override
    default void setSystemId(String systemId) {
        throw new UnsupportedOperationException();
    }

    @Override
    default String getSystemId() {
        return "";
    }
}
