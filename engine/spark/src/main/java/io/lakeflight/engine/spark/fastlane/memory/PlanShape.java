package io.lakeflight.engine.spark.fastlane.memory;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.WindowFrame;
import org.apache.spark.sql.catalyst.expressions.WindowSpecDefinition;
import org.apache.spark.sql.catalyst.plans.QueryPlan;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2ScanRelation;

/**
 * What plans have in common that differ only in the values of their literals and in the snapshots they read, as a hash that
 * tells nobody what they were.
 */
public record PlanShape(String hash) {
    /** In bytes; there are few shapes, and a wrong match costs no more than some time. */
    private static final int LENGTH = 16;

    public static PlanShape of(QueryPlan<?> plan) {
        MessageDigest digest = sha256();
        add(digest, plan);
        return new PlanShape(HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), LENGTH)));
    }

    private static void add(MessageDigest digest, QueryPlan<?> plan) {
        add(digest, "(" + plan.nodeName());
        if (plan instanceof DataSourceV2ScanRelation scan) {
            add(digest, scan.relation().name());
        }
        ScalaLists.toJava(plan.expressions()).forEach(expression -> add(digest, expression));
        ScalaLists.toJava(plan.children()).forEach(child -> add(digest, (QueryPlan<?>) child));
        add(digest, ")");
    }

    private static void add(MessageDigest digest, Expression expression) {
        add(digest, "[" + expression.getClass().getSimpleName() + ":" + type(expression));
        if (expression instanceof Attribute attribute) {
            add(digest, attribute.name());
        }
        if (expression instanceof PlanExpression<?> subquery) {
            add(digest, subquery.plan());
        }
        // However many values a list has.
        String last = "";
        for (Expression child : ScalaLists.toJava(expression.children())) {
            String literal = child instanceof Literal ? child.dataType().catalogString() : "";
            if (literal.isEmpty() || !literal.equals(last)) {
                add(digest, child);
            }
            last = literal;
        }
        add(digest, "]");
    }

    /** Empty of what says which rows a function of a window looks at: it has no value, and raises an error when asked. */
    private static String type(Expression expression) {
        return expression instanceof WindowSpecDefinition || expression instanceof WindowFrame
                ? ""
                : expression.dataType().catalogString();
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
