package io.lakeflight.engine.spark.fastlane.known;

import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.spark.fastlane.constants.Asked;
import io.lakeflight.engine.spark.fastlane.constants.ConstantText;
import io.lakeflight.engine.spark.session.Digest;
import io.lakeflight.engine.spark.session.EngineSession;
import io.lakeflight.engine.spark.session.SessionContext;
import java.util.Optional;

/**
 * All that the plan of a statement depends on but tables: its text and the values of its parameters, who asks, the current
 * catalog and schema, and every setting of the session, among them the time zone and the versions of the catalogs. As hashes,
 * because settings are many.
 *
 * @param context of who asks and where
 * @param statement of what is asked
 */
public record StatementKey(String context, String statement) {
    /** By which a table may be read at a branch that its name does not tell. */
    private static final String WRITE_AUDIT_PUBLISH = "spark.wap.";

    /** Empty of a statement whose names may mean what only this session knows, or whose parameters mean another time later. */
    public static Optional<StatementKey> of(EngineSession session, Asked asked) {
        if (session.hasTemporaries() || asked.hasText(Moments::mayBeOne)) {
            return Optional.empty();
        }
        SessionContext context = session.context();
        return context.hasSetting(WRITE_AUDIT_PUBLISH)
                ? Optional.empty()
                : Optional.of(new StatementKey(context.hash(), hash(asked.statement())));
    }

    /** By which texts of one shape are known that differ in their constants, in the same context. */
    StatementKey alike(Statement statement, ConstantText text) {
        return new StatementKey(context, "constants of " + hash(text.common(statement)));
    }

    private static String hash(Statement statement) {
        return new Digest()
                .add(statement.getSql())
                .add(statement.getParameters().toByteArray())
                .add(statement.getParameterOrderList().toString())
                .add(String.valueOf(statement.getApproximateDoubles()))
                .hex();
    }
}
