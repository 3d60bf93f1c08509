package io.lakeflight.engine.spark.fastlane;

import io.lakeflight.engine.spark.fastlane.duckdb.DuckSession;
import io.lakeflight.engine.spark.fastlane.duckdb.HeldRows;
import io.lakeflight.engine.spark.fastlane.duckdb.TooManyRowsException;
import io.lakeflight.engine.spark.fastlane.memory.KeptOff;
import io.lakeflight.engine.spark.fastlane.memory.PlanShape;
import io.lakeflight.engine.spark.fastlane.translate.WideDecimals;
import java.sql.SQLException;

/**
 * Executes queries in the form that DuckDB is quick with; if that fails, which long decimals are a reason for, once more in
 * the wide one, and then in that one at once.
 */
final class DecimalWidths {
    private final long mostRows;
    private final KeptOff tooNarrow = new KeptOff();

    DecimalWidths(long mostRows) {
        this.mostRows = mostRows;
    }

    /** Whether a query that has failed may be tried in another form. */
    interface Patience {
        /** @throws io.lakeflight.engine.spark.error.EngineException if the query was cancelled */
        boolean isLeft();
    }

    /** @param columns how many there are */
    HeldRows hold(Preparation prepared, PlanShape shape, int columns, DuckSession session, Patience patience)
            throws SQLException, TooManyRowsException {
        String sql = prepared.sql();
        if (tooNarrow.contains(shape)) {
            return session.hold(WideDecimals.wide(sql), columns, prepared.isOrderKept(), mostRows);
        }
        try {
            HeldRows rows = session.hold(WideDecimals.narrow(sql), columns, prepared.isOrderKept(), mostRows);
            tooNarrow.succeeded(shape);
            return rows;
        } catch (SQLException e) {
            // The wide form takes more memory still.
            if (!patience.isLeft() || !WideDecimals.areIn(sql) || DuckSession.isOutOfMemory(e)) {
                throw e;
            }
        }
        HeldRows rows = session.hold(WideDecimals.wide(sql), columns, prepared.isOrderKept(), mostRows);
        tooNarrow.add(shape);
        return rows;
    }
}
