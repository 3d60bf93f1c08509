package io.lakeflight.planner.information;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which names matter.
 *
 * @param exact the only ones that can, if these are known
 * @param matching tells of a name whether it can
 */
public record NameFilter(Optional<Set<String>> exact, Predicate<String> matching) {
    static final NameFilter ALL = new NameFilter(Optional.empty(), name -> true);

    public NameFilter {
        exact = exact.map(Set::copyOf);
    }

    static NameFilter in(Set<String> names) {
        return new NameFilter(Optional.of(names), name -> true);
    }

    static NameFilter like(Predicate<String> matching) {
        return new NameFilter(Optional.empty(), matching);
    }

    public boolean test(String name) {
        return exact.map(names -> names.contains(name)).orElse(true) && matching.test(name);
    }

    /** The only name that can matter, if there is but one. */
    public Optional<String> single() {
        return exact.filter(names -> names.size() == 1)
                .map(names -> names.iterator().next());
    }

    NameFilter and(NameFilter other) {
        Predicate<String> both = matching.and(other.matching);
        if (exact.isEmpty() || other.exact.isEmpty()) {
            return new NameFilter(exact.or(other::exact), both);
        }
        return new NameFilter(exact, both.and(other.exact.get()::contains));
    }
}
