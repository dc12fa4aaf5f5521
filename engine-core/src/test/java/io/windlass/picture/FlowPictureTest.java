package io.windlass.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.Input;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.retry.Times;
import io.windlass.state.AtomState;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class FlowPictureTest {
    private static final Map<String, AtomState> STATES = Map.of(
            "a", AtomState.SUCCESS, "b", AtomState.FAILURE, "\"<c>&", AtomState.REVERTED, "again", AtomState.SUCCESS);

    private final FlowPicture picture = FlowPicture.of(LinearFlow.named("outer", new Times(3).named("again"))
            .add(task("a"), UnorderedFlow.named("inner").add(task("b"), task("\"<c>&")), task("d")));

    private static Task task(String name) {
        return Tasks.of(name, List.<Input>of(), inputs -> name);
    }

    @Test
    void theTreeShowsFlowsTasksControllersAndStates() {
        assertThat(picture.with(STATES).text()).isEqualTo("""
            outer (linear)
            ├─ again (retry)  SUCCESS
            ├─ a  SUCCESS
            ├─ inner (unordered)
            │  ├─ b  FAILURE
            │  └─ "<c>&  REVERTED
            └─ d
            """);
        assertThat(picture.text()).doesNotContain("SUCCESS");
    }

    @Test
    void theDrawingIsWellFormedWhateverTheNames() throws Exception {
        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(picture.with(STATES).svg())));
        assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(5);
        assertThat(svg.getDocumentElement().getTextContent()).contains("\"<c>&", "REVERTED", "outer");
        assertThat(svg.getElementsByTagName("path").getLength()).isEqualTo(9);
    }

    @Test
    void otherProgramsGetEveryNodeAndLink() {
        assertThat(picture.with(STATES).dot())
                .startsWith("digraph \"outer\" {")
                .contains("label=\"\\\"<c>&\\nREVERTED\"", "shape=diamond", "shape=point")
                .endsWith("}\n");
        assertThat(picture.dot().lines().filter(line -> line.contains(" -> "))).hasSize(9);
        assertThat(picture.with(STATES).mermaid())
                .startsWith("flowchart LR\n")
                .contains("[\"&quot;&lt;c>&amp;<br/>REVERTED\"]", "{\"again<br/>SUCCESS\"}");
        assertThat(picture.mermaid().lines().filter(line -> line.contains(" --> ")))
                .hasSize(9);
    }
}
