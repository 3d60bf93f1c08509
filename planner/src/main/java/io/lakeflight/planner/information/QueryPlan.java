package io.lakeflight.planner.information;

import static java.util.Objects.requireNonNull;

import io.lakeflight.planner.information.InformationException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.calcite.adapter.enumerable.EnumerableCalc;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableInterpretable;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelCollationTraitDef;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexProgram;
import org.apache.calcite.runtime.Bindable;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlConformance;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.tools.Program;
import org.apache.calcite.tools.Programs;

/** Makes a program of one query, by Calcite from end to end. */
final class QueryPlan {
    /** As the parser, but what is selected must be grouped by, as Spark has it. */
    private static final SqlConformance CONFORMANCE = new SqlDelegatingConformance(SqlConformanceEnum.BABEL) {
        @Override
        public boolean isNonStrictGroupBy() {
            return false;
        }
    };

    private static final Program OPTIMIZER = Programs.sequence(
            Programs.subQuery(DefaultRelMetadataProvider.INSTANCE),
            Programs.decorrelate(),
            QueryRewrites.PROGRAM,
            TextWatch.PROGRAM,
            Programs.standard());

    private final InformationTypes types = new InformationTypes();
    private final CalciteSchema root = CalciteSchema.createRootSchema(false, false);
    private final String catalog;
    private final List<String> catalogs;
    private final Duration patience;

    QueryPlan(String catalog, List<String> catalogs, Duration patience) {
        this.catalog = catalog;
        this.catalogs = catalogs;
        this.patience = patience;
        for (String name : catalogs) {
            SchemaPlus schema =
                    root.plus().add(name, new AbstractSchema()).add(InformationTable.SCHEMA, new AbstractSchema());
            for (InformationTable table : InformationTable.values()) {
                schema.add(table.key(), new InformationRows(table, name));
            }
        }
        addSystem();
    }

    /** A catalog may have the same name: it has no tables of its own, but schemas. */
    private void addSystem() {
        CalciteSchema known = root.getSubSchema(SystemTable.SCHEMA, true);
        SchemaPlus schema = known == null ? root.plus().add(SystemTable.SCHEMA, new AbstractSchema()) : known.plus();
        for (SystemTable table : SystemTable.values()) {
            schema.add(table.key(), new SystemRows(table));
        }
    }

    /** Of a query whose parameters have no values yet: which columns it would return, and of what types they are. */
    InformationQuery describe(SqlNode query, QueryTables tables) {
        try {
            return described(query, tables);
        } catch (RuntimeException e) {
            try {
                // Nothing tells of which type a parameter is that stands alone or in a function.
                return described(ParameterValues.asTexts(query), tables);
            } catch (RuntimeException again) {
                throw refusal(e, tables);
            }
        }
    }

    private InformationQuery described(SqlNode query, QueryTables tables) {
        RelOptCluster cluster = cluster();
        SqlValidator validator = validator();
        SqlNode valid = valid(query, validator);
        RelRoot logical = logical(valid, validator, cluster);
        List<OutputColumn> parameters = OutputColumn.parameters(validator.getParameterRowType(valid), tables);
        return InformationQuery.unbound(OutputColumn.of(logical, tables), parameters, types, root.plus());
    }

    InformationQuery plan(SqlNode query, QueryTables tables) {
        try {
            RelOptCluster cluster = cluster();
            SqlValidator validator = validator();
            RelRoot logical = logical(valid(query, validator), validator, cluster);
            ExpressionSizes.requireBounded(logical.rel);
            List<OutputColumn> columns = OutputColumn.of(logical, tables);
            RelNode physical = OPTIMIZER.run(
                    cluster.getPlanner(),
                    logical.rel,
                    cluster.traitSetOf(EnumerableConvention.INSTANCE)
                            .replace(logical.collation)
                            .simplify(),
                    List.of(),
                    List.of());
            EnumerableRel watched = (EnumerableRel) new JoinWatch(cluster.getRexBuilder()).watched(physical);
            EnumerableRel selected = selected(logical, watched);
            Map<String, Object> parameters = new HashMap<>();
            Bindable<?> program =
                    EnumerableInterpretable.toBindable(parameters, null, selected, EnumerableRel.Prefer.ARRAY);
            return new InformationQuery(columns, program, parameters, types, root.plus());
        } catch (RuntimeException e) {
            throw refusal(e, tables);
        }
    }

    /** Without the columns that are there only to sort by, which the planner needs as long as it looks for the order. */
    private static EnumerableRel selected(RelRoot logical, EnumerableRel rows) {
        if (logical.isRefTrivial()) {
            return rows;
        }
        RexBuilder rex = rows.getCluster().getRexBuilder();
        List<RexNode> columns = new ArrayList<>();
        logical.fields.forEach((index, name) -> columns.add(rex.makeInputRef(rows, index)));
        return EnumerableCalc.create(
                rows, RexProgram.create(rows.getRowType(), columns, null, logical.validatedRowType, rex));
    }

    /** What Calcite cannot plan, it tells in many ways, and wraps what is thrown through it. */
    private static InformationException refusal(RuntimeException failure, QueryTables tables) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InformationException known) {
                return known;
            }
            if (cause instanceof StackOverflowError) {
                return InformationPlanner.tooDeep(failure);
            }
        }
        if (failure instanceof CalciteContextException invalid) {
            return new InformationException(Reason.INVALID, reason(invalid), invalid);
        }
        return new InformationException(
                Reason.UNSUPPORTED,
                "Not supported: this query of %s (expected: a simpler one): %s"
                        .formatted(tables.place(), InformationPlanner.firstLine(failure)),
                failure);
    }

    String catalog() {
        return catalog;
    }

    List<String> catalogs() {
        return catalogs;
    }

    /** Calcite says where and then, in the cause, what. */
    private static String reason(CalciteContextException failure) {
        Throwable cause = failure.getCause();
        return InformationPlanner.firstLine(cause == null ? failure : cause)
                + " (line %s, column %s)".formatted(failure.getPosLine(), failure.getPosColumn());
    }

    private RelOptCluster cluster() {
        ImpatientPlanner planner = new ImpatientPlanner(patience);
        planner.addRelTraitDef(ConventionTraitDef.INSTANCE);
        planner.addRelTraitDef(RelCollationTraitDef.INSTANCE);
        RelOptUtil.registerDefaultRules(planner, false, false);
        return RelOptCluster.create(planner, new RexBuilder(types));
    }

    private CalciteCatalogReader reader() {
        Properties caseless = new Properties();
        caseless.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
        return new CalciteCatalogReader(root, List.of(catalog), types, new CalciteConnectionConfigImpl(caseless));
    }

    private SqlValidator validator() {
        return SqlValidatorUtil.newValidator(
                InformationOperators.ALL,
                reader(),
                types,
                SqlValidator.Config.DEFAULT
                        .withConformance(CONFORMANCE)
                        .withIdentifierExpansion(true)
                        // As Spark sorts: nulls are the smallest.
                        .withDefaultNullCollation(NullCollation.LOW));
    }

    private static SqlNode valid(SqlNode query, SqlValidator validator) {
        return validator.validate(requireNonNull(query.accept(new SafeOperators())));
    }

    private RelRoot logical(SqlNode valid, SqlValidator validator, RelOptCluster cluster) {
        return new CountingConverter(validator, reader(), cluster).convertQuery(valid, false, true);
    }
}
