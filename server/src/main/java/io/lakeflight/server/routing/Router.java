package io.lakeflight.server.routing;

import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.routing.RoutingRule.Action;
import io.lakeflight.server.session.OwnSetting;
import io.lakeflight.server.units.Units;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Chooses the data plane of a statement: where the session is bound to, else what it has chosen, else what the first rule
 * says that matches, else by the bytes to scan, else the default.
 *
 * <p>A rule that matches first and refuses the statement does so whatever the session has chosen.
 */
public final class Router {
    private final List<PlaneView> planes;
    private final String defaultPlane;

    public Router(List<PlaneView> planes, String defaultPlane) {
        this.planes = List.copyOf(planes);
        this.defaultPlane = defaultPlane;
    }

    public RoutingDecision decide(RoutingRequest request, List<RoutingRule> rules) {
        List<RoutingStep> steps = new ArrayList<>();
        Optional<QueryException> misfit = misfit(request.home(), request.chosen());
        choices(request, misfit, steps);
        if (misfit.isPresent()) {
            return refused(misfit.get(), steps);
        }
        Optional<RoutingRule> rule = firstMatch(rules, steps, each -> each.mismatch(request));
        if (rule.isPresent() && rule.get().action() instanceof Action.Reject reject) {
            return refused(new QueryException(ErrorCode.ROUTE_REFUSED, reject.message()), steps);
        }
        Optional<String> bound = request.home().or(request::chosen);
        if (bound.isPresent()) {
            return to(
                    bound.get(),
                    request.home().isPresent() ? "the session is bound to it" : "the session chose it",
                    steps);
        }
        if (rule.isPresent() && rule.get().action() instanceof Action.Route route) {
            return to(route.plane(), "by rule " + rule.get().name(), steps);
        }
        if (rule.isPresent() && rule.get().action() instanceof Action.RouteToTag tagged) {
            return toTag(tagged.tag(), rule.get(), request, steps);
        }
        Optional<String> byBytes = byBytes(planes, request, steps);
        return to(
                byBytes.orElse(defaultPlane),
                byBytes.isPresent() ? "by bytes to scan" : "it is the default plane",
                steps);
    }

    /** Of the planes that have it, the one for such scans, or the first of the configuration; the default one comes first. */
    private RoutingDecision toTag(String tag, RoutingRule rule, RoutingRequest request, List<RoutingStep> steps) {
        List<PlaneView> tagged =
                planes.stream().filter(plane -> plane.tags().contains(tag)).toList();
        Comparator<PlaneView> isDefault =
                Comparator.comparing(plane -> !plane.name().equals(defaultPlane));
        String first = tagged.stream().min(isDefault).orElseThrow().name();
        return to(
                byBytes(tagged, request, steps).orElse(first),
                "by rule %s, of %d tagged %s".formatted(rule.name(), tagged.size(), tag),
                steps);
    }

    /**
     * Whether the server may answer a statement itself: a rule that matches first and refuses it does so wherever it would
     * be answered. On such a statement those rules do not bear that ask how much it reads, for it reads no rows.
     */
    public RoutingDecision admit(RoutingRequest request, List<RoutingRule> rules) {
        List<RoutingStep> steps = new ArrayList<>();
        Optional<RoutingRule> rule = firstMatch(
                rules,
                steps,
                each -> each.asksOfScans() ? Optional.of("the server reads no rows for it") : each.mismatch(request));
        return rule.isPresent() && rule.get().action() instanceof Action.Reject reject
                ? refused(new QueryException(ErrorCode.ROUTE_REFUSED, reject.message()), steps)
                : new RoutingDecision(Optional.empty(), Optional.empty(), steps);
    }

    /** Why a session may not choose that plane; empty if it may. */
    public Optional<QueryException> misfit(Optional<String> home, Optional<String> chosen) {
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = planes.stream().map(PlaneView::name).toList();
        if (!names.contains(chosen.get())) {
            return Optional.of(new QueryException(
                    ErrorCode.INVALID_SESSION_OPTION,
                    "There is no data plane \"%s\" (expected: one of %s)"
                            .formatted(chosen.get(), String.join(", ", names))));
        }
        return home.filter(plane -> !plane.equals(chosen.get())).map(plane -> elsewhere(plane, chosen.get()));
    }

