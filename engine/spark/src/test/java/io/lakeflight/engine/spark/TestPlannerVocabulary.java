package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.analysis.LiteralFunctionResolution$;
import org.apache.spark.sql.catalyst.analysis.TableFunctionRegistry$;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.CurrentTimestampLike;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.expressions.Nondeterministic;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.util.SQLKeywordUtils$;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** What the planner, which never sees Spark, takes for granted of Spark's functions and words. */
class TestPlannerVocabulary {
    private static final Path LISTS = Path.of("../../planner/src/main/resources/io/lakeflight/planner/statement/words");

    /**
     * Repeatable to Spark, but not to us: what they give depends on the order of rows, on chance, on files beside the tables,
     * or on what the engine is.
     */
    private static final Set<String> NOT_TAKEN = Set.of(
            "aes_encrypt",
            "approx_percentile",
            "count_min_sketch",
            "from_avro",
            "from_protobuf",
            "histogram_numeric",
            "mode",
            "percentile_approx",
            "schema_of_avro",
            "to_avro",
            "to_protobuf",
            "version");

    private static final Set<String> FAMILIES_NOT_TAKEN = Set.of("approx_top_k", "hll_", "kll_", "theta_");

    @Test
    void functionsTakenForRepeatableAreSoToSpark() {
        Map<String, Tuple2<ExpressionInfo, scala.Function1<Seq<Expression>, Expression>>> registry = registry();
        Set<String> taken = lines("repeatable-functions.txt");

        assertThat(registry.keySet()).containsAll(taken);
        assertThat(taken.stream().filter(name -> !isRepeatable(registry.get(name))))
                .isEmpty();
    }

    @Test
    void everyFunctionOfSparkIsTakenOrIsNotForAReason() {
        Set<String> unknown = new TreeSet<>();
        registry().forEach((name, function) -> {
            if (Character.isLetter(name.charAt(0)) && isRepeatable(function)) {
                unknown.add(name);
            }
        });
        unknown.removeAll(lines("repeatable-functions.txt"));
        unknown.removeAll(NOT_TAKEN);
        unknown.removeIf(name -> FAMILIES_NOT_TAKEN.stream().anyMatch(name::startsWith));

        assertThat(unknown).isEmpty();
    }

    @Test
    void wordsBeforeBracketsAreNoOtherFunctions() {
        Set<String> functions = new HashSet<>(registry().keySet());
        functions.addAll(CollectionConverters.asJava(TableFunctionRegistry$.MODULE$.logicalPlans())
                .keySet());
        functions.removeAll(lines("repeatable-functions.txt"));

        assertThat(lines("before-brackets.txt")).doesNotContainAnyElementsOf(functions);
    }

    @Test
    void functionsWithoutBracketsAreKnown() {
        Set<String> without = registry().keySet().stream()
                .filter(name -> LiteralFunctionResolution$.MODULE$
                        .resolve(CollectionConverters.asScala(List.of(name)).toSeq())
                        .isDefined())
                .collect(Collectors.toSet());

        assertThat(without).contains("current_date", "user");
        assertThat(lines("without-brackets.txt")).containsAll(without);
    }

    @Test
    void keywordsAreThoseOfSparksGrammar() {
        Set<String> keywords = CollectionConverters.asJava(SQLKeywordUtils$.MODULE$.keywords()).stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());

        assertThat(lines("keywords.txt")).containsExactlyInAnyOrderElementsOf(keywords);
    }

    private static Set<String> lines(String file) {
        try {
            return Files.readAllLines(LISTS.resolve(file)).stream()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Tuple2<ExpressionInfo, scala.Function1<Seq<Expression>, Expression>>> registry() {
        return CollectionConverters.asJava(FunctionRegistry$.MODULE$.expressions());
    }

    /** By what it is with any arguments it takes, and by what its documentation says. */
    private static boolean isRepeatable(Tuple2<ExpressionInfo, scala.Function1<Seq<Expression>, Expression>> function) {
        ExpressionInfo told = function._1();
        String text = (told.getUsage() + told.getNote() + told.getExtended()).toLowerCase(Locale.ROOT);
        return !text.contains("non-determ")
                && !text.contains("nondeterm")
                && arguments().stream().noneMatch(arguments -> varies(function._2(), arguments));
    }

    private static boolean varies(scala.Function1<Seq<Expression>, Expression> builder, List<Expression> arguments) {
        Expression built;
        try {
            built = builder.apply(CollectionConverters.asScala(arguments).toSeq());
        } catch (Exception e) {
            // It does not take these.
            return false;
        }
        return varies(built);
    }

    private static boolean varies(Expression expression) {
        boolean isOfContext = expression instanceof CurrentTimestampLike
                || expression.getClass().getSimpleName().matches("Current.*|LocalTimestamp");
        if (!expression.deterministic() || expression instanceof Nondeterministic || isOfContext) {
            return true;
        }
        if (expression instanceof RuntimeReplaceable replaceable && replacementVaries(replaceable)) {
            return true;
        }
        return CollectionConverters.asJava(expression.children()).stream().anyMatch(TestPlannerVocabulary::varies);
    }

    private static boolean replacementVaries(RuntimeReplaceable expression) {
        try {
            return varies(expression.replacement());
        } catch (Exception e) {
            // There is none for arguments of these types.
            return false;
        }
    }

    /** None, one and two of every kind, and more of the same. */
    private static List<List<Expression>> arguments() {
        List<Expression> values = values();
        List<List<Expression>> arguments = new ArrayList<>(List.of(List.of()));
        for (Expression first : values) {
            arguments.add(List.of(first));
            for (Expression second : values) {
                arguments.add(List.of(first, second));
            }
            IntStream.rangeClosed(3, 7).forEach(count -> arguments.add(Collections.nCopies(count, first)));
        }
        return arguments;
    }

    private static List<Expression> values() {
        Function<DataType, Expression> column = type -> new AttributeReference(
                "c",
                type,
                true,
                Metadata.empty(),
                NamedExpression$.MODULE$.newExprId(),
                CollectionConverters.asScala(List.<String>of()).toSeq());
        List<Expression> values = new ArrayList<>(List.of(
                Literal$.MODULE$.apply(1),
                Literal$.MODULE$.apply("a"),
                Literal$.MODULE$.apply(1.5d),
                Literal$.MODULE$.apply(true)));
        List.of(
                        DataTypes.IntegerType,
                        DataTypes.StringType,
                        DataTypes.DoubleType,
                        DataTypes.BooleanType,
                        DataTypes.DateType,
                        DataTypes.TimestampType,
                        DataTypes.BinaryType,
                        DataTypes.createArrayType(DataTypes.IntegerType),
                        DataTypes.createMapType(DataTypes.StringType, DataTypes.IntegerType),
                        new StructType().add("a", "int"))
                .forEach(type -> values.add(column.apply(type)));
        return values;
    }
}
