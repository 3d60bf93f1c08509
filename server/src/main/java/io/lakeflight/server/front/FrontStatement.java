package io.lakeflight.server.front;

import io.lakeflight.planner.BrowseStatement;
import io.lakeflight.planner.simple.SettingStatement;
import io.lakeflight.planner.simple.SimpleQuery;
import io.lakeflight.planner.simple.UseStatement;

/** A text as the server reads it that may answer it; what becomes of it depends on the session and the catalogs. */
sealed interface FrontStatement {
    record Use(UseStatement statement) implements FrontStatement {}

    record Setting(SettingStatement statement) implements FrontStatement {}

    record Browse(BrowseStatement statement) implements FrontStatement {}

    record Simple(SimpleQuery query) implements FrontStatement {}

    /** Anything else; it may still be a query of {@code information_schema}. */
    record Other() implements FrontStatement {}

    static FrontStatement read(String sql) {
        return UseStatement.parse(sql)
                .<FrontStatement>map(Use::new)
                .or(() -> SettingStatement.parse(sql).map(Setting::new))
                .or(() -> BrowseStatement.parse(sql).map(Browse::new))
                .or(() -> SimpleQuery.parse(sql).map(Simple::new))
                .orElseGet(Other::new);
    }
}
