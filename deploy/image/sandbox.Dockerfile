# The sandbox's commands, for docker compose: it makes the stack's secrets and plays a demo's day against it.
ARG BASE=eclipse-temurin:25-jre
FROM ${BASE}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="sandbox" \
      org.opencontainers.image.description="The supplier's gateway to OMEGA: makes a stack's secrets, plays a demo's day against it" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.vendor="omega.gateway"
COPY --chown=10001:10001 deploy/image/data /data
COPY --chown=10001:10001 deploy/image/data /secrets
COPY --chown=10001:10001 deploy/image/data /clock
COPY sandbox/target/lib /app/lib
COPY sandbox/target/sandbox-${VERSION}.jar /app/sandbox.jar
ENV JDK_JAVA_OPTIONS="-Xmx192m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Domega.home=/data"
USER 10001:10001
WORKDIR /data
ENTRYPOINT ["java", "-jar", "/app/sandbox.jar"]
