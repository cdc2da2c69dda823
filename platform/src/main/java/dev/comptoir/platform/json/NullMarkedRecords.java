package dev.comptoir.platform.json;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/** Makes every component of a record required and not null, unless it is marked {@code @Nullable}. */
class NullMarkedRecords extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
        return isComponent(member) ? Boolean.valueOf(!isNullable(member)) : super.hasRequiredMarker(config, member);
    }

    @Override
    public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated member) {
        return isComponent(member) && !isNullable(member)
                ? JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL)
                : super.findSetterInfo(config, member);
    }

    private static boolean isComponent(Annotated member) {
        return member instanceof AnnotatedParameter parameter
                && parameter.getOwner().getDeclaringClass().isRecord()
                && parameter.getOwner().getMember() instanceof Constructor<?>;
    }

    private static boolean isNullable(Annotated member) {
        AnnotatedParameter parameter = (AnnotatedParameter) member;
        Constructor<?> constructor = (Constructor<?>) parameter.getOwner().getMember();
        AnnotatedType type = constructor.getAnnotatedParameterTypes()[parameter.getIndex()];
        return type.isAnnotationPresent(Nullable.class);
    }

    /** Where the JSON has no value, Jackson takes an injected one, which here is the stated default. */
    static final class WithDefaults extends NullMarkedRecords {
        private static final long serialVersionUID = 1L;

        @Override
        public JacksonInject.@Nullable Value findInjectableValue(MapperConfig<?> config, AnnotatedMember member) {
            JsonProperty property = isComponent(member) ? member.getAnnotation(JsonProperty.class) : null;
            return property == null || property.defaultValue().isEmpty()
                    ? super.findInjectableValue(config, member)
                    : JacksonInject.Value.construct(property.defaultValue(), true, false);
        }
    }
}
