package dev.comptoir.store.refunds;

import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.store.registers.RegisterWrites;
import dev.comptoir.store.registers.Staff;
import dev.comptoir.store.registers.Till;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reservations of sales of other deployments, which a store needs before it refunds them. */
public final class ReservationsApi {
    private static final Parameter<UUID> ID = Parameter.pathUuid("id", "The id of a reservation");

    static final ProblemType SALE_IS_HERE =
            new ProblemType("sale-is-here", 409, "The sale is refunded without a reservation");
    static final ProblemType TOO_MANY_RESERVATIONS =
            new ProblemType("too-many-reservations", 409, "The store has too many reservations");

    private final Database database;
    private final Reservations reservations;

    public ReservationsApi(Database database, Reservations reservations) {
        this.database = database;
        this.reservations = reservations;
    }

    /** @param sale the number of a sale of another store */
    public record NewReservation(String sale) {
        private static final Pattern NUMBER = Pattern.compile("[A-Z][A-Z0-9]{0,7}-[0-9]{1,4}-[0-9]{6,12}");

        public NewReservation {
            if (!NUMBER.matcher(sale).matches()) {
                throw new IllegalArgumentException("the number of a sale is expected: S1-2-000042");
            }
        }
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/reservations", "Requests the reservation of another store's sale, to refund it here")
                        .access(Staff.ANY)
                        .idempotent()
                        .body(NewReservation.class)
                        .returns(201, Reservation.class)
                        .refuses(ProblemType.NOT_FOUND, SALE_IS_HERE, TOO_MANY_RESERVATIONS)
                        .handledBy(this::request),
                Endpoint.get("/reservations/{id}", "A reservation, with the sale once it is granted")
                        .access(Staff.ANY)
                        .takes(ID)
                        .returns(200, Reservation.class)
                        .refuses(ProblemType.NOT_FOUND)
                        .handledBy(this::find),
                Endpoint.delete("/reservations/{id}", "Releases a reservation that is not used")
                        .access(Staff.ANY)
                        .takes(ID)
                        .returnsNoContent()
                        .refuses(ProblemType.NOT_FOUND)
                        .handledBy(this::release));
    }

    private Response request(Request request) {
        NewReservation wanted = request.body(NewReservation.class);
        String cashier = request.caller().name();
        return RegisterWrites.once(
                database,
                request,
                "reservation",
                wanted,
                (transaction, till) -> response(reservations.request(transaction, till, cashier, wanted.sale())));
    }

    private static Response response(Reservations.Outcome outcome) {
        return switch (outcome) {
            case Reservations.Requested(var reservation) ->
                Response.created("/store/api/v1/reservations/" + reservation.id(), reservation);
            case Reservations.Refusal refusal -> refused(refusal);
        };
    }

    private static Response refused(Reservations.Refusal refusal) {
        return switch (refusal) {
            case Reservations.NotFound unknown -> Response.problem(ProblemType.NOT_FOUND, "no sale has this number");
            case Reservations.SaleIsHere here ->
                Response.problem(SALE_IS_HERE, "the sale is in the database of this store: refund it");
            case Reservations.TooManyReservations many ->
                Response.problem(TOO_MANY_RESERVATIONS, "use or release the reservations of this store first");
        };
    }

    private Response find(Request request) {
        return database.read(sql -> Reservations.find(sql, Till.storeOf(request.caller()), request.get(ID)))
                .map(Response::ok)
                .orElseGet(ReservationsApi::notFound);
    }

    private Response release(Request request) {
        String store = Till.storeOf(request.caller());
        UUID id = request.get(ID);
        return database.write(transaction -> {
            if (Reservations.find(transaction.sql(), store, id).isEmpty()) {
                return notFound();
            }
            reservations.release(transaction, store, id);
            return Response.noContent();
        });
    }

    private static Response notFound() {
        return Response.problem(ProblemType.NOT_FOUND, "the store has no reservation with this id");
    }
}
