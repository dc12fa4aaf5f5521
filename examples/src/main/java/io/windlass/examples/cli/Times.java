package io.windlass.examples.cli;

import java.time.DateTimeException;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times as people write them: {@code 2031-02-03T04:05:06Z}, or a duration from now on. */
final class Times implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
        try {
            return text.endsWith("Z") ? Instant.parse(text) : Instant.now().plus(Durations.parse(text));
        } catch (DateTimeException | ArithmeticException | TypeConversionException e) {
            throw new TypeConversionException(
                    "'" + text + "' is no time; write it like 2031-02-03T04:05:06Z, or from now on like 30s, 5m or 1h");
        }
    }
}
