package dev.comptoir.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comptoir.platform.settings.Environment;
import dev.comptoir.platform.settings.InvalidSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A port that cannot be used is named, with its variable. */
class PortsTest {

    @Test
    void aVariableChangesAPort() {
        assertThat(Ports.from(new Environment(Map.of("LOGISTICS_PORT", "18091"))))
                .isEqualTo(new Ports(8080, 8090, 18_091));
    }

    @Test
    void aVariableThatIsNoPortIsNamed() {
        Environment wrong = new Environment(Map.of("STORE_PORT", "eighty", "HEADOFFICE_PORT", "70000"));
        assertThatThrownBy(() -> Ports.from(wrong))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("STORE_PORT is 'eighty'")
                .hasMessageContaining("HEADOFFICE_PORT is '70000'");
    }

    @Test
    void aPortInUseIsNamedWithItsVariable() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> new Ports(port, port, 0).checkFree())
                    .isInstanceOf(Ports.InUse.class)
                    .hasMessageContaining("port " + port + " is used by another process")
                    .hasMessageContaining("STORE_PORT=")
                    .hasMessageContaining("set twice: choose another one for HEADOFFICE_PORT");
        }
    }
}
