package io.lakeflight.server.front;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.planner.simple.SettingStatement;
import io.lakeflight.planner.simple.SettingStatement.Choice;
import io.lakeflight.planner.simple.SettingStatement.Question;
import io.lakeflight.planner.simple.SettingStatement.Reset;
import io.lakeflight.planner.simple.SparkSetting;
import io.lakeflight.planner.simple.UseStatement;
import io.lakeflight.server.front.SessionNames.Place;
import io.lakeflight.server.results.HeldRows;
import io.lakeflight.server.results.HeldRows.Row;
import io.lakeflight.server.results.SchemaMessages;
import io.lakeflight.server.session.Session;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code USE}, {@code SET} and {@code RESET}, as Spark would carry them out, and as far as that is sure. */
final class SessionChanges {
    private static final HeldRows NO_ROWS = new HeldRows(SchemaMessages.EMPTY, List.of());

    /** By these Spark decides what it blackens. */
    private static final String REDACTION = "redaction";

    private final Catalogs catalogs;
    private final Set<String> sparkSettings;
    private final int maxSettings;

    /**
     * @param sparkSettings names of those that an operator has made for the engines of any data plane
     * @param maxSettings of a session; one more is for an engine to refuse, which knows what a statement sets
     */
    SessionChanges(Catalogs catalogs, Set<String> sparkSettings, int maxSettings) {
        this.catalogs = catalogs;
        this.sparkSettings = sparkSettings;
        this.maxSettings = maxSettings;
    }

    Optional<SessionChange> of(Session.State state, FrontStatement statement) {
        if (statement instanceof FrontStatement.Use use) {
            return used(state, use.statement());
        }
        return statement instanceof FrontStatement.Setting setting ? set(state, setting.statement()) : Optional.empty();
    }

    private Optional<SessionChange> used(Session.State state, UseStatement use) {
        return new SessionNames(catalogs, state)
                .namespace(use.name())
                .filter(SessionChanges::isSchema)
                .map(place -> state.withCatalog(place.catalog().name()).withSchema(String.join(".", place.path())))
                .map(after -> new SessionChange(state, after, NO_ROWS, true));
    }

    /** Levels with dots cannot be told from two levels in a session's state. */
    private static boolean isSchema(Place place) {
        return !place.path().isEmpty()
                && place.path().stream().noneMatch(level -> level.contains("."))
                && place.catalog().call(() -> place.catalog().namespaces().namespaceExists(place.namespace()));
    }

    private Optional<SessionChange> set(Session.State state, SettingStatement statement) {
        if (statement instanceof Choice choice) {
            return SparkSetting.find(choice.name())
                    .filter(setting -> setting.takes(choice.value()))
                    .filter(setting -> hasRoomFor(choice.name(), state.settings()))
                    .map(setting -> change(
                            state,
                            state.withSetting(choice.name(), choice.value()),
                            row(choice.name(), choice.value())));
        }
        if (statement instanceof Question question) {
            return value(state, question.name()).map(value -> change(state, state, row(question.name(), value)));
        }
        if (statement instanceof Reset reset) {
            return SparkSetting.find(reset.name())
                    .map(setting -> change(state, state.withoutSetting(reset.name()), NO_ROWS));
        }
        return Optional.of(change(state, state.withSettings(Map.of()), NO_ROWS));
    }

    private boolean hasRoomFor(String name, Map<String, String> settings) {
        return settings.size() < maxSettings || settings.containsKey(name);
    }

    private static SessionChange change(Session.State before, Session.State after, HeldRows rows) {
        return new SessionChange(before, after, rows, false);
    }

    private static HeldRows row(String name, String value) {
        return new HeldRows(FrontSchemas.PROPERTIES, List.of(Row.of(name, value)));
    }

    private Optional<String> value(Session.State state, String name) {
        boolean isPlain = !sparkSettings.contains(name)
                && state.settings().keySet().stream().noneMatch(SessionChanges::isOfRedaction)
                && sparkSettings.stream().noneMatch(SessionChanges::isOfRedaction);
        if (!isPlain) {
            return Optional.empty();
        }
        return Optional.ofNullable(state.settings().get(name))
                .or(() -> SparkSetting.find(name).flatMap(SparkSetting::unset))
                .filter(value -> !SparkProperties.isSecret(Map.entry(name, value)));
    }

    private static boolean isOfRedaction(String name) {
        return name.toLowerCase(Locale.ROOT).contains(REDACTION);
    }
}
