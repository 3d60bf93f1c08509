package io.lakeflight.engine.spark.fastlane.shadow;

/**
 * What the rows of a result are told by: the same for the same rows in another order, another one for other rows or for the
 * same ones more often.
 *
 * @param rows how many there are
 * @param hash of all of them, in hexadecimal digits
 */
record Fingerprint(long rows, String hash) {}
