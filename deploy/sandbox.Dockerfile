# What agents' commands run in: Node for the hands, git, and dbt with the adapters that need no network.
# Buster adds the rest when it starts a container: no network, no capability, read-only, limits.
# Built by `npm run sandbox-image`.
FROM node:24-bookworm-slim

RUN apt-get update \
 && apt-get install --yes --no-install-recommends git python3 python3-venv \
 && rm -rf /var/lib/apt/lists/*

# dbt-core 1.12 builds its parser from files that PyPI does not have.
RUN python3 -m venv /opt/dbt \
 && /opt/dbt/bin/pip install --no-cache-dir dbt-core==1.11.16 dbt-duckdb==1.11.1 dbt-postgres==1.11.0

# Docker's own file system for /tmp takes over this directory's mode.
RUN chmod 1777 /tmp

ENV PATH=/opt/dbt/bin:/usr/local/bin:/usr/bin:/bin HOME=/tmp LANG=C.UTF-8
USER 65534:65534
WORKDIR /tmp
CMD ["node", "--version"]
