package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** All expressions that there is a rule for; everything else is refused. */
final class Rules {
    private static final Map<Class<?>, List<Rule<?>>> BY_CLASS = Stream.of(
                    LogicRules.ALL,
                    ComparisonRules.ALL,
                    ConditionalRules.ALL,
                    NumberRules.ALL,
                    BitRules.ALL,
                    DecimalRules.ALL,
                    RoundingRules.ALL,
                    StringRules.ALL,
                    SubstringRules.ALL,
                    PatternRules.ALL,
                    NumberCastRules.ALL,
                    StringCastRules.ALL,
                    TimeCastRules.ALL,
                    DateRules.ALL,
                    TruncationRules.ALL,
                    TimestampRules.ALL,
                    EpochRules.ALL,
                    ShiftRules.ALL,
                    FormatRules.ALL,
                    StructRules.ALL)
            .flatMap(List::stream)
            .collect(Collectors.groupingBy(Rule::type));

    private Rules() {}

    static Optional<Rule<?>> find(Expression expression) {
        return BY_CLASS.getOrDefault(expression.getClass(), List.of()).stream()
                .filter(rule -> rule.isFor(expression))
                .findFirst();
    }

    static Stream<Rule<?>> all() {
        return BY_CLASS.values().stream().flatMap(List::stream);
    }
}
