package io.lakeflight.planner.information;

import static java.util.Objects.requireNonNull;

import io.lakeflight.planner.information.InformationException.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelCollationTraitDef;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rex.RexBuilder;
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
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.sql2rel.StandardConvertletTable;
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
            // What is asked of one table's names is asked of those joined by name, too.
            Programs.hep(
                    List.of(CoreRules.FILTER_INTO_JOIN, CoreRules.JOIN_PUSH_TRANSITIVE_PREDICATES),
                    true,
                    DefaultRelMetadataProvider.INSTANCE),
            Programs.standard());

    private final InformationTypes types = new InformationTypes();
    private final CalciteSchema root = CalciteSchema.createRootSchema(false, false);
    private final String catalog;

    QueryPlan(String catalog, List<String> catalogs) {
        this.catalog = catalog;
        for (String name : catalogs) {
            SchemaPlus schema =
                    root.plus().add(name, new AbstractSchema()).add(InformationTable.SCHEMA, new AbstractSchema());
            for (InformationTable table : InformationTable.values()) {
                schema.add(table.key(), new InformationRows(table, name));
            }
        }
    }

    InformationQuery plan(SqlNode query) {
        try {
            RelOptCluster cluster = cluster();
            RelRoot logical = logical(query, cluster);
            List<OutputColumn> columns = OutputColumn.of(logical);
            RelNode physical = OPTIMIZER.run(
                    cluster.getPlanner(),
                    logical.project(),
                    cluster.traitSetOf(EnumerableConvention.INSTANCE)
                            .replace(logical.collation)
                            .simplify(),
                    List.of(),
                    List.of());
            EnumerableRel watched = (EnumerableRel) new JoinWatch(cluster.getRexBuilder()).watched(physical);
            Map<String, Object> parameters = new HashMap<>();
            Bindable<?> program =
                    EnumerableInterpretable.toBindable(parameters, null, watched, EnumerableRel.Prefer.ARRAY);
            return new InformationQuery(columns, program, parameters, types, root.plus());
        } catch (CalciteContextException e) {
            throw new InformationException(Reason.INVALID, reason(e), e);
        } catch (InformationException e) {
            throw e;
        } catch (RuntimeException e) {
            // What Calcite cannot plan, it tells in many ways.
            throw new InformationException(
                    Reason.UNSUPPORTED,
                    "Not supported: this query of information_schema (expected: a simpler one): "
                            + InformationPlanner.firstLine(e),
                    e);
        }
    }

    /** Calcite says where and then, in the cause, what. */
    private static String reason(CalciteContextException failure) {
        Throwable cause = failure.getCause();
        return InformationPlanner.firstLine(cause == null ? failure : cause)
                + " (line %s, column %s)".formatted(failure.getPosLine(), failure.getPosColumn());
    }

    private RelOptCluster cluster() {
        VolcanoPlanner planner = new VolcanoPlanner();
        planner.addRelTraitDef(ConventionTraitDef.INSTANCE);
        planner.addRelTraitDef(RelCollationTraitDef.INSTANCE);
        RelOptUtil.registerDefaultRules(planner, false, false);
        return RelOptCluster.create(planner, new RexBuilder(types));
    }

    private RelRoot logical(SqlNode query, RelOptCluster cluster) {
        Properties caseless = new Properties();
        caseless.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
        CalciteCatalogReader reader =
                new CalciteCatalogReader(root, List.of(catalog), types, new CalciteConnectionConfigImpl(caseless));
        SqlValidator validator = SqlValidatorUtil.newValidator(
                InformationOperators.ALL,
                reader,
                types,
                SqlValidator.Config.DEFAULT
                        .withConformance(CONFORMANCE)
                        .withIdentifierExpansion(true)
                        // As Spark sorts: nulls are the smallest.
                        .withDefaultNullCollation(NullCollation.LOW));
        SqlToRelConverter converter = new SqlToRelConverter(
                (rowType, text, path, view) -> {
                    throw new AssertionError("There are no views");
                },
                validator,
                reader,
                cluster,
                StandardConvertletTable.INSTANCE,
                SqlToRelConverter.config().withTrimUnusedFields(true).withExpand(false));
        return converter.convertQuery(requireNonNull(query.accept(new SafeOperators())), true, true);
    }
}
