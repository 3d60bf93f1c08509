/**
 * Sample tables for a first look.
 *
 * <p>Start at {@link io.lakeflight.server.sample.SampleData}. It is a client like any other: all it does is send SQL.
 */
@NullMarked
package io.lakeflight.server.sample;

import org.jspecify.annotations.NullMarked;
