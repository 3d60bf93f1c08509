package io.lakeflight.planner.standard;

/**
 * A piece of a client's text and what stands for it in Spark's.
 *
 * @param end behind its last character; that of {@code start} for something added
 */
record Edit(int start, int end, String replacement) {}
