package dev.comptoir.tools.bench;

import dev.comptoir.platform.http.Access;
import dev.comptoir.platform.http.Csv;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.HttpServer;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.settings.Environment;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.Database;
import java.time.Clock;
import java.util.List;

/** The upper bound for a server of this kind: the same bytes for every valid token of the store. */
final class BytesServer {
    private BytesServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        ServiceSettings settings = ServiceSettings.from(new Environment(System.getenv()), "store", 0);
        Database database = Database.open(settings.database(), "classpath:dev/comptoir/store/migrations");
        Tokens tokens = Tokens.open(settings, database, Clock.systemUTC());
        Csv bytes = new Csv("x".repeat(Integer.parseInt(arguments[0])));
        HttpServer.of(settings, "Bytes", "/store", tokens)
                .serve(
                        "/store/api/v1",
                        List.of(Endpoint.get("/bytes", "The same bytes")
                                .access(Access.staff("clerk"))
                                .returns(200, Csv.class)
                                .handledBy(request -> Response.ok(bytes))))
                .start();
        Thread.currentThread().join();
    }
}
