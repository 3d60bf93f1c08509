package io.lakeflight.engine.spark.fastlane.known;

import io.lakeflight.engine.spark.fastlane.constants.ConstantTrace;
import io.lakeflight.engine.spark.fastlane.constants.FreeConstants;
import io.lakeflight.engine.spark.fastlane.files.TableFiles;
import io.lakeflight.engine.spark.fastlane.translate.Leaves;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.spark.source.ScanTasks;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2ScanRelation;

/**
 * The scans of a plan that is being translated, with the texts of their files and as what is to be done again, and those of
 * its constants that may be others another time.
 */
public final class Recording implements Leaves {
    private final TableFiles files;
    private final Optional<ConstantTrace> free;
    private final SqlTemplate.Signs signs = new SqlTemplate.Signs();
    private final List<String> texts = new ArrayList<>();
    private final List<KnownScan> scans = new ArrayList<>();
    private boolean areFilesRefused;
    private SqlTemplate template = new SqlTemplate(List.of(""), List.of());

    /**
     * @param files empty, to be filled with those that Spark has planned
     * @param free constants in the plan
     */
    public Recording(TableFiles files, Optional<ConstantTrace> free) {
        this.files = files;
        this.free = free;
    }

    /** Those that are read. */
    public TableFiles files() {
        return files;
    }

    @Override
    public String from(LogicalPlan leaf, List<Attribute> attributes, List<String> names) throws Refusal {
        texts.add(text(leaf, attributes, names));
        DataSourceV2ScanRelation relation = (DataSourceV2ScanRelation) leaf;
        Optional<ScanTasks.Wish> wish = ScanTasks.Wish.of(relation.scan());
        Optional<TableReference> table = TableReference.of(relation.relation());
        if (wish.isPresent() && table.isPresent()) {
            List<String> columns = attributes.stream().map(Attribute::name).toList();
            scans.add(new KnownScan(table.get(), wish.get(), columns, names, compared(relation)));
        }
        return signs.of(texts.size() - 1);
    }

    private String text(LogicalPlan leaf, List<Attribute> attributes, List<String> names) throws Refusal {
        try {
            return files.from(leaf, attributes, names);
        } catch (Refusal e) {
            areFilesRefused = true;
            throw e;
        }
    }

    /** Whether it was what a table holds that was refused, which may be another thing in another snapshot. */
    public boolean areFilesRefused() {
        return areFilesRefused;
    }

    /** By the names of a table's columns, the free constants that they are compared with. */
    private Map<String, List<Integer>> compared(DataSourceV2ScanRelation relation) {
        Map<String, List<Integer>> compared = new HashMap<>();
        for (Attribute column : ScalaLists.toJava(relation.relation().output())) {
            List<Integer> constants = free.map(trace -> trace.of(column)).orElse(List.of());
            if (!constants.isEmpty()) {
                compared.put(column.name(), constants);
            }
        }
        return compared;
    }

    @Override
    public Optional<String> constant(Literal literal) {
        return free.flatMap(trace -> trace.of(literal)).map(signs::ofConstant);
    }

    /** Those that may be others; empty if there are none. */
    Optional<FreeConstants> free() {
        return free.map(ConstantTrace::constants);
    }

    /** What stands for them in this text. */
    List<String> constants() throws Refusal {
        return free.isEmpty()
                ? List.of()
                : free.get().constants().sql(free.get().constants().values());
    }

    /**
     * The text that DuckDB is to execute.
     *
     * @param translated the plan's translation, over these leaves
     */
    public String sql(String translated) throws Refusal {
        template = signs.read(translated);
        return template.filled(new KnownStatement.Filled(texts, constants()));
    }

    SqlTemplate template() {
        return template;
    }

    /** Whether each scan can be done again. */
    boolean isComplete() {
        return scans.size() == texts.size();
    }

    List<KnownScan> scans() {
        return scans;
    }
}
