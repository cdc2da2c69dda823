package dev.comptoir.headoffice.catalogue;

import dev.comptoir.contract.TaxClass;
import dev.comptoir.headoffice.staff.Staff;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Idempotency;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import java.util.List;
import java.util.Map;

/** The tax classes of the chain: listed, added and renamed. */
public final class TaxClassesApi {
    static final ProblemType TAX_CLASS_EXISTS =
            new ProblemType("tax-class-exists", 409, "Another tax class has this code");
    static final ProblemType TOO_MANY_TAX_CLASSES = new ProblemType(
            "too-many-tax-classes", 409, "A chain has at most " + TaxClasses.CLASSES_LIMIT + " tax classes");

    private static final Parameter<String> CODE = Parameter.path("code", "The tax class", TaxClass.CODE);
    private static final Parameter<String> IF_MATCH =
            Parameter.header("If-Match", "The version of the tax class that the change is based on", "\"[0-9]{1,18}\"");

    private final Database database;

    public TaxClassesApi(Database database) {
        this.database = database;
    }

    /** All tax classes, by code. */
    public record TaxClassList(List<NamedTaxClass> items) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/tax-classes", "The tax classes")
                        .access(Staff.MANAGERS)
                        .returns(200, TaxClassList.class)
                        .handledBy(request -> Response.ok(new TaxClassList(database.read(TaxClasses::all)))),
                Endpoint.post(
                                "/tax-classes",
                                "Adds a tax class; its products bear no tax until a store has rates for it")
                        .access(Staff.MANAGERS)
                        .idempotent()
                        .body(NewTaxClass.class)
                        .returns(201, NamedTaxClass.class)
                        .refuses(TAX_CLASS_EXISTS, TOO_MANY_TAX_CLASSES)
                        .handledBy(this::add),
                Endpoint.patch("/tax-classes/{code}", "Renames a tax class; its code stays, and it cannot be deleted")
                        .access(Staff.MANAGERS)
                        .takes(CODE, IF_MATCH)
                        .body(TaxClassPatch.class)
                        .returns(200, NamedTaxClass.class)
                        .refuses(ProblemType.NOT_FOUND, ProductsApi.VERSION_REQUIRED, ProductsApi.VERSION_STALE)
                        .handledBy(this::rename));
    }

    private Response add(Request request) {
        NewTaxClass wanted = request.body(NewTaxClass.class);
        return database.write(transaction -> Idempotency.once(
                transaction,
                "tax class " + request.caller().name(),
                request.idempotencyKey(),
                wanted,
                () -> response(201, TaxClasses.add(transaction, wanted))));
    }

    private Response rename(Request request) {
        TaxClassPatch patch = request.body(TaxClassPatch.class);
        String etag = request.find(IF_MATCH);
        if (etag == null) {
            return Response.problem(ProductsApi.VERSION_REQUIRED, "send the class's version in the header If-Match");
        }
        long version = Long.parseLong(etag.replace("\"", ""));
        return response(200, database.statement(sql -> TaxClasses.rename(sql, request.get(CODE), version, patch)));
    }

    private static Response response(int success, TaxClasses.Outcome outcome) {
        return switch (outcome) {
            case TaxClasses.Saved(var saved) -> tagged(new Response(success, saved, Map.of()), saved);
            case TaxClasses.Refusal refusal -> problem(refusal);
        };
    }

    private static Response problem(TaxClasses.Refusal refusal) {
        return switch (refusal) {
            case TaxClasses.TaxClassExists() -> Response.problem(TAX_CLASS_EXISTS, "choose another code");
            case TaxClasses.TooManyTaxClasses() ->
                Response.problem(TOO_MANY_TAX_CLASSES, "rename a class that no product needs");
            case TaxClasses.NotFound() -> Response.problem(ProblemType.NOT_FOUND, "no tax class has this code");
            case TaxClasses.VersionStale(var now) ->
                tagged(
                        Response.problem(
                                ProductsApi.VERSION_STALE,
                                "the tax class has version " + now.version() + "; read it and try again",
                                Map.of("version", now.version(), "now", now)),
                        now);
        };
    }

    private static Response tagged(Response response, NamedTaxClass taxClass) {
        return response.header("ETag", "\"" + taxClass.version() + "\"");
    }
}
