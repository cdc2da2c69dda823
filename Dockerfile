# syntax=docker/dockerfile:1
# One image for each service:  docker build --build-arg SERVICE=store --tag comptoir/store:0.2.0 .
# docs/containers.md explains its layers.

FROM eclipse-temurin:25.0.3_9-jdk-noble AS build
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw --batch-mode --quiet -DskipTests -Dspotless.check.skip --projects app --also-make package \
 && mkdir --parents /image/own/lib /image/libraries \
 && cp store/target/lib/* /image/libraries \
 && cp headoffice/target/lib/* /image/libraries \
 && cp logistics/target/lib/* /image/libraries \
 && mv /image/libraries/comptoir-* /image/own/lib \
 && cp store/target/comptoir-store.jar headoffice/target/comptoir-headoffice.jar \
       logistics/target/comptoir-logistics.jar /image/own \
 && find /image -exec touch --date=2000-01-01T00:00:00Z {} +

FROM eclipse-temurin:25.0.3_9-jdk-noble AS runtime
RUN jlink --output /opt/jre --no-header-files --no-man-pages --strip-java-debug-attributes --compress zip-6 \
      --add-modules java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql,java.xml,jdk.jfr,jdk.management,jdk.unsupported,jdk.zipfs \
 && find /opt/jre -exec touch --date=2000-01-01T00:00:00Z {} +

# All files have the same date: the AOT cache identifies its jars by it, and COPY reuses a layer of an earlier build.
# The services run once, as the image will run them, and write an AOT cache. PostgreSQL refuses to run as root. DNS results are cached
# for one second: a container that replaces another one has another address.
FROM build AS training
COPY --from=runtime /opt/jre /opt/jre
RUN mkdir --parents /opt/comptoir \
 && cp --archive /image/own/. /opt/comptoir \
 && cp --archive /image/libraries/. /opt/comptoir/lib \
 && useradd --uid 10001 --create-home comptoir \
 && install --directory --owner=comptoir /image/trained
USER 10001
RUN java -cp app/target/comptoir-app.jar dev.comptoir.app.ImageCaches /opt/jre/bin/java /opt/comptoir /image/trained \
      -XX:+UseG1GC -XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData \
      -Dsun.net.inetaddr.ttl=1

# docker build --target demo-data: writes the demo's data into a running chain, once.
FROM debian:12.12-slim AS demo-data
COPY --from=runtime /opt/jre /opt/jre
COPY --from=build /build/app/target/lib /opt/comptoir/lib
COPY --from=build /build/app/target/comptoir-app.jar /opt/comptoir/
USER 10001:10001
ENTRYPOINT ["/opt/jre/bin/java", "-cp", "/opt/comptoir/comptoir-app.jar", "dev.comptoir.app.SeedMain"]

FROM debian:12.12-slim
ARG SERVICE
LABEL org.opencontainers.image.title="Comptoir ${SERVICE}" \
      org.opencontainers.image.description="Point of sale, head office and logistics for a chain of stores" \
      org.opencontainers.image.version="0.2.0" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=runtime /opt/jre /opt/jre
COPY --from=training /image/libraries /opt/comptoir/lib
COPY --from=training /image/own /opt/comptoir
COPY --from=training /image/trained/${SERVICE}/service.aot /image/trained/${SERVICE}/launch \
     /image/trained/${SERVICE}/health /opt/comptoir/
USER 10001:10001
EXPOSE 8080 8090 8091
HEALTHCHECK --interval=10s --timeout=5s --start-period=10m --retries=6 \
  CMD ["/opt/jre/bin/java", "@/opt/comptoir/health"]
ENTRYPOINT ["/opt/jre/bin/java", "@/opt/comptoir/launch"]
