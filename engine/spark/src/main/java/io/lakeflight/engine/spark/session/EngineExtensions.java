package io.lakeflight.engine.spark.session;

import org.apache.spark.sql.SparkSessionExtensions;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/** What sessions have besides Iceberg's extensions, after which it is to be named: Spark creates it by its name. */
public final class EngineExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
    @Override
    public BoxedUnit apply(SparkSessionExtensions extensions) {
        extensions.injectParser((session, parser) -> new FunctionParser(parser));
        return BoxedUnit.UNIT;
    }
}
