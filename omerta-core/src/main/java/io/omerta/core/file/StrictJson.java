package io.omerta.core.file;

import io.omerta.core.error.OmertaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON to and from records, with fields in snake_case. Strict: unknown and repeated fields, deep nesting, text where a
 * number belongs, and anything after the value are refused.
 */
public final class StrictJson {
    private static final int MAX_DEPTH = 16;

    /** Shared: a mapper is immutable and costly to make. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private StrictJson() {}

    /**
     * Reads a file.
     *
     * @param maxBytes a larger file is not read
     * @param hint what the user can do about broken content
     * @return empty when there is no such file
     * @throws OmertaException {@code CORRUPT_FILE}, naming the line
     * @throws UncheckedIOException if the disk fails
     */
    public static <T> Optional<T> read(Path file, Class<T> type, int maxBytes, String hint) {
        try {
            if (Files.size(file) > maxBytes) {
                throw CorruptFile.of(file, "it is larger than " + maxBytes + " bytes", hint);
            }
            return Optional.of(MAPPER.readValue(Files.readAllBytes(file), type));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw corrupt(file, e, hint);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Several lines, with a line end at the end. */
    public static byte[] write(Object value) {
        return (MAPPER.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** One line, without a line end. */
    public static String writeLine(Object value) {
        return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
    }

    /** @throws IllegalArgumentException with one line about what is wrong */
    public static <T> T parse(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(reason(e), e);
        }
    }

    private static OmertaException corrupt(Path file, JacksonException failure, String hint) {
        int line = failure.getLocation() == null
                ? 1
                : Math.max(1, failure.getLocation().getLineNr());
        return CorruptFile.atLine(file, line, reason(failure), hint);
    }

    private static String reason(JacksonException failure) {
        return switch (failure) {
            case UnrecognizedPropertyException unknown -> "unknown field \"" + unknown.getPropertyName() + "\"";
            case ValueInstantiationException invalid
            when invalid.getCause() instanceof IllegalArgumentException cause -> firstLine(cause.getMessage());
            case MismatchedInputException mismatch -> field(mismatch) + expected(mismatch);
            case DatabindException other -> field(other) + firstLine(other.getOriginalMessage());
            case StreamReadException malformed -> "not JSON: " + firstLine(malformed.getOriginalMessage());
            default -> firstLine(failure.getOriginalMessage());
        };
    }

    // Jackson's own texts name Java types and settings.
    private static String expected(MismatchedInputException failure) {
        Class<?> type = failure.getTargetType();
        if (firstLine(failure.getOriginalMessage()).startsWith("Cannot map `null`")) {
            return "missing";
        } else if (type == null) {
            return firstLine(failure.getOriginalMessage());
        } else if (type == String.class) {
            return "not text";
        } else if (type == Boolean.class || type == boolean.class) {
            return "neither true nor false";
        } else if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "not a whole number that fits";
        }
        return Collection.class.isAssignableFrom(type) || type.isArray() ? "not a list" : "not an object in braces";
    }

    private static String field(DatabindException failure) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : failure.getPath()) {
            String name = step.getPropertyName();
            path.append(name == null ? "[" + step.getIndex() + "]" : path.isEmpty() ? name : "." + name);
        }
        return path.isEmpty() ? "" : "field \"" + path + "\": ";
    }

    private static String firstLine(@Nullable String message) {
        return String.valueOf(message).lines().findFirst().orElse("no reason given");
    }
}
