FROM debian:12.12-slim
COPY traefik /usr/local/bin/traefik
ENTRYPOINT ["traefik"]
