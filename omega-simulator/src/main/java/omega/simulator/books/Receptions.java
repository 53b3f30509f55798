package omega.simulator.books;

/**
 * How often a file came.
 *
 * @param arrivees times that a file of this name was closed in the directory, or renamed to it
 * @param memeNom files of this name that OMEGA took
 * @param memeSha256 files of these bytes that OMEGA took, under whatever name
 */
public record Receptions(int arrivees, int memeNom, int memeSha256) {}
