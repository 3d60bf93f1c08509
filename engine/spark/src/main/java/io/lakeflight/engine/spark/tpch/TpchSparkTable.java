package io.lakeflight.engine.spark.tpch;

import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.CatalogV2Util;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** One TPC-H table as Spark reads it: one partition for each part of the generator. */
record TpchSparkTable(String tableName, double scale, int parts) implements SupportsRead {
    @Override
    public String name() {
        return "tpch." + tableName;
    }

    @Override
    public Column[] columns() {
        return CatalogV2Util.structTypeToV2Columns(schemaOf(tableName));
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        return () -> new GeneratorScan(tableName, scale, parts);
    }

    private static StructType schemaOf(String tableName) {
        return TpchColumns.of(TpchTable.getTable(tableName)).schema();
    }

    private record GeneratorScan(String tableName, double scale, int parts) implements Scan, Batch {
        @Override
        public StructType readSchema() {
            return schemaOf(tableName);
        }

        @Override
        public Batch toBatch() {
            return this;
        }

        @Override
        public InputPartition[] planInputPartitions() {
            return IntStream.rangeClosed(1, parts)
                    .mapToObj(part -> new Part(tableName, scale, part, parts))
                    .toArray(InputPartition[]::new);
        }

        @Override
        public PartitionReaderFactory createReaderFactory() {
            return new PartReaders();
        }
    }

    /** Part {@code number} of {@code of}, counted from 1. */
    private record Part(String tableName, double scale, int number, int of) implements InputPartition {}

    private record PartReaders() implements PartitionReaderFactory {
        @Override
        public PartitionReader<InternalRow> createReader(InputPartition partition) {
            Part part = (Part) partition;
            return new PartReader<>(TpchColumns.of(TpchTable.getTable(part.tableName())), part);
        }
    }

    private static final class PartReader<E extends TpchEntity> implements PartitionReader<InternalRow> {
        private final TpchColumns<E> columns;
        private final Iterator<E> rows;

        PartReader(TpchColumns<E> columns, Part part) {
            this.columns = columns;
            this.rows = columns.table()
                    .createGenerator(part.scale(), part.number(), part.of())
                    .iterator();
        }

        @Override
        public boolean next() {
            return rows.hasNext();
        }

        @Override
        public InternalRow get() {
            return columns.toRow(rows.next());
        }

        @Override
        public void close() {}
    }
}
