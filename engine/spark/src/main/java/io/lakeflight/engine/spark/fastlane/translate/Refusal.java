package io.lakeflight.engine.spark.fastlane.translate;

/** Why a plan does not go to the fast lane: the first thing that refused it, in few words and without users' data. */
public final class Refusal extends Exception {
    public Refusal(String reason) {
        // Refusals are frequent and expected; nobody looks where they were thrown.
        super(reason, null, false, false);
    }
}
