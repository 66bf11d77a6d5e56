# The pipeline with Tesseract inside, run by a user without rights.
#   docker build -t bilag .
#   docker run --rm -v /srv/bilag/raw:/data/raw:ro -v /srv/bilag/clean:/data/clean -v /srv/bilag/review:/data/review bilag run -q
FROM python:3.11-slim-bookworm AS built
WORKDIR /opt/bilag
RUN python -m venv .venv
COPY requirements.served.lock pyproject.toml README.md LICENSE ./
RUN .venv/bin/python -m pip install --no-cache-dir --require-hashes --no-deps -r requirements.served.lock
COPY schemas schemas
COPY extractors extractors
COPY pipeline pipeline
RUN .venv/bin/python -m pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
# hadolint ignore=DL3008 -- the newest of Debian's stable release: its security updates are wanted
RUN apt-get update \
    && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-dan fonts-dejavu-core tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home bilag \
    && install -d -o bilag -g bilag /data /data/raw /data/clean /data/review /data/dagster
COPY --from=built /opt/bilag /opt/bilag
COPY --chown=bilag:bilag deploy/postgresql/dagster.yaml /opt/bilag/dagster-postgresql.yaml
COPY --chown=bilag:bilag deploy/dagster.yaml /data/dagster/dagster.yaml
ENV PATH=/opt/bilag/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    DAGSTER_HOME=/data/dagster \
    BILAG_RAW=/data/raw \
    BILAG_CLEAN=/data/clean \
    BILAG_REVIEW=/data/review
WORKDIR /data
USER 10001
HEALTHCHECK --interval=5m --timeout=60s --start-period=60s CMD ["bilag", "doctor"]
ENTRYPOINT ["bilag"]
CMD ["run"]
