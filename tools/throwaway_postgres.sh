#!/bin/sh
# Start a throw-away PostgreSQL cluster for tests and print its address:
#
#   PROXENIA_TEST_POSTGRES=$(tools/throwaway_postgres.sh) pytest tests/ledger
#   tools/throwaway_postgres.sh stop FOLDER
#
# The cluster lies in a temporary folder (or in FOLDER of `start FOLDER [PORT]`), listens on loopback only, on a free
# port, and trusts everybody on this machine: never use it for anything but tests. initdb refuses to run as root;
# as root the cluster belongs to the user postgres.
set -eu

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb)") || {
    echo "PostgreSQL's server programs (initdb, pg_ctl) were not found; install the package postgresql" >&2
    exit 1
}

as_owner() {
    if [ "$(id -u)" = 0 ]; then
        su postgres -s /bin/sh -c "cd / && $1"
    else
        sh -c "$1"
    fi
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

if [ "${1:-start}" = stop ]; then
    as_owner "'$bin/pg_ctl' -D '$2/data' -m immediate -w stop" >&2
    rm -rf "$2/data" "$2"/initdb.log "$2"/start.log
    rmdir "$2"
    exit 0
fi

folder=${2:-$(mktemp -d "${TMPDIR:-/tmp}/proxenia-postgres-XXXXXX")}
port=${3:-$(free_port)}
mkdir -p "$folder"
[ "$(id -u)" != 0 ] || chown postgres "$folder"
chmod 755 "$folder"
as_owner "'$bin/initdb' -D '$folder/data' -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync" >"$folder/initdb.log" 2>&1 || {
    cat "$folder/initdb.log" >&2
    exit 1
}
options="-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c port=$port -c fsync=off -c max_connections=200"
as_owner "'$bin/pg_ctl' -D '$folder/data' -l '$folder/data/server.log' -w -o \"$options\" start" >"$folder/start.log" 2>&1 || {
    cat "$folder/start.log" >&2
    exit 1
}
echo "folder: $folder (stop with: $0 stop $folder)" >&2
echo "postgresql://postgres@127.0.0.1:$port/postgres"
