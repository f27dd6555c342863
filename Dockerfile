# One node of the service. Everything that it writes goes to /data; its root file system may be read-only.
#   docker build -t ycyw-support . && docker run --read-only -v support:/data -p 3000:3000 ycyw-support

# The version that package.json pins.
ARG NODE=node:24.21.0-bookworm-slim

FROM ${NODE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No install script is needed: the pinned Node among the devDependencies is the image's own, and esbuild brings its program.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node node_modules/rollup/dist/bin/rollup -c --silent

FROM ${NODE} AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${NODE}
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
# pg_dump and pg_restore for back-ups, of the version that compose.yaml's PostgreSQL has.
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client-15 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY signaling signaling
RUN install -d -o node -g node /data
USER node
VOLUME /data
EXPOSE 3000
# Of this node itself, whose certificate is for another name. Alive, not able to serve: a node whose database is gone would only be started anew for nothing.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "const { PORT, TLS_CERT } = process.env; process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; fetch(`http${TLS_CERT ? 's' : ''}://127.0.0.1:${PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Not by npm: signals must reach the service.
CMD ["node", "signaling/main.ts"]
