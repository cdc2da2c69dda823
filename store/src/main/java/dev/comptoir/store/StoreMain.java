package dev.comptoir.store;

import dev.comptoir.platform.launch.Launch;

/** Runs a store service as a process of its own. */
public final class StoreMain {
    private StoreMain() {}

    public static void main(String[] arguments) {
        Launch.service(
                arguments,
                "store",
                StoreSettings.PORT,
                environment -> StoreService.start(StoreSettings.from(environment)));
    }
}
