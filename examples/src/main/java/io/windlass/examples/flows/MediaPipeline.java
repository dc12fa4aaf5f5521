package io.windlass.examples.flows;

import io.windlass.atom.Task;
import io.windlass.atom.TaskType;
import io.windlass.flow.LinearFlow;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.Map;

/**
 * A pipeline over unlike hosts: films are fetched and published by one that is on the internet, and transcoded by one
 * that has the graphics cards. Neither knows the other's tasks; each step goes where somebody can do it.
 */
final class MediaPipeline implements Example {
    /** Fetches a film from the internet. */
    @TaskType("media.fetch")
    static final class Fetch extends Task {
        public String execute(String url) {
            return url.substring(url.lastIndexOf('/') + 1);
        }

        /** Deletes the file. */
        public void revert(String result) {}
    }

    /** Makes it small, on a graphics card. */
    @TaskType("media.transcode")
    static final class Transcode extends Task {
        public String execute(String film) {
            return film.replace(".raw", ".mp4");
        }

        /** Deletes the file. */
        public void revert(String result) {}
    }

    /** Puts it where people find it. */
    @TaskType("media.publish")
    static final class Publish extends Task {
        public String execute(String video) {
            return "https://films.example/" + video;
        }
    }

    @Override
    public String name() {
        return "pipeline";
    }

    @Override
    public String summary() {
        return "fetch, transcode, publish on two unlike hosts, each without the other's tasks";
    }

    @Override
    public List<Scene> scenes() {
        LinearFlow flow = LinearFlow.named("pipeline")
                .add(
                        new Fetch().named("fetch").provides("film"),
                        new Transcode().named("transcode").provides("video"),
                        new Publish().named("publish").provides("link"));
        return List.of(Scene.of("A film goes from host to host", flow, FlowState.SUCCESS)
                .given(Map.of("url", "ftp://camera.example/take-1.raw"))
                .showing("link"));
    }

    @Override
    public List<Post> posts() {
        return List.of(
                new Post("edge-1", "edge", List.of("media.fetch", "media.publish")),
                new Post("gpu-1", "gpu", List.of("media.transcode")));
    }
}
