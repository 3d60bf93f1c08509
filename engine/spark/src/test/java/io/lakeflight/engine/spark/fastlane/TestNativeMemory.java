package io.lakeflight.engine.spark.fastlane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.apache.arrow.memory.util.MemoryUtil;
import org.junit.jupiter.api.Test;

class TestNativeMemory {
    private static final long MORE_THAN_ANY = 1L << 60;

    @Test
    void memoryOfTheSystemIsToldFromTheHeap() {
        Throwable outside = catchThrowable(() -> MemoryUtil.allocateMemory(MORE_THAN_ANY));
        Throwable heap = catchThrowable(() -> TestNativeMemory.longs(Integer.MAX_VALUE));

        assertThat(outside).isInstanceOf(OutOfMemoryError.class);
        assertThat(NativeMemory.isLacking(outside)).isTrue();
        assertThat(heap).isInstanceOf(OutOfMemoryError.class);
        assertThat(NativeMemory.isLacking(heap)).isFalse();
    }

    private static long[] longs(int count) {
        return new long[count];
    }
}
