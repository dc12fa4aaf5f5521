# Runs a command for as long as whoever started this script holds its standard input open; a process that is
# killed cannot clean up, but the kernel closes its pipes.
# Arguments: the signal that stops the command, a folder to delete at the end or '', the command. A file 'keep' in that
# folder keeps it, for a command that is about to be started again.
signal=$1 leftover=$2
shift 2
trap '' INT HUP QUIT

finish() {
    trap : TERM
    kill -s "$signal" "$command" 2>/dev/null
    ( sleep 2; kill -s QUIT "$command"; sleep 1; kill -s KILL "$command" ) >/dev/null 2>&1 &
    timer=$!
    while kill -0 "$command" 2>/dev/null; do wait "$command"; done
    kill "$timer" 2>/dev/null
    leave 143
}

leave() {
    [ -z "$leftover" ] || [ -e "$leftover/keep" ] || rm -rf "$leftover" 2>/dev/null
    exit "$1"
}

# A background command loses its standard input, hence the copy.
exec 3<&0
"$@" </dev/null 3<&- &
command=$!
trap finish TERM
( while read -r _; do :; done <&3; kill -TERM $$ ) >/dev/null 2>&1 &
watcher=$!
wait "$command"
status=$?
trap : TERM
kill "$watcher" 2>/dev/null
leave "$status"
