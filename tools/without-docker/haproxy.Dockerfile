FROM debian:12.12-slim
RUN apt-get -qq update && apt-get -qq install --yes --no-install-recommends haproxy >/dev/null && rm -rf /var/lib/apt/lists/*
ENTRYPOINT ["haproxy", "-W", "-db", "-f", "/usr/local/etc/haproxy/haproxy.cfg"]
