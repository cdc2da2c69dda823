package dev.comptoir.contract;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.InjectableValues;
import tools.jackson.databind.json.JsonMapper;

/** The values of missing components: the default that each states, in JSON. */
final class StatedDefaults extends InjectableValues {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public Object findInjectableValue(
            DeserializationContext context,
            @Nullable Object stated,
            @Nullable BeanProperty component,
            @Nullable Object owner,
            @Nullable Boolean optional,
            @Nullable Boolean useInput) {
        return JSON.readValue(
                (String) Objects.requireNonNull(stated),
                Objects.requireNonNull(component).getType());
    }

    @Override
    public InjectableValues snapshot() {
        return this;
    }
}
