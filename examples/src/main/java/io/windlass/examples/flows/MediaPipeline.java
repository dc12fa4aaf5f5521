package io.windlass.examples.flows;

import io.windlass.atom.RemoteTask;
import io.windlass.atom.Task;
import io.windlass.atom.TaskType;
import io.windlass.flow.LinearFlow;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.Map;

/**
 * A pipeline over unlike hosts: films are fetched and published by one that is on the internet, and transcoded by one
 * that has the graphics cards. Neither serves the other's tasks; each step goes where somebody can do it.
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
        return List.of(scene(new Transcode()));
    }

    /** As an engine does it that has no class for transcoding either: it knows the name of the type, and its inputs. */
    @Override
    public List<Scene> remoteScenes() {
        return List.of(scene(RemoteTask.of("media.transcode").requires("film", String.class)));
    }

    private static Scene scene(Task transcode) {
        LinearFlow flow = LinearFlow.named("pipeline")
                .add(
                        new Fetch().named("fetch").provides("film"),
                        transcode.named("transcode").provides("video"),
                        new Publish().named("publish").provides("link"));
        return Scene.of("A film goes from host to host", flow, FlowState.SUCCESS)
                .given(Map.of("url", "ftp://camera.example/take-1.raw"))
                .showing("link");
    }

    @Override
    public List<Post> posts() {
        return List.of(
                new Post("edge-1", "edge", List.of("media.fetch", "media.publish")),
                new Post("gpu-1", "gpu", List.of("media.transcode")));
    }
}
