package omega.simulator.publish;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The points of delivery of one partner, each a pure function of seed, partner and index: nothing is stored, so that there may be any
 * number of them.
 *
 * @param size how many
 */
public record Register(long seed, String partenaire, int size) {
    private static final long NUMBERS = 100_000_000_000L;
    private static final long GI_NUMBERS = 1_000_000L;
    private static final long STEP = 2_618_033_989L;
    private static final long GI_STEP = 618_033L;
    private static final int GI_EVERY = 200;
    private static final LocalDate ORIGIN = LocalDate.of(2010, 1, 1);

    /** What a supplier knows of a point: 14 digits or GI and 6, a place, a tariff, a meter. */
    record Pce(String numero, long dice, double dailyVolume, long firstIndex) {

        /**
         * The meter's index in m³ at the start of a gas day: never falls, and rises faster in winter. Closed form of a daily use with
         * a yearly swing.
         */
        long index(LocalDate day) {
            double days = day.toEpochDay() - ORIGIN.toEpochDay();
            double swing = 0.6 * 365.25 / (2 * Math.PI) * Math.sin(2 * Math.PI * (days - 15) / 365.25);
            return firstIndex + (long) Math.floor(dailyVolume * (days + swing + 36));
        }

        /** A stable draw of this point, by what it is for. */
        long draw(String what) {
            return Dice.mix(dice, what);
        }

        Commune commune() {
            return Commune.ALL.get(Dice.below(draw("commune"), Commune.ALL.size()));
        }
    }

    record Commune(String nom, String codePostal, String insee) {
        static final List<Commune> ALL = List.of(
                new Commune("Besançon", "25000", "25056"),
                new Commune("Alençon", "61000", "61001"),
                new Commune("Saint-Étienne", "42000", "42218"),
                new Commune("Nîmes", "30000", "30189"),
                new Commune("Évreux", "27000", "27229"),
                new Commune("Orléans", "45000", "45234"),
                new Commune("Mâcon", "71000", "71270"),
                new Commune("Lyon", "69003", "69383"),
                new Commune("Lille", "59000", "59350"),
                new Commune("L'Haÿ-les-Roses", "94240", "94038"),
                new Commune("Ajaccio", "20000", "2A004"),
                new Commune("Œuilly", "51480", "51410"));
    }

    Pce pce(long index) {
        long dice = Dice.mix(Dice.mix(seed, partenaire), index);
        double share = Dice.part(Dice.mix(dice, 1));
        double large = Dice.below(Dice.mix(dice, 2), 33) == 0 ? 100 : 1;
        return new Pce(numero(index), dice, (1 + 8 * share) * large, Dice.below(Dice.mix(dice, 3), 90_000));
    }

    /** Whether {@code numero} is one of this partner's points. */
    public boolean has(String numero) {
        return rank(numero) >= 0;
    }

    /** Which of this partner's points {@code numero} is; -1 where it is none. */
    long rank(String numero) {
        long offset = Dice.mix(seed, partenaire) >>> 1;
        long index;
        if (numero.matches("GI\\d{6}")) {
            long rank = undone(Long.parseLong(numero.substring(2)) - offset, GI_STEP, GI_NUMBERS);
            index = rank * GI_EVERY + GI_EVERY - 1;
        } else if (numero.matches("21\\d{12}")) {
            index = undone(Long.parseLong(numero.substring(3)) - offset, STEP, NUMBERS);
        } else {
            return -1;
        }
        return index < size && numero(index).equals(numero) ? index : -1;
    }

    /** Ranks of the points with this post code. */
    LongStream at(String codePostal) {
        return LongStream.range(0, size)
                .filter(index -> pce(index).commune().codePostal().equals(codePostal));
    }

    /** The number whose {@code step}fold is {@code value}, modulo {@code numbers}. */
    private static long undone(long value, long step, long numbers) {
        BigInteger modulus = BigInteger.valueOf(numbers);
        return BigInteger.valueOf(step)
                .modInverse(modulus)
                .multiply(BigInteger.valueOf(value))
                .mod(modulus)
                .longValue();
    }

    /** The first {@code count} of the partner's points. */
    public List<String> first(int count) {
        return LongStream.range(0, Math.min(count, size)).mapToObj(this::numero).toList();
    }

    /** A permutation, so that no two points of a partner have one number. */
    private String numero(long index) {
        long offset = Dice.mix(seed, partenaire) >>> 1;
        if (index % GI_EVERY == GI_EVERY - 1) {
            return "GI" + digits((index / GI_EVERY * GI_STEP + offset) % GI_NUMBERS, 6);
        }
        return "21" + digits(1 + index % 9, 1)
                + digits((index % NUMBERS * STEP % NUMBERS + offset % NUMBERS) % NUMBERS, 11);
    }

    private static String digits(long number, int length) {
        String text = Long.toString(Math.floorMod(number, 1_000_000_000_000_000L));
        return "0".repeat(Math.max(0, length - text.length())) + text;
    }
}
