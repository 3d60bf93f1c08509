package io.lakeflight.engine.spark.statement;

import java.util.List;
import scala.collection.Iterable;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Lists in the form Spark's plans are made of, and back. */
public final class ScalaLists {
    private ScalaLists() {}

    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <T> Seq<T> of(T... elements) {
        return from(List.of(elements));
    }

    public static <T> Seq<T> from(List<T> elements) {
        return CollectionConverters.asScala(elements).toSeq();
    }

    public static <T> List<T> toJava(Iterable<T> elements) {
        return List.copyOf(CollectionConverters.asJava(elements.toSeq()));
    }
}
