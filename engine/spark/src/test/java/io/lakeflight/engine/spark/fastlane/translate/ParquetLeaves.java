package io.lakeflight.engine.spark.fastlane.translate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.StructType;

/** Reads Spark's own tables of Parquet files without partitions, by the names of columns. */
final class ParquetLeaves implements Leaves {
    @Override
    public String from(LogicalPlan leaf, List<Attribute> attributes, List<String> names) throws Refusal {
        if (!(leaf instanceof LogicalRelation logical)
                || !(logical.relation() instanceof HadoopFsRelation files)
                || files.fileFormat().getClass() != ParquetFileFormat.class
                || !files.partitionSchema().isEmpty()) {
            throw new Refusal("leaf " + leaf.nodeName());
        }
        List<String> items = new ArrayList<>();
        List<String> nothings = new ArrayList<>();
        for (int i = 0; i < attributes.size(); i++) {
            // Of nested columns that are in files rules read fields of structs.
            String type = typeOf(attributes.get(i));
            if (!type.isEmpty()) {
                String quoted = '"' + attributes.get(i).name().replace("\"", "\"\"") + '"';
                items.add("CAST(" + quoted + " AS " + type + ") AS " + names.get(i));
                nothings.add("CAST(NULL AS " + type + ") AS " + names.get(i));
            } else if (attributes.get(i).dataType() instanceof StructType) {
                items.add('"' + attributes.get(i).name() + "\" AS " + names.get(i));
                nothings.add("NULL AS " + names.get(i));
            } else {
                items.add("NULL AS " + names.get(i));
                nothings.add("NULL AS " + names.get(i));
            }
        }
        String[] paths = files.location().inputFiles();
        if (paths.length == 0) {
            return "(SELECT " + String.join(", ", nothings) + " FROM range(0)) AS empty";
        }
        String list = Arrays.stream(paths)
                .map(path -> "'" + Path.of(java.net.URI.create(path)) + "'")
                .collect(Collectors.joining(", ", "[", "]"));
        return "(SELECT " + String.join(", ", items) + " FROM read_parquet(" + list + ")) AS files";
    }

    private static String typeOf(Attribute attribute) {
        try {
            return DuckTypes.of(attribute.dataType());
        } catch (Refusal refusal) {
            return "";
        }
    }
}
