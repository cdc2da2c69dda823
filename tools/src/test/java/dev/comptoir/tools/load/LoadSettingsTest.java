package dev.comptoir.tools.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comptoir.tools.cluster.UserError;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Arguments are accepted, or refused with what is expected. */
class LoadSettingsTest {
    private static LoadSettings settings(String... arguments) {
        LoadCommand command = new LoadCommand();
        new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        return command.settings();
    }

    @Test
    void withoutArgumentsThreeScenariosRunAt30ArrivalsPerSecond() {
        assertThat(settings().rate()).isEqualTo(30);
        assertThat(settings().scenarios()).containsExactly(Scenario.STOCK, Scenario.REPORT, Scenario.UPDATE);
    }

    @Test
    void theAddressOfALoadBalancerAppliesToAllServices() {
        LoadSettings settings = settings("--address=http://localhost:8088", "--scenario=till,day,till");
        assertThat(settings.addresses().store()).isEqualTo(URI.create("http://localhost:8088"));
        assertThat(settings.addresses().logistics())
                .isEqualTo(settings.addresses().store());
        assertThat(settings.scenarios()).containsExactly(Scenario.TILL, Scenario.DAY);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "--rps=0, --rps: expected a whole number from 1 to 5000",
                "--rps=ten, '--rps': 'ten' is not an int",
                "--rps=99999999999, '--rps': '99999999999' is not an int",
                "--duration=4, --duration: expected a whole number from 5 to 3600",
                "--warm-up=601, --warm-up: expected a whole number from 0 to 600",
                "--scenario=stok, expected one of [STOCK",
                "--address=localhost, Expected an address like",
                "--speed=9, Unknown option: '--speed=9'",
                "--rps, Missing required parameter"
            })
    void aWrongArgumentIsRefusedWithWhatIsExpected(String argument, String explanation) {
        assertThatThrownBy(() -> settings(argument))
                .isInstanceOfAny(UserError.class, CommandLine.ParameterException.class)
                .hasMessageContaining(explanation);
    }
}
