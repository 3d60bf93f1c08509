package io.lakeflight.planner.information;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.QueryProvider;
import org.apache.calcite.schema.SchemaPlus;
import org.jspecify.annotations.Nullable;

/** What generated code may ask for while it runs. */
final class RunContext implements DataContext {
    static final String SOURCE = "source";
    static final String SYSTEM = "system";

    private final SchemaPlus root;
    private final JavaTypeFactory types;
    private final Map<String, Object> values;

    RunContext(
            SchemaPlus root,
            JavaTypeFactory types,
            Map<String, Object> plan,
            InformationSource source,
            SystemSource system,
            Vigil vigil) {
        this.root = root;
        this.types = types;
        this.values = new HashMap<>(plan);
        values.put(SOURCE, source);
        values.put(SYSTEM, system);
        long now = System.currentTimeMillis();
        for (Variable variable :
                List.of(Variable.UTC_TIMESTAMP, Variable.CURRENT_TIMESTAMP, Variable.LOCAL_TIMESTAMP)) {
            values.put(variable.camelName, now);
        }
        values.put(Variable.TIME_ZONE.camelName, TimeZone.getTimeZone("UTC"));
        values.put(JoinWatch.VIGIL, vigil);
    }

    @Override
    public SchemaPlus getRootSchema() {
        return root;
    }

    @Override
    public JavaTypeFactory getTypeFactory() {
        return types;
    }

    @Override
    public QueryProvider getQueryProvider() {
        throw new UnsupportedOperationException("A query is run as it was planned");
    }

    @Override
    public @Nullable Object get(String name) {
        return values.get(name);
    }
}
