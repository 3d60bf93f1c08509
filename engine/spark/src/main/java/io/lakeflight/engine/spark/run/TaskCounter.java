package io.lakeflight.engine.spark.run;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Counts each statement's tasks, for its progress. */
final class TaskCounter extends SparkListener {
    private final RunningQueries queries;
    private final Map<Integer, RunningQuery> stages = new ConcurrentHashMap<>();

    TaskCounter(RunningQueries queries) {
        this.queries = queries;
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted event) {
        List<String> tags = JobTags.of(event.properties());
        for (RunningQuery query : queries.all()) {
            if (tags.contains(query.tag())) {
                stages.put(event.stageInfo().stageId(), query);
                query.addTasks(event.stageInfo().numTasks());
            }
        }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd event) {
        RunningQuery query = stages.get(event.stageId());
        if (query != null) {
            query.taskEnded();
        }
    }

    @Override
    public void onStageCompleted(SparkListenerStageCompleted event) {
        stages.remove(event.stageInfo().stageId());
    }
}
