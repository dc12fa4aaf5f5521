# The command line `windlass` with the create-volume example: engine, worker and demo in one image.
# It has no embedded broker and database; give it WINDLASS_AMQP_URL and WINDLASS_DATABASE_URL.

FROM eclipse-temurin:17-jdk AS build
WORKDIR /build
COPY . .
# The same build as the launcher's. What only the embedded services need stays behind: two thirds of the libraries.
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -q -B -Dmaven.test.skip -Dspotless.check.skip -pl examples -am package \
    && rm examples/target/lib/embedded-postgres-*.jar examples/target/lib/qpid-*.jar

FROM eclipse-temurin:17-jre
WORKDIR /opt/windlass
COPY --from=build /build/LICENSE ./
COPY --from=build /build/examples/target/lib lib
COPY --from=build /build/examples/target/classes classes
# A number, so that whoever runs the image can tell that it is not root.
USER 10001:10001
# Read by java itself; replace it at run time, for instance to add a trust store.
ENV JDK_JAVA_OPTIONS="-XX:+UseSerialGC -XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError"
ENTRYPOINT ["java", "-cp", "/opt/windlass/classes:/opt/windlass/lib/*", "io.windlass.examples.cli.Main"]
CMD ["--help"]
