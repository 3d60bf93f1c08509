package io.lakeflight.engine.spark.fastlane.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestZoneFacts {
    @Test
    void clocksArePutBackByAnHourInMostZones() {
        ZoneFacts losAngeles = of("America/Los_Angeles");

        assertThat(losAngeles.longestOverlap()).isEqualTo(Duration.ofHours(1));
        assertThat(losAngeles.lateDays()).isEmpty();
        assertThat(losAngeles.since()).isNull();
        assertThat(of("Australia/Lord_Howe").longestOverlap()).isBetween(Duration.ofMinutes(30), Duration.ofHours(1));
    }

    @Test
    void zonesWithoutChangesHaveNothingTwice() {
        assertThat(of("Etc/GMT-2")).isEqualTo(new ZoneFacts(List.of(), Duration.ZERO, null));
    }

    @Test
    void someDaysBeginLater() {
        assertThat(of("Europe/Berlin").lateDays()).containsExactly(LocalDate.of(1893, 4, 1));
        assertThat(of("America/Havana").lateDays()).contains(LocalDate.of(2020, 3, 8), LocalDate.of(2099, 3, 8));
        // A whole day was left out.
        assertThat(of("Pacific/Apia").lateDays()).contains(LocalDate.of(2011, 12, 30));
    }

    @Test
    void daysThatCameTwiceAreLeftOut() {
        // Alaska was bought, and got the other date; its day before came twice.
        assertThat(of("America/Anchorage").since())
                .isBetween(LocalDateTime.of(1867, 10, 19, 0, 0), LocalDateTime.of(1867, 10, 22, 0, 0));
    }

    private static ZoneFacts of(String zone) {
        return ZoneFacts.of(ZoneId.of(zone).getRules());
    }
}
