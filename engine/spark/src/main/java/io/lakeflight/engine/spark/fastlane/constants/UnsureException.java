package io.lakeflight.engine.spark.fastlane.constants;

/** A plan has something in it of which nobody has thought what it does with constants. */
final class UnsureException extends Exception {
    private static final long serialVersionUID = 1;

    UnsureException(String what) {
        super(what, null, false, false);
    }
}
