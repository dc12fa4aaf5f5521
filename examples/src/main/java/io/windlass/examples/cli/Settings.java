package io.windlass.examples.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/**
 * Where an option's value comes from when it is not on the command line: for {@code --amqp-url} the environment's
 * {@code WINDLASS_AMQP_URL}, else the key {@code amqp-url} of the settings file, else the option's own default. Blank
 * values are none.
 */
final class Settings implements IDefaultValueProvider {
    /** Names the settings file. */
    private static final String CONFIG_OPTION = "--config";

    /** Names the settings file where the option does not. */
    private static final String CONFIG_VARIABLE = "WINDLASS_CONFIG";

    /** The settings file that is used without a word, where it is in the working folder. */
    private static final String DEFAULT_FILE = "windlass.properties";

    private static final String PREFIX = "WINDLASS_";

    private final Map<String, String> environment;
    private final Map<String, String> file;

    private Settings(Map<String, String> environment, Map<String, String> file) {
        this.environment = environment;
        this.file = file;
    }

    /** {@return the option that names the file, for all commands; it is read before the command line is parsed} */
    static OptionSpec option() {
        return OptionSpec.builder(CONFIG_OPTION)
                .type(Path.class)
                .paramLabel("FILE")
                .scopeType(ScopeType.INHERIT)
                .description("settings file; default: $" + CONFIG_VARIABLE + ", else " + DEFAULT_FILE + " if there")
                .build();
    }

    /**
     * Reads the settings for a command line.
     *
     * @param folder the working folder
     * @throws IllegalArgumentException when the file is not there, cannot be read, or has keys that are no options;
     *     names them, and no values
     */
    static Settings read(CommandLine commands, List<String> arguments, Map<String, String> environment, Path folder) {
        @Nullable String named = named(arguments);
        if (named == null) {
            named = blankToNull(environment.get(CONFIG_VARIABLE));
        }
        Path path = folder.resolve(named == null ? DEFAULT_FILE : named);
        if (named == null && !Files.exists(path)) {
            return new Settings(environment, Map.of());
        }
        Map<String, String> file = load(path);
        Set<String> unknown = new TreeSet<>(file.keySet());
        unknown.removeAll(keys(commands));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "settings file " + path + " has unknown keys " + unknown + "; there are " + keys(commands));
        }
        return new Settings(environment, file);
    }

    private static @Nullable String named(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith(CONFIG_OPTION + "=")) {
                return argument.substring(CONFIG_OPTION.length() + 1);
            }
            if (argument.equals(CONFIG_OPTION) && i + 1 < arguments.size()) {
                return arguments.get(i + 1);
            }
        }
        return null;
    }

    private static Map<String, String> load(Path path) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "settings file " + path + " cannot be read; correct --config or $" + CONFIG_VARIABLE, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("settings file " + path + " has a \\u that no character follows", e);
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return values;
    }

    /** {@return the keys that mean something to some command} */
    private static Set<String> keys(CommandLine commands) {
        Set<String> keys = new TreeSet<>();
        for (OptionSpec option : commands.getCommandSpec().options()) {
            @Nullable String key = key(option);
            if (key != null) {
                keys.add(key);
            }
        }
        commands.getSubcommands().values().forEach(command -> keys.addAll(keys(command)));
        return keys;
    }

    /** {@return what an argument is called in the file; null when it can be given on the command line alone} */
    static @Nullable String key(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String name = option.longestName();
        boolean fixed = option.usageHelp() || option.versionHelp() || name.equals(CONFIG_OPTION);
        return fixed || !name.startsWith("--") ? null : name.substring(2);
    }

    /** {@return the name in the environment of a key of the file} */
    static String variable(String key) {
        return PREFIX + key.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        @Nullable String key = key(argument);
        if (key == null) {
            return null;
        }
        @Nullable String value = blankToNull(environment.get(variable(key)));
        return value == null ? blankToNull(file.get(key)) : value;
    }

    private static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }
}
