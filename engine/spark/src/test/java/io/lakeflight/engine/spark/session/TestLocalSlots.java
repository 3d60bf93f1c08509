package io.lakeflight.engine.spark.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.spark.run.SpareSlots;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestLocalSlots {
    @Test
    void coresAreThoseOfTheMasterWhateverTheParallelism() {
        Map<String, String> settings = new HashMap<>(
                Map.of("spark.master", "local[4]", SpareSlots.COUNT, "8", "spark.default.parallelism", "1"));

        LocalSlots.of(settings).orElseThrow().spread(settings);

        assertThat(settings)
                .containsEntry("spark.master", "local[12]")
                .containsEntry("spark.default.parallelism", "1")
                .containsEntry(SpareSlots.CORES, "4");
    }

    @Test
    void slotsOfOtherMachinesAreNotKnown() {
        Map<String, String> settings =
                new HashMap<>(Map.of("spark.master", "spark://elsewhere:7077", SpareSlots.COUNT, "8"));

        assertThat(LocalSlots.of(settings)).isEmpty();
        assertThat(settings).doesNotContainKeys(SpareSlots.COUNT, SpareSlots.CORES);
    }
}
