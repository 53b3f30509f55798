package omega.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import omega.channel.Timeouts;
import omega.simulator.play.ReglagesDemandes.Ramassage;
import omega.submitter.ledger.LotState;
import omega.submitter.partner.Contrat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The guide does not say which names OMEGA picks up (§3.2.3): whichever it does, and however promptly, over both protocols a lot is received once, and what nobody can know is
 * left to an operator.
 */
@Timeout(600)
class TakenNamesTest {
    @TempDir
    Path home;

    private Hours hours;
    private Doors doors;

    @BeforeEach
    void open() throws IOException {
        hours = new Hours(home.resolve("clock"), Instant.parse("2026-11-24T08:00:00Z"));
        doors = new Doors(home, hours.clock());
    }

    @AfterEach
    void close() throws IOException {
        doors.close();
    }

    private Contrat contrat(String canal, @Nullable String temporaire) {
        return new Contrat(doors.partner(canal), Depositor.LIMIT, 0, temporaire, false);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            sftp, NOMS_DEFINITIFS, true,  DEPOSE
            ftps, NOMS_DEFINITIFS, true,  DEPOSE
            sftp, NOMS_DEFINITIFS, false, DEPOSE
            ftps, NOMS_DEFINITIFS, false, DEPOSE
            sftp, TOUS_LES_NOMS,   true,  INCERTAIN
            ftps, TOUS_LES_NOMS,   true,  INCERTAIN
            sftp, TOUS_LES_NOMS,   false, DEPOSE
            ftps, TOUS_LES_NOMS,   false, DEPOSE
            """)
    void aLotIsReceivedOnce(String canal, Ramassage ramassage, boolean aside, String end) throws Exception {
        doors.takeAtOnce(ramassage);
        try (Depositor depositor =
                new Depositor(contrat(canal, aside ? Depositor.TEMPORAIRE : null), hours, Timeouts.USUAL)) {
            List<String> ids = depositor.accept(30);
            for (int i = 0; i < 4; i++) {
                depositor.turn();
            }

            assertTrue(depositor.isQuiet(), depositor::standing);
            assertEquals(
                    1,
                    depositor
                            .in(end.equals("DEPOSE") ? LotState.Depose.class : LotState.Incertain.class)
                            .size(),
                    depositor::standing);
            assertEquals(ids.stream().collect(Collectors.toMap(Function.identity(), _ -> 1)), doors.received());
        }
    }
}
