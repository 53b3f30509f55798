package omega.channel;

import java.security.KeyPair;
import java.util.Base64;
import omega.sandbox.TestKeys;

/** Key pairs of the tests, and the file forms they come in. */
public final class Keys {
    private Keys() {}

    public static KeyPair user() {
        return TestKeys.rsa("user", 4096);
    }

    public static KeyPair host() {
        return TestKeys.rsa("host", 4096);
    }

    public static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
