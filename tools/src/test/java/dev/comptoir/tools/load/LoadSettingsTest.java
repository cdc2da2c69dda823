package dev.comptoir.tools.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.comptoir.tools.cluster.UserError;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arguments are accepted, or refused with what is expected. */
class LoadSettingsTest {
    @Test
    void withoutArgumentsTheThreeScenariosRunThirtyTimesASecond() {
        LoadSettings settings = LoadSettings.of();
        assertThat(settings.rate()).isEqualTo(30);
        assertThat(settings.scenarios()).containsExactly(Scenario.STOCK, Scenario.REPORT, Scenario.UPDATE);
    }

    @Test
    void theAddressOfALoadBalancerAppliesToAllServices() {
        LoadSettings settings = LoadSettings.of("ADDRESS=http://localhost:8088/", "SCENARIO=till, day");
        assertThat(settings.addresses().store()).isEqualTo(URI.create("http://localhost:8088"));
        assertThat(settings.addresses().logistics())
                .isEqualTo(settings.addresses().store());
        assertThat(settings.scenarios()).containsExactly(Scenario.TILL, Scenario.DAY);
    }

    @Test
    void anEmptyValueIsTheDefault() {
        assertThat(LoadSettings.of("RPS=", "ADDRESS=").rate()).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "RPS=0, RPS is a whole number from 1 to 5000",
                "RPS=ten, RPS is a whole number",
                "RPS=99999999999, RPS is a whole number",
                "DURATION=4, DURATION is a whole number from 5 to 3600",
                "SCENARIO=stok, 'stok' is unknown; known are stock",
                "ADDRESS=localhost, ADDRESS is an address like",
                "SPEED=9, 'SPEED=9' is unknown",
                "RPS, 'RPS' is unknown"
            })
    void aWrongArgumentIsRefusedWithWhatIsExpected(String argument, String explanation) {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> LoadSettings.of(argument))
                .withMessageContaining(explanation);
    }
}
