FROM debian:12.12-slim
RUN apt-get -qq update && apt-get -qq install --yes --no-install-recommends python3 wget >/dev/null && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 472 grafana && useradd --uid 472 --gid 472 grafana \
 && install --directory --owner=grafana --group=grafana /var/lib/grafana
COPY grafana /usr/local/bin/
VOLUME /var/lib/grafana
ENTRYPOINT ["grafana"]
