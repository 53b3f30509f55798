package omega.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** The machine and this process, as far as figures depend on them. */
public final class Machine {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Machine() {}

    /** Without a name: cores, memory, system, JDK. */
    static String describe() {
        return "%d cores, %d GiB, %s %s, %s %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        Math.round(SYSTEM.getTotalMemorySize() / (double) (1 << 30)),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        System.getProperty("java.vendor"),
                        Runtime.version());
    }

    /** Processes that want to run, over the last minute; negative where the system does not tell. */
    static double load() {
        return SYSTEM.getSystemLoadAverage();
    }

    /** CPU time of this process, user and system. */
    public static Duration cpu() {
        return Duration.ofNanos(SYSTEM.getProcessCpuTime());
    }

    /** CPU time of another process, user and system. */
    public static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
