package io.windlass.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The schemas as users get them: from the class path, each by the name of its file. */
final class Schemas {
    private static final String PLACE = "classpath:io/windlass/proxy/schema/";
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final Map<String, JsonSchema> LOADED = new ConcurrentHashMap<>();

    private Schemas() {}

    /** {@return what the schema for that type of message finds wrong, empty when the body is fine} */
    static Set<ValidationMessage> check(String type, JsonNode body) {
        return of(type).validate(body);
    }

    static Set<ValidationMessage> check(String type, String body) {
        return check(type, LooseJson.read(body));
    }

    /** {@return what the schema of schemas finds wrong with that one, empty when it is one} */
    static Set<ValidationMessage> checkItself(String name) {
        return FACTORY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
                .validate(of(name).getSchemaNode());
    }

    private static JsonSchema of(String type) {
        return LOADED.computeIfAbsent(
                type.toLowerCase(Locale.ROOT), name -> FACTORY.getSchema(SchemaLocation.of(PLACE + name + ".json")));
    }
}
