#!/bin/sh
# A study as a job array on a real Slurm of one node: tasks 2 and 3 fail the first time and are requeued, and the merged file has the bytes of one machine.
#   study.sh SANDTABLE
# Skipped (77) with its reason where Slurm cannot start.
set -eu
sandtable=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
for tool in munged slurmctld slurmd sbatch scontrol; do
    PATH=$PATH:/usr/sbin:/sbin command -v $tool >/dev/null || { echo "skipped: $tool is not installed (slurm-wlm munge)"; exit 77; }
done
[ "$(id -u)" = 0 ] || { echo "skipped: Slurm's daemons are started as root here"; exit 77; }
PATH=$PATH:/usr/sbin:/sbin
export PATH
folder=$(mktemp -d)
chmod 755 "$folder"
trap 'sh "$here/one_node.sh" stop "$folder/slurm"; sleep 1; rm -rf "$folder"' EXIT INT TERM
if ! sh "$here/one_node.sh" start "$folder/slurm" >"$folder/start.log" 2>&1; then
    echo "skipped: Slurm does not start: $(tail -1 "$folder/start.log")"
    exit 77
fi
export SLURM_CONF="$folder/slurm/slurm.conf"
cd "$folder"
cat >fails_first <<TEXT
#!/bin/sh
# in the place of the program: a task that dies the first time
case \${SLURM_ARRAY_TASK_ID:-0} in
2 | 3) [ "\${SLURM_RESTART_COUNT:-0}" -ge 1 ] || { echo "dies on purpose" >&2; exit 9; } ;;
esac
exec "$sandtable" "\$@"
TEXT
chmod 755 fails_first
"$sandtable" study arrears-at-night -n 600 -o one.study >/dev/null 2>&1
SANDTABLE="$folder/fails_first" "$sandtable" study arrears-at-night -n 600 --slurm 4 -o all.study --lang en
for _ in $(seq 200); do
    [ ! -f all.study ] || break
    sleep 1
done
[ -f all.study ] || { squeue; cat all.study.shards/*.log; echo "the merged study did not come"; exit 1; }
grep -l "dies on purpose" all.study.shards/2.log all.study.shards/3.log >/dev/null || { echo "nothing failed, so nothing was requeued"; exit 1; }
cmp one.study all.study
echo "tasks 2 and 3 failed, were requeued, and the merged study has the bytes of one machine"
