package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Integration tests run side by side, so each says what it must not share. */
final class TestClusterLanes {
    @Test
    void everyIntegrationTestHasItsLane() throws IOException, URISyntaxException {
        Path classes = Path.of(
                TestClusterLanes.class.getResource("TestClusterLanes.class").toURI());
        try (Stream<Path> files = Files.list(classes.getParent())) {
            List<? extends Class<?>> tests = files.map(
                            file -> file.getFileName().toString())
                    .filter(name -> name.matches("IT\\w+\\.class"))
                    .map(name -> TestClusterLanes.class.getPackageName() + "." + name.replace(".class", ""))
                    .map(TestClusterLanes::load)
                    .filter(test -> !Modifier.isAbstract(test.getModifiers()))
                    .toList();

            assertThat(tests).hasSizeGreaterThan(40).allMatch(TestClusterLanes::hasLane);
        }
    }

    private static boolean hasLane(Class<?> test) {
        return test.isAnnotationPresent(OnSharedCluster.class)
                || test.isAnnotationPresent(OnOwnCluster.class)
                || test.isAnnotationPresent(Isolated.class);
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
