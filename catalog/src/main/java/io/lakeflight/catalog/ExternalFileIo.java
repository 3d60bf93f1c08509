package io.lakeflight.catalog;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configurable;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SupportsBulkOperations;
import org.jspecify.annotations.Nullable;

/**
 * The files of a catalog of somebody else whose tables this server itself drops: it deletes none outside the warehouse.
 * They may be read and written anywhere, since tables may have been there before this server was. Iceberg makes one by its class name.
 */
public final class ExternalFileIo implements SupportsBulkOperations, Configurable {
    private static final String HADOOP = "org.apache.iceberg.hadoop.HadoopFileIO";
    /** What the files are really read and written with. */
    private static final String DELEGATE = "lakeflight.io-impl";

    private static final long serialVersionUID = 1;

    private transient @Nullable Configuration hadoop;
    private @Nullable FileIO files;
    private transient WarehouseBoundary boundary = WarehouseBoundary.none();
    private final transient MetadataReads reads = new MetadataReads();

    /** The properties of a catalog, by which it uses such files. */
    static Map<String, String> bounding(Map<String, String> properties) {
        Map<String, String> bounding = new HashMap<>(properties);
        bounding.put(DELEGATE, properties.getOrDefault(CatalogProperties.FILE_IO_IMPL, HADOOP));
        bounding.put(CatalogProperties.FILE_IO_IMPL, ExternalFileIo.class.getName());
        return bounding;
    }

    @Override
    public void initialize(Map<String, String> properties) {
        files = CatalogUtil.loadFileIO(properties.getOrDefault(DELEGATE, HADOOP), properties, hadoop);
        boundary = WarehouseBoundary.under(
                requireNonNull(properties.get(CatalogProperties.WAREHOUSE_LOCATION), "a warehouse"));
    }

    /** Where new tables of the catalog may be. */
    WarehouseBoundary boundary() {
        return boundary;
    }

    /** By which tables are read that may be damaged. */
    MetadataReads reads() {
        return reads;
    }

    private FileIO files() {
        return requireNonNull(files, "not initialized");
    }

    @Override
    public InputFile newInputFile(String path) {
        reads.opening(path);
        return files().newInputFile(path);
    }

    @Override
    public InputFile newInputFile(String path, long length) {
        reads.opening(path);
        return files().newInputFile(path, length);
    }

    @Override
    public OutputFile newOutputFile(String path) {
        return files().newOutputFile(path);
    }

    @Override
    public void deleteFile(String path) {
        boundary.contained(List.of(path)).forEach(files()::deleteFile);
    }

    @Override
    public void deleteFiles(Iterable<String> paths) {
        List<String> inside = boundary.contained(paths);
        if (files() instanceof SupportsBulkOperations bulk) {
            bulk.deleteFiles(inside);
        } else {
            inside.forEach(files()::deleteFile);
        }
    }

    @Override
    public Map<String, String> properties() {
        return files().properties();
    }

    @Override
    public void setConf(Configuration conf) {
        hadoop = conf;
    }

    @Override
    public @Nullable Configuration getConf() {
        return hadoop;
    }

    @Override
    public void close() {
        if (files != null) {
            files.close();
        }
    }
}
