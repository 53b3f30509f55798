package omega.channel;

/** Separate worlds with their own data, topics, keys and hosts (§3.1); named on every log line. */
public enum Environment {
    HOMOLOGATION,
    PRODUCTION,
    SANDBOX
}
