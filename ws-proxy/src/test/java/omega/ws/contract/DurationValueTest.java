package omega.ws.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.xml.datatype.DatatypeConstants;
import javax.xml.datatype.DatatypeFactory;
import org.junit.jupiter.api.Test;

/** Durations stand to each other as the JDK says, where it can say so in reasonable time. */
class DurationValueTest {
    private static final DatatypeFactory JDK = DatatypeFactory.newDefaultInstance();

    private static int ours(String one, String other) {
        int[] each = DurationValue.of(one).compareAfterEach(DurationValue.of(other));
        return Arrays.stream(each).map(Integer::signum).allMatch(sign -> sign == Integer.signum(each[0]))
                ? Integer.signum(each[0])
                : DatatypeConstants.INDETERMINATE;
    }

    @Test
    void ordersAsTheJdkDoes() {
        for (String[] pair : List.of(
                new String[] {"P1M", "P30D"},
                new String[] {"P1M", "P27D"},
                new String[] {"P1M", "P32D"},
                new String[] {"P1Y", "P365D"},
                new String[] {"P4Y", "P1461D"},
                new String[] {"-P1M", "-P31D"},
                new String[] {"P1D", "PT24H"},
                new String[] {"PT1M", "PT60.0S"},
                new String[] {"P0Y", "-PT0.0S"})) {
            assertEquals(
                    JDK.newDuration(pair[0]).compare(JDK.newDuration(pair[1])),
                    ours(pair[0], pair[1]),
                    () -> String.join(" ", pair));
        }
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            String one = duration(random);
            String other = duration(random);
            assertEquals(JDK.newDuration(one).compare(JDK.newDuration(other)), ours(one, other), one + " " + other);
        }
    }

    @Test
    void boundsOfTimeSpansAreComparedAtOnce() {
        assertEquals(-1, ours("P10675199DT2H48M5.4775807S", "P999999999D"));
        assertEquals(1, ours("P999999999Y999999999M", "P999999998Y999999999M"));
    }

    private static String duration(Random random) {
        return (random.nextInt(4) == 0 ? "-P" : "P") + random.nextInt(3) + "Y" + random.nextInt(14) + "M"
                + random.nextInt(62) + "DT" + random.nextInt(30) + "H" + random.nextInt(2) + ".5S";
    }
}
