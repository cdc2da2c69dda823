package dev.comptoir.platform.security;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that get a tenth of a core while others want it, and all of it otherwise. Java's own priorities have no effect on
 * Linux without an option of the virtual machine.
 */
final class LowPriority {
    private static final Logger LOG = LoggerFactory.getLogger(LowPriority.class);

    /** The weight of such a thread is a tenth of the usual one; see sched(7) and setpriority(2). */
    private static final int NICE = 10;

    /** With the id 0, Linux changes the calling thread only; other systems would change the whole process. */
    private static final int PRIO_PROCESS = 0;

    private LowPriority() {}

    static ThreadFactory threads(String prefix) {
        ThreadFactory platform = Thread.ofPlatform().daemon().name(prefix, 1).factory();
        return work -> platform.newThread(() -> {
            lower();
            work.run();
        });
    }

    // Calls to native code are restricted; the manifests of the services permit them.
    @SuppressWarnings("restricted")
    private static void lower() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return;
        }
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor type = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        try {
            int result = (int) linker.downcallHandle(linker.defaultLookup().findOrThrow("setpriority"), type)
                    .invokeExact(PRIO_PROCESS, 0, NICE);
            if (result != 0) {
                LOG.warn("passwords are checked at the usual priority: setpriority failed");
            }
        } catch (Throwable failure) {
            LOG.warn("passwords are checked at the usual priority", failure);
        }
    }
}
