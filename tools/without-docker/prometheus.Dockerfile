FROM debian:12.12-slim
RUN apt-get -qq update && apt-get -qq install --yes --no-install-recommends prometheus wget >/dev/null && rm -rf /var/lib/apt/lists/* /etc/prometheus/* \
 && install --directory --owner=nobody --group=nogroup /prometheus
VOLUME /prometheus
ENTRYPOINT ["prometheus"]
