package dev.comptoir.platform.launch;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Asks the service of the same container whether it is ready, for engines that run a program to know. Nothing is loaded
 * that the answer does not need: it is asked every few seconds.
 */
final class HealthQuestion {
    private static final int LIMIT_MILLISECONDS = 2_000;
    private static final int READY = 0;
    private static final int NOT_READY = 1;

    private HealthQuestion() {}

    /** @return the exit status: 0 when it is ready, 1 when it is not or does not answer within 2 s */
    static int answer(String port) {
        try {
            HttpURLConnection question = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/health/ready")
                    .toURL()
                    .openConnection();
            question.setConnectTimeout(LIMIT_MILLISECONDS);
            question.setReadTimeout(LIMIT_MILLISECONDS);
            return question.getResponseCode() == HttpURLConnection.HTTP_OK ? READY : NOT_READY;
        } catch (IOException | IllegalArgumentException noAnswer) {
            return NOT_READY;
        }
    }
}
