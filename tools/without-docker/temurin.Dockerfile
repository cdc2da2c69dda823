FROM debian:12.12-slim
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
COPY ca-certificates.crt /etc/ssl/certs/
RUN apt-get -qq update && apt-get -qq install --yes --no-install-recommends curl unzip >/dev/null && rm -rf /var/lib/apt/lists/*
COPY jdk /opt/java/openjdk