    /** Nothing may run in silence without the views that its session has. */
    public static QueryException elsewhere(String home, String plane) {
        return new QueryException(
                ErrorCode.INVALID_SESSION_OPTION,
                ("The session has temporary views, functions or variables on data plane \"%s\", or a statement at work"
                                + " there that may make some, and its statements cannot run on \"%s\". Drop them,"
                                + " or RESET lakeflight.data_plane, or use another session")
                        .formatted(home, plane));
    }

    private static void choices(RoutingRequest request, Optional<QueryException> misfit, List<RoutingStep> steps) {
        request.home()
                .ifPresent(home -> steps.add(new RoutingStep(
                        "session", home, "bound", "it has temporary views, functions or variables there")));
        String reason = misfit.map(Throwable::getMessage).orElse("");
        steps.add(request.chosen()
                .map(chosen -> new RoutingStep(
                        "option",
                        OwnSetting.DATA_PLANE,
                        misfit.isPresent() ? "refused" : "set",
                        chosen + because(reason)))
                .orElseGet(() -> new RoutingStep("option", OwnSetting.DATA_PLANE, "not set", "")));
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }

    private static Optional<RoutingRule> firstMatch(
            List<RoutingRule> rules, List<RoutingStep> steps, Function<RoutingRule, Optional<String>> told) {
        for (RoutingRule rule : rules) {
            Optional<String> mismatch = told.apply(rule);
            String detail = mismatch.map(reason -> reason + " (wanted: " + rule.description() + ")")
                    .orElseGet(() -> rule.description() + ": " + consequence(rule.action()));
            steps.add(new RoutingStep("rule", rule.name(), mismatch.isEmpty() ? "matches" : "does not match", detail));
            if (mismatch.isEmpty()) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    private static String consequence(Action action) {
        if (action instanceof Action.RouteToTag tagged) {
            return "route to a plane tagged " + tagged.tag();
        }
        return action instanceof Action.Route route ? "route to " + route.plane() : "reject";
    }

    /** The plane for the smallest scans that this one is among; empty if planes are for any, or the bytes are not known. */
    private Optional<String> byBytes(List<PlaneView> among, RoutingRequest request, List<RoutingStep> steps) {
        if (among.stream().allMatch(PlaneView::isForAnything)) {
            return Optional.empty();
        }
        OptionalLong bytes = request.facts().bytes();
        if (bytes.isEmpty()) {
            steps.add(new RoutingStep("cost", "bytes to scan", "not known", ""));
            return Optional.empty();
        }
        Comparator<PlaneView> smallest = Comparator.comparingLong(PlaneView::maxBytes)
                .thenComparing(plane -> !plane.name().equals(defaultPlane));
        PlaneView fitting = among.stream()
                .filter(plane -> plane.maxBytes() >= bytes.getAsLong())
                .min(smallest)
                .orElseGet(() -> among.stream().max(smallest).orElseThrow());
        String limit = fitting.isForAnything() ? "any scan" : "scans up to " + Units.formatSize(fitting.maxBytes());
        steps.add(new RoutingStep(
                "cost", "bytes to scan", fitting.name(), "%d bytes; it is for %s".formatted(bytes.getAsLong(), limit)));
        return Optional.of(fitting.name());
    }

    private static RoutingDecision to(String plane, String reason, List<RoutingStep> steps) {
        steps.add(new RoutingStep("plane", plane, "chosen", reason));
        return new RoutingDecision(Optional.of(plane), Optional.empty(), steps);
    }

    private static RoutingDecision refused(QueryException refusal, List<RoutingStep> steps) {
        steps.add(new RoutingStep("plane", "", "refused", String.valueOf(refusal.getMessage())));
        return new RoutingDecision(Optional.empty(), Optional.of(refusal), steps);
    }
}
