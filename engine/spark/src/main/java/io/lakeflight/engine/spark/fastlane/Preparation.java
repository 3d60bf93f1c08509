package io.lakeflight.engine.spark.fastlane;

import io.lakeflight.engine.spark.fastlane.files.TableFiles;
import io.lakeflight.engine.spark.fastlane.gate.DuckZone;
import io.lakeflight.engine.spark.fastlane.gate.Gate;
import io.lakeflight.engine.spark.fastlane.known.KnownStatements;
import io.lakeflight.engine.spark.fastlane.known.Recording;
import io.lakeflight.engine.spark.fastlane.translate.PlanTranslator;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import io.lakeflight.engine.spark.fastlane.translate.Translation;
import io.lakeflight.engine.spark.fastlane.translate.TranslationSettings;
import io.lakeflight.engine.spark.session.EngineSession;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.internal.SQLConf;

/**
 * What DuckDB is to do.
 *
 * @param sql with the signs of {@link io.lakeflight.engine.spark.fastlane.translate.WideDecimals}
 * @param recording by which it can be done again; empty of what is known
 */
record Preparation(String sql, TableFiles files, String duckZone, Optional<Recording> recording) {
    /** Up to here it costs next to nothing that rows of a file, or of a branch of a union, stay together in their order, as Spark's do. */
    private static final long FEW_ROWS = 200_000;

    /**
     * @param recording without anything yet
     * @throws Refusal if the plan is not for the lane
     */
    static Preparation of(
            Recording recording, long maxResultRows, EngineSession session, LogicalPlan optimised, LaneOptions options)
            throws Refusal {
        SQLConf conf = session.spark().sessionState().conf();
        Gate.require(optimised, conf);
        String zone = conf.sessionLocalTimeZone();
        String duckZone = DuckZone.of(zone);
        TranslationSettings rules = new TranslationSettings(zone, options.approximateDoubles(), maxResultRows);
        Translation translation = PlanTranslator.translate(optimised, recording, rules);
        return new Preparation(recording.sql(translation.sql()), recording.files(), duckZone, Optional.of(recording));
    }

    /**
     * @param files empty, to be filled with those that are read
     * @throws Refusal if what the tables hold by now is not for the lane
     */
    static Preparation of(TableFiles files, KnownStatements.Found statement) throws Refusal {
        return new Preparation(statement.sql(files), files, statement.duckZone(), Optional.empty());
    }

    /** The same, but for where some of it is read. */
    Preparation reading(String other) {
        return new Preparation(other, files, duckZone, recording);
    }

    /** Whether rows are to come in the order that they are made in. */
    boolean isOrderKept() {
        return Translation.mayBeOrdered(sql) || files.rows() <= FEW_ROWS;
    }
}
