package io.lakeflight.engine.spark.session;

import io.lakeflight.engine.spark.pruning.FloatPruning;
import org.apache.spark.sql.SparkSessionExtensions;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/** What sessions have besides Iceberg's extensions, after which it is to be named: Spark creates it by its name. */
public final class EngineExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
    @Override
    public BoxedUnit apply(SparkSessionExtensions extensions) {
        extensions.injectParser((session, parser) -> new FunctionParser(parser));
        // Twice: Spark decides which files a DELETE drops before the second, and moves conditions after the first.
        extensions.injectOptimizerRule(session -> new FloatPruning());
        extensions.injectPreCBORule(session -> new FloatPruning());
        return BoxedUnit.UNIT;
    }
}
