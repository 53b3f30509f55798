package omega.fetcher.ledger;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import omega.clock.OmegaClock;
import omega.sandbox.TestStack;
import org.junit.jupiter.api.Test;

/** One installation is one environment: a database that served another is refused. */
class EnvironmentTest {
    @Test
    void aDatabaseThatServesAnotherEnvironmentIsRefused() throws Exception {
        try (AgroalDataSource dataSource = TestStack.pool(TestStack.freshDatabase())) {
            new Ledger(dataSource, OmegaClock.real(), "homologation").migrate();
            new Ledger(dataSource, OmegaClock.real(), "homologation").migrate();
            Ledger other = new Ledger(dataSource, OmegaClock.real(), "production");
            IllegalStateException refused = assertThrows(IllegalStateException.class, other::migrate);
            assertTrue(
                    String.valueOf(refused.getMessage()).contains("'homologation', not 'production'"),
                    refused::toString);
        }
    }
}
