#!/bin/sh
# A Slurm of one node without systemd, in a folder of its own: one_node.sh start FOLDER | stop FOLDER. As root; packages slurm-wlm munge.
set -eu
folder=$2
export SLURM_CONF="$folder/slurm.conf"
case $1 in
start)
    host=$(hostname -s)
    mkdir -p "$folder/state" "$folder/spool" "$folder/run"
    chmod 755 "$folder" "$folder/run"
    head -c 1024 /dev/urandom >"$folder/munge.key"
    chmod 400 "$folder/munge.key"
    munged --force --key-file="$folder/munge.key" --socket="$folder/run/munge.sock" --pid-file="$folder/run/munged.pid" --log-file="$folder/munged.log" --seed-file="$folder/munge.seed"
    port=$((20000 + $$ % 20000))
    cat >"$SLURM_CONF" <<TEXT
ClusterName=one
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/run/munge.sock,cred_expire=5
CryptoType=crypto/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/run/slurmctld.pid
SlurmdPidFile=$folder/run/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
SlurmctldPort=$port
SlurmdPort=$((port + 1))
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=batch_sched_delay=1,sched_interval=1
JobRequeue=1
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
TEXT
    slurmctld -c
    slurmd
    for _ in $(seq 60); do
        sinfo -h -o %T 2>/dev/null | grep -q idle && exit 0
        sleep 1
    done
    echo "slurm did not become idle" >&2
    exit 1 ;;
stop)
    for daemon in slurmd slurmctld munged; do
        [ ! -f "$folder/run/$daemon.pid" ] || kill "$(cat "$folder/run/$daemon.pid")" 2>/dev/null || true
    done ;;
esac
