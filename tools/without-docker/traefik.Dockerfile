FROM debian:12.12-slim
COPY bin/traefik /usr/local/bin/traefik
ENTRYPOINT ["traefik"]
