package dev.comptoir.logistics;

import dev.comptoir.platform.launch.Launch;

/** Runs logistics as a process of its own. */
public final class LogisticsMain {
    private LogisticsMain() {}

    public static void main(String[] arguments) {
        Launch.service(
                arguments,
                "logistics",
                LogisticsSettings.PORT,
                environment -> LogisticsService.start(LogisticsSettings.from(environment)));
    }
}
