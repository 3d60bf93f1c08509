package io.lakeflight.server.control;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which engine of a data plane a statement wants: the one its session is bound to, as long as that is there; else the one
 * that has the session already, unless it is clearly busier than another; else the one with the fewest statements.
 */
public record EngineWish(Optional<String> bound, Optional<String> used) {
    /** To open a session costs less than to wait for as many statements more. */
    private static final int CLEARLY_BUSIER = 2;

    private static final Comparator<Engine> BY_LOAD =
            Comparator.comparingInt(Engine::statements).thenComparingLong(Engine::lastChosen);

    /** Any engine. */
    public static EngineWish none() {
        return new EngineWish(Optional.empty(), Optional.empty());
    }

    /** The same, of a session that has an engine in use for what is wanted. */
    public EngineWish using(String engineId) {
        return new EngineWish(bound, Optional.of(engineId));
    }

    /** Why an engine was chosen. */
    enum Reason {
        BOUND("the session's state is there"),
        USED("the session is open there"),
        LEAST("the least loaded");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    /** An engine with the reason for it. */
    public record Choice(Engine engine, Reason reason, int engines) {
        /** In words, with the load by which it was compared. */
        public String explanation() {
            int load = engine.statements();
            return "%s, of %d ready; %d %s at work there"
                    .formatted(reason.words, engines, load, load == 1 ? "statement" : "statements");
        }
    }

    /** The choice among engines that live; empty if there are none. Of equals it is the one not chosen for longest. */
    Optional<Choice> among(List<Engine> engines) {
        Optional<Engine> binding = find(engines, bound);
        if (binding.isPresent()) {
            return Optional.of(new Choice(binding.get(), Reason.BOUND, engines.size()));
        }
        List<Engine> answering =
                engines.stream().filter(engine -> !engine.isSilent()).toList();
        List<Engine> candidates = answering.isEmpty() ? engines : answering;
        Optional<Engine> least = candidates.stream().min(BY_LOAD);
        Optional<Engine> known = find(candidates, used)
                .filter(engine ->
                        least.isPresent() && engine.statements() - least.get().statements() < CLEARLY_BUSIER);
        return known.map(engine -> new Choice(engine, Reason.USED, engines.size()))
                .or(() -> least.map(engine -> new Choice(engine, Reason.LEAST, engines.size())));
    }

    private static Optional<Engine> find(List<Engine> engines, Optional<String> id) {
        return id.flatMap(name ->
                engines.stream().filter(engine -> engine.id().equals(name)).findFirst());
    }
}
