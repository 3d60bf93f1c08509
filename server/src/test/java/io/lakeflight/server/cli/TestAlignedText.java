package io.lakeflight.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestAlignedText {
    @Test
    void columnsAreAsWideAsTheyNeed() {
        AlignedText text = new AlignedText("TABLE", "STATE");
        text.add("lake.s.orders", "done");

        assertThat(text.lines()).containsExactly("TABLE          STATE", "lake.s.orders  done");
    }

    @Test
    void longNameIsWholeAndWidensNoOtherLine() {
        String name = "n".repeat(255);
        AlignedText text = new AlignedText("TABLE", "STATE");
        text.add("lake.s.orders", "done");
        text.add("lake.s." + name, "done");

        assertThat(text.lines())
                .containsExactly("TABLE          STATE", "lake.s.orders  done", "lake.s." + name + "  done");
    }
}
