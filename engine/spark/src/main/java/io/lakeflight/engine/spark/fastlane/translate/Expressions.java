package io.lakeflight.engine.spark.fastlane.translate;

import io.lakeflight.engine.spark.fastlane.rewrite.PlanRewrites;
import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BloomFilterMightContain;
import org.apache.spark.sql.catalyst.expressions.DynamicPruningExpression;
import org.apache.spark.sql.catalyst.expressions.DynamicPruningSubquery;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.ScalarSubquery;
import org.apache.spark.sql.catalyst.expressions.StringSplitSQL;

/**
 * Expressions over the columns of one relation.
 *
 * <p>Guards name their operands several times. One that is long is computed in a SELECT between the relation and the
 * expression, and named: texts would double with every level otherwise. {@link #from} is then the relation with these.
 */
final class Expressions implements Operands {
    private static final int SHORT = 100;
    private static final Pattern NAMED = Pattern.compile("\\bv_\\d+\\b");

    private final Plans plans;
    private final Set<String> columns = new HashSet<>();
    private final Map<Expression, String> computed = new HashMap<>();
    private final Map<String, String> named = new LinkedHashMap<>();
    private final Map<String, Integer> levels = new HashMap<>();
    private final List<List<String>> layers = new ArrayList<>();
    private final boolean mayName;

    /** @param mayName whether there is one relation below, in which something can be computed before */
    Expressions(Plans plans, List<Attribute> attributes, boolean mayName) {
        this.plans = plans;
        this.mayName = mayName;
        attributes.forEach(attribute -> columns.add(Relation.column(attribute)));
    }

    static Expressions over(Plans plans, Relation relation) {
        return new Expressions(plans, relation.output(), true);
    }

    /** From now on this expression is already there, as this piece of SQL. */
    void compute(Expression expression, String sql) {
        computed.put(expression.canonicalized(), sql);
    }

    @Override
    public TranslationSettings settings() {
        return plans.settings();
    }

    @Override
    public ZoneFacts zone() {
        return plans.zone();
    }

    @Override
    public String sql(Expression expression) throws Refusal {
        String known = computed.get(expression.canonicalized());
        if (known != null) {
            return known;
        }
        if (expression instanceof Alias alias) {
            return sql(alias.child());
        }
        if (expression instanceof AttributeReference attribute) {
            return column(attribute);
        }
        if (expression instanceof Literal literal) {
            return plans.constant(literal);
        }
        if (expression instanceof ScalarSubquery subquery) {
            return subquery(subquery);
        }
        if (isPruning(expression)) {
            return "true";
        }
        Optional<MergedSubquery> merged = MergedSubquery.of(expression);
        if (merged.isPresent()) {
            return subquery(merged.get());
        }
        return byRule(expression);
    }

    private String byRule(Expression expression) throws Refusal {
        if (!expression.deterministic()) {
            throw new Refusal("function " + expression.prettyName());
        }
        Rule<?> rule = Rules.find(expression).orElseThrow(() -> refusal(expression));
        // A rule may leave it to its operands to be of types that DuckDB has.
        DuckTypes.of(expression.dataType());
        for (Expression child : ScalaLists.toJava(expression.children())) {
            // Constants are the rule's: an interval, or the unit of a date; and so is what it takes one part of.
            boolean isWhole = child instanceof StringSplitSQL || expression instanceof GetStructField;
            if (!(child instanceof Literal) && !isWhole) {
                DuckTypes.of(child.dataType());
            }
        }
        return rule.sql(expression, this);
    }

    @Override
    public String struct(AttributeReference column) throws Refusal {
        return known(column);
    }

    private static Refusal refusal(Expression expression) {
        StringBuilder reason = new StringBuilder("function " + expression.prettyName());
        for (Expression child : ScalaLists.toJava(expression.children())) {
            reason.append(reason.indexOf(" of ") < 0 ? " of " : ", ")
                    .append(child.dataType().simpleString());
        }
        if (reason.indexOf("cast of") >= 0) {
            reason.append(" to ").append(expression.dataType().simpleString());
        }
        return new Refusal(reason.length() > 120 ? reason.substring(0, 120) : reason.toString());
    }

    private String column(Attribute attribute) throws Refusal {
        String column = known(attribute);
        DuckTypes.of(attribute.dataType());
        return column;
    }

    private String known(Attribute attribute) throws Refusal {
        String column = Relation.column(attribute);
        if (!columns.contains(column)) {
            throw new Refusal("a column from outside");
        }
        return column;
    }

    private String subquery(ScalarSubquery subquery) throws Refusal {
        if (!subquery.outerAttrs().isEmpty() || !subquery.joinCond().isEmpty()) {
            throw new Refusal("correlated scalar subquery");
        }
        Relation relation = plans.apart(PlanRewrites.rewrite(subquery.plan()));
        return "(SELECT " + relation.columns().get(0) + " FROM "
                + relation.from(plans.names().next("t")) + ")";
    }

    private String subquery(MergedSubquery subquery) throws Refusal {
        DuckTypes.of(subquery.value().dataType());
        Relation relation = plans.apart(PlanRewrites.rewrite(subquery.plan()));
        Expressions in = over(plans, relation);
        String value = in.sql(subquery.value());
        return "(SELECT " + value + " FROM "
                + in.from(relation.from(plans.names().next("t"))) + ")";
    }

    /** What only spares work, and leaves the rows as they are. */
    private static boolean isPruning(Expression expression) {
        return expression instanceof DynamicPruningSubquery
                || expression instanceof DynamicPruningExpression
                || expression instanceof BloomFilterMightContain;
    }

    @Override
    public String once(Expression operand) throws Refusal {
        return once(sql(operand));
    }

    @Override
    public String once(String sql) throws Refusal {
        if (sql.length() <= SHORT) {
            return sql;
        }
        if (!mayName) {
            throw new Refusal("a long condition of a join");
        }
        String known = named.get(sql);
        if (known != null) {
            return known;
        }
        int level = NAMED.matcher(sql)
                .results()
                .map(MatchResult::group)
                .mapToInt(name -> levels.getOrDefault(name, -1) + 1)
                .max()
                .orElse(0);
        String name = plans.names().next("v");
        if (level == layers.size()) {
            layers.add(new ArrayList<>());
        }
        layers.get(level).add(sql + " AS " + name);
        levels.put(name, level);
        named.put(sql, name);
        return name;
    }

    /** What follows FROM, for the expressions asked for so far. */
    String from(String relation) {
        String from = relation;
        for (List<String> layer : layers) {
            from = "(SELECT *, " + String.join(", ", layer) + " FROM " + from + ") AS "
                    + plans.names().next("t");
        }
        return from;
    }
}
