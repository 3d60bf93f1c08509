package io.lakeflight.engine.spark.fastlane.known;

import io.lakeflight.engine.spark.fastlane.files.TableFiles;
import io.lakeflight.engine.spark.fastlane.translate.Leaves;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.spark.source.ScanTasks;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2ScanRelation;

/** The scans of a plan that is being translated, with the texts of their files and as what is to be done again. */
public final class Recording implements Leaves {
    private final TableFiles files;
    private final SqlTemplate.Signs signs = new SqlTemplate.Signs();
    private final List<String> texts = new ArrayList<>();
    private final List<KnownScan> scans = new ArrayList<>();
    private SqlTemplate template = new SqlTemplate(List.of(""), List.of());

    /** @param files empty, to be filled with those that Spark has planned */
    public Recording(TableFiles files) {
        this.files = files;
    }

    @Override
    public String from(LogicalPlan leaf, List<Attribute> attributes, List<String> names) throws Refusal {
        texts.add(files.from(leaf, attributes, names));
        DataSourceV2ScanRelation relation = (DataSourceV2ScanRelation) leaf;
        Optional<ScanTasks.Wish> wish = ScanTasks.Wish.of(relation.scan());
        Optional<TableReference> table = TableReference.of(relation.relation());
        if (wish.isPresent() && table.isPresent()) {
            List<String> columns = attributes.stream().map(Attribute::name).toList();
            scans.add(new KnownScan(table.get(), wish.get(), columns, names));
        }
        return signs.of(texts.size() - 1);
    }

    /**
     * The text that DuckDB is to execute.
     *
     * @param translated the plan's translation, over these leaves
     */
    public String sql(String translated) throws Refusal {
        template = signs.read(translated);
        return template.filled(texts::get);
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
