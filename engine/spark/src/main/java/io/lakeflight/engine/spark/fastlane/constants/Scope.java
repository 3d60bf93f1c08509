package io.lakeflight.engine.spark.fastlane.constants;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;

/**
 * What the columns are that an expression may name.
 *
 * @param sources by the ids of attributes
 */
record Scope(Map<Long, Source> sources) {
    /**
     * What a column comes from.
     *
     * @param columns of tables, by their ids, or results of aggregate functions
     * @param isSame whether it is the only one of them, as it is; else it is made of them
     */
    record Source(Set<Long> columns, boolean isSame) {
        Source {
            columns = Set.copyOf(columns);
        }

        static Source same(long column) {
            return new Source(Set.of(column), true);
        }
    }

    Scope {
        sources = Map.copyOf(sources);
    }

    Scope and(Scope other) {
        Map<Long, Source> all = new HashMap<>(sources);
        all.putAll(other.sources);
        return new Scope(all);
    }

    Source of(Attribute attribute) throws UnsureException {
        Source source = sources.get(attribute.exprId().id());
        if (source == null) {
            throw new UnsureException("a column from outside");
        }
        return source;
    }

    /** Of something that is computed. */
    Source madeOf(Expression expression) throws UnsureException {
        return madeOf(ScalaLists.toJava(expression.references().toSeq()));
    }

    Source madeOf(List<Attribute> attributes) throws UnsureException {
        Set<Long> columns = new HashSet<>();
        for (Attribute attribute : attributes) {
            columns.addAll(of(attribute).columns());
        }
        return new Source(columns, false);
    }
}
