/**
 * What a table's metadata tells of its rows, under a filter: how many, in how many bytes and files, and of each column its
 * bounds, nulls and distinct values. For a planner to cost with, and to answer from where a figure is exact.
 *
 * <p>Start at {@link io.lakeflight.catalog.statistics.StatisticsSource}, then {@link
 * io.lakeflight.catalog.statistics.ManifestStatistics}.
 *
 * <p>Never opens a data file, a delete file or a Puffin file, and never calls a figure exact that metadata does not prove.
 */
@NullMarked
package io.lakeflight.catalog.statistics;

import org.jspecify.annotations.NullMarked;
