package dev.comptoir.headoffice;

import dev.comptoir.platform.launch.Launch;

/** Runs the head office as a process of its own. */
public final class HeadOfficeMain {
    private HeadOfficeMain() {}

    public static void main(String[] arguments) {
        Launch.service(
                arguments,
                "headoffice",
                HeadOfficeSettings.PORT,
                environment -> HeadOfficeService.start(HeadOfficeSettings.from(environment)));
    }
}
