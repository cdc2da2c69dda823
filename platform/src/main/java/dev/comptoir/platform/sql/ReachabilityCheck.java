package dev.comptoir.platform.sql;

import dev.comptoir.platform.settings.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Checks the server on a connection of its own: a pool whose connections are all in use is busy, not dead. */
final class ReachabilityCheck implements AutoCloseable {
    private static final int LIMIT_SECONDS = 1;

    private final String url;
    private final Properties properties = new Properties();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection connection;

    ReachabilityCheck(DatabaseSettings settings) {
        this.url = settings.url();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        properties.setProperty("connectTimeout", Integer.toString(LIMIT_SECONDS));
        properties.setProperty("loginTimeout", Integer.toString(LIMIT_SECONDS));
        properties.setProperty("socketTimeout", Integer.toString(2 * LIMIT_SECONDS));
        properties.setProperty("ApplicationName", "comptoir readiness");
    }

    /** Whether the server responds within about a second. */
    boolean isReachable() {
        lock.lock();
        try {
            return isValid(connection) || isValid(reconnect());
        } catch (SQLException unreachable) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private static boolean isValid(@Nullable Connection connection) throws SQLException {
        return connection != null && connection.isValid(LIMIT_SECONDS);
    }

    private Connection reconnect() throws SQLException {
        close();
        Connection opened = DriverManager.getConnection(url, properties);
        connection = opened;
        return opened;
    }

    @Override
    public void close() throws SQLException {
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
