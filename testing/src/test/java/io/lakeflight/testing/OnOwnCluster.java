package io.lakeflight.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tests that start a cluster for themselves: one class after the other, beside those on the {@link SharedCluster}. They
 * wait most of the time, for engines to start and for timeouts.
 */
@ResourceLock("own cluster")
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface OnOwnCluster {}
