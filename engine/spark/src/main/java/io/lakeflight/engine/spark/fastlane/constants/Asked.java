package io.lakeflight.engine.spark.fastlane.constants;

import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.spark.statement.BoundParameters;
import io.lakeflight.engine.spark.statement.ParameterRows;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A statement as it was asked for; its parameters are decoded once, and its constants looked for once. For one thread. */
public final class Asked {
    private final Statement statement;
    private @Nullable ParameterRows parameters;
    private Optional<ConstantText> constants = Optional.empty();
    private boolean areConstantsRead;

    public Asked(Statement statement) {
        this.statement = statement;
    }

    public Statement statement() {
        return statement;
    }

    private ParameterRows parameters() {
        if (parameters == null) {
            parameters = ParameterRows.read(statement.getParameters());
        }
        return parameters;
    }

    /** Whether a value of any set of parameters is a text of this kind. */
    public boolean hasText(Predicate<String> kind) {
        return parameters().hasText(kind);
    }

    /**
     * Empty of a text without constants, or with too many, or with characters that are not worth the trouble. Parameters that
     * cannot be told apart, or are long, are none of the constants.
     */
    public Optional<ConstantText> constants() {
        if (!areConstantsRead) {
            constants = read();
            areConstantsRead = true;
        }
        return constants;
    }

    private Optional<ConstantText> read() {
        Optional<BoundParameters> bound = BoundParameters.of(parameters(), statement.getParameterOrderList())
                .filter(BoundParameters::areBrief);
        return bound.flatMap(parameters -> ConstantReader.read(statement.getSql(), parameters))
                .or(() -> ConstantReader.read(statement.getSql()));
    }
}
