package omega.calendar;

/**
 * When a flux is put out (§3.2.4).
 *
 * @param frequence {@code quotidienne} or {@code mensuelle}
 * @param plage {@code matin}, {@code midi} or {@code après-midi}; its hours are a setting of ours
 */
public record Schedule(String frequence, Days days, String plage) {}
