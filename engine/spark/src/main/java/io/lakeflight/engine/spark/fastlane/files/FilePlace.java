package io.lakeflight.engine.spark.fastlane.files;

import io.lakeflight.engine.spark.fastlane.datacache.RemoteFile;
import java.util.Optional;

/**
 * Where DuckDB reads a file.
 *
 * @param remote what has to be there before, if it is a place in the data cache
 */
record FilePlace(String path, Optional<RemoteFile> remote) {}
