package omega.ws.contract;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Whether XML tells where one round of a repeated group ends and the next begins. It does not where an element may both go on in a round and begin another:
 * {@code (a?, b?)*} may read {@code a b} as one round or two. By the positions of Glushkov's automaton.
 */
final class Rounds {
    private final IdentityHashMap<Particle, Set<Particle>> next = new IdentityHashMap<>();

    /** Elements that a part may begin and end with, and whether it may be left out. */
    private record Ends(boolean empty, Set<Particle> first, Set<Particle> last) {}

    private Rounds() {}

    static boolean areTold(Particle.Order order, List<Particle> members) {
        Rounds rounds = new Rounds();
        Ends round = rounds.ends(order, members);
        return round.last().stream()
                .allMatch(each -> Collections.disjoint(rounds.next.getOrDefault(each, Set.of()), round.first()));
    }

    private static Set<Particle> none() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private static Set<Particle> both(Set<Particle> one, Set<Particle> other) {
        Set<Particle> both = none();
        both.addAll(one);
        both.addAll(other);
        return both;
    }

    private void connect(Set<Particle> from, Set<Particle> to) {
        from.forEach(each -> next.computeIfAbsent(each, _ -> none()).addAll(to));
    }

    private Ends ends(Particle particle) {
        Ends ends = switch (particle) {
            case Particle.One one -> new Ends(false, both(Set.of(one), Set.of()), both(Set.of(one), Set.of()));
            case Particle.Group group -> ends(group.order(), group.members());
            case Particle.Wildcard _ -> new Ends(true, none(), none());
        };
        if (particle.max() > 1) {
            connect(ends.last(), ends.first());
        }
        return new Ends(ends.empty() || particle.min() == 0, ends.first(), ends.last());
    }

    private Ends ends(Particle.Order order, List<Particle> members) {
        List<Ends> all = members.stream().map(this::ends).toList();
        boolean choice = order == Particle.Order.CHOICE;
        Ends whole = new Ends(!choice, none(), none());
        for (Ends each : all) {
            switch (order) {
                case SEQUENCE -> {
                    connect(whole.last(), each.first());
                    whole = new Ends(
                            whole.empty() && each.empty(),
                            whole.empty() ? both(whole.first(), each.first()) : whole.first(),
                            each.empty() ? both(whole.last(), each.last()) : each.last());
                }
                case CHOICE ->
                    whole = new Ends(
                            whole.empty() || each.empty(),
                            both(whole.first(), each.first()),
                            both(whole.last(), each.last()));
                case ALL -> {
                    connect(whole.last(), each.first());
                    connect(each.last(), whole.first());
                    whole = new Ends(
                            whole.empty() && each.empty(),
                            both(whole.first(), each.first()),
                            both(whole.last(), each.last()));
                }
            }
        }
        return whole;
    }
}
