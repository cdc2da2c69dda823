package dev.comptoir.tests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.app.Person;
import dev.comptoir.app.Secrets;
import dev.comptoir.headoffice.HeadOfficeSettings;
import dev.comptoir.platform.settings.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script behind {@code make secrets}, in a folder of its own. */
class MadeSecretsTest {
    @TempDir
    private Path parent;

    private Path folder;
    private String output;

    @BeforeEach
    void make() {
        folder = parent.resolve("secrets");
        output = MadeSecrets.into(folder);
    }

    @Test
    void onlyTheOwnerMayEnterTheFolderAndContainersMayReadTheFiles() throws IOException {
        assertThat(rights(folder)).isEqualTo("rwx------");
        for (String name : MadeSecrets.NAMES) {
            assertThat(rights(folder.resolve(name))).as(name).isEqualTo("r--r--r--");
        }
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void everyPasswordIsLongDistinctAndNeverPrinted() {
        Map<String, String> made = MadeSecrets.in(folder);
        List<String> passwords = made.values().stream()
                .flatMap(String::lines)
                .filter(line -> !line.contains(":"))
                .map(line -> line.replaceFirst("^employee\\.[a-z]+=", ""))
                .toList();
        assertThat(passwords).hasSizeGreaterThan(10).doesNotHaveDuplicates().allMatch(one -> one.length() == 24);
        assertThat(passwords).noneMatch(output::contains);
    }

    @Test
    void aSecondRunReplacesOnlyMissingFiles() throws IOException {
        Map<String, String> made = MadeSecrets.in(folder);
        MadeSecrets.into(folder);
        assertThat(MadeSecrets.in(folder)).isEqualTo(made);
        Files.delete(folder.resolve("grafana"));
        MadeSecrets.into(folder);
        assertThat(MadeSecrets.in(folder))
                .containsOnlyKeys(made.keySet())
                .doesNotContainEntry("grafana", made.get("grafana"));
    }

    @Test
    void everyDemoPersonHasAPasswordAndBobIsTheFirstManager() {
        Map<String, String> made = MadeSecrets.in(folder);
        List<Person> people = Person.all(Secrets.in(folder.resolve("people")));
        assertThat(made).containsEntry("first-manager", Person.firstManager(people));
        assertThat(MadeSecrets.in(folder)).as("no password was missing").isEqualTo(made);
    }

    @Test
    void theHeadOfficeAcceptsTheFirstManager() {
        Environment environment = new Environment(Map.of(
                "COMPTOIR_DATABASE_URL", "jdbc:postgresql://headoffice-db:5432/headoffice",
                "COMPTOIR_DATABASE_USER", "headoffice",
                "COMPTOIR_FIRST_MANAGER_FILE", folder.resolve("first-manager").toString()));
        HeadOfficeSettings.FirstManager first =
                HeadOfficeSettings.from(environment).firstManager();
        assertThat(first).isNotNull();
        assertThat(first.username()).isEqualTo("bob");
    }

    @Test
    void theHostSettingsForComposeAreWrittenBesideTheFolder() {
        assertThat(parent.resolve(".env")).content().matches("DOCKER_GROUP=\\d+\n");
    }
}
