package omega.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeysTest {

    @Test
    void aPairIsRsa4096InTheFormatsOfOpenSsh(@TempDir Path dir) throws Exception {
        Keys keys = new Keys(dir);
        keys.ensure("DEMO");

        String pem = Files.readString(keys.secret("DEMO"));
        assertTrue(pem.startsWith("-----BEGIN PRIVATE KEY-----\n"));
        assertTrue(pem.endsWith("\n-----END PRIVATE KEY-----\n"));
        byte[] pkcs8 = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        RSAPrivateCrtKey secret =
                (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        assertEquals(4096, secret.getModulus().bitLength());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.secret("DEMO"))));

        String[] open = Files.readString(keys.open("DEMO")).trim().split(" ", -1);
        assertEquals("ssh-rsa", open[0]);
        DataInputStream blob =
                new DataInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(open[1])));
        assertEquals("ssh-rsa", new String(part(blob), StandardCharsets.US_ASCII));
        assertEquals(secret.getPublicExponent(), new BigInteger(part(blob)));
        assertEquals(secret.getModulus(), new BigInteger(part(blob)));
        assertEquals(-1, blob.read());

        keys.ensure("DEMO");
        assertEquals(pem, Files.readString(keys.secret("DEMO")), "a pair is made once");
    }

    private static byte[] part(DataInputStream blob) throws Exception {
        return blob.readNBytes(blob.readInt());
    }
}
