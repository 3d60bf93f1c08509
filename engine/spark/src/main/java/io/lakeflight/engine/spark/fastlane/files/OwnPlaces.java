package io.lakeflight.engine.spark.fastlane.files;

import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileIO;

/** Files of this machine, read where they are. */
record OwnPlaces(FileIO io, String directory) implements FilePlaces {
    static OwnPlaces of(Table table) throws Refusal {
        return new OwnPlaces(table.io(), TableDirectory.of(table));
    }

    @Override
    public FilePlace of(DataFile file) throws Refusal {
        String path = LocalPath.of(file.location(), io);
        if (!path.startsWith(directory)) {
            throw new Refusal("files outside of their table's catalog");
        }
        return new FilePlace(path, Optional.empty());
    }
}
