# Three targets from one build: an image holds one service's jars and its one fixed command, so no manifest can start the wrong service.

FROM eclipse-temurin:25-jdk-noble AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -DskipTests -pl flag-api,eval-service,audit-worker -am package

FROM eclipse-temurin:25-jre-noble AS runtime
RUN groupadd --gid 10001 flags \
 && useradd --uid 10001 --gid flags --no-create-home --shell /usr/sbin/nologin flags \
 && install --directory --owner=flags --group=flags /data /app/aot
COPY --chmod=0755 deploy/answers /usr/local/bin/answers
WORKDIR /app
USER 10001:10001
STOPSIGNAL SIGTERM

FROM runtime AS flag-api
COPY --from=build /src/flag-api/target/dist/lib lib
ENV PORT=3000 SPOOL_DIR=/data/spool
EXPOSE 3000
ENTRYPOINT ["java", "-XX:+UseG1GC", "-XX:+UseCompactObjectHeaders", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "-cp", "lib/*", "featureflags.flagapi.Main"]

# ZGC: an evaluation is promised in under a millisecond, and a G1 pause is longer than that.
FROM runtime AS eval-service
COPY --from=build /src/eval-service/target/dist/lib lib
# What the JVM learns in a rehearsal lets each start be ready sooner. Its collector and its jars must be those of the start.
RUN java -XX:AOTCacheOutput=aot/cache -XX:+UseZGC -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED \
    -cp "lib/*" featureflags.evalservice.Rehearsal
ENV PORT=3001 SNAPSHOT_DIR=/data/snapshot SPOOL_DIR=/data/spool
EXPOSE 3001
ENTRYPOINT ["java", "-XX:AOTCache=aot/cache", "-XX:+UseZGC", "-XX:+UseCompactObjectHeaders", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "-cp", "lib/*", "featureflags.evalservice.Main"]

FROM runtime AS audit-worker
COPY --from=build /src/audit-worker/target/dist/lib lib
ENV PORT=3002
EXPOSE 3002
ENTRYPOINT ["java", "-XX:+UseG1GC", "-XX:+UseCompactObjectHeaders", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "-cp", "lib/*", "featureflags.auditworker.Main"]
