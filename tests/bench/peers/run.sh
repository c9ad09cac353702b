#!/bin/sh
# The reduced drill in Sandtable and in its peers, interleaved: run.sh SANDTABLE FOLDER. Medians of five rounds; stops where the distributions differ.
set -eu
sandtable=$1 out=$2
here=$(dirname "$0")
mkdir -p "$out"
g++ -O3 -std=c++17 -o "$out/simgrid" "$here/peer.simgrid.cpp" -lsimgrid
g++ -O3 -std=c++17 -o "$out/ns3" "$here/peer.ns3.cpp" -lns3-core
g++ -O3 -std=c++17 -o "$out/systemc" "$here/peer.systemc.cpp" -lsystemc
n=40000
ours() {
    begin=$(date +%s%N)
    "$sandtable" study "$here/scenarios/reduced.yaml" -n $1 --workers 1 --rows 0 --json >"$out/ours.json" 2>/dev/null
    end=$(date +%s%N)
    /usr/bin/python3 - "$out/ours.json" $1 $(((end - begin) / 1000)) <<'PY'
import json, sys
measures = {m["id"]: m for m in json.load(open(sys.argv[1]))["variants"][0]["measures"]}
units = [f"case/reduced/deputy_in_time/unit-{i}" for i in range(1, 10)]
report = "case/reduced/report_in_time/town-office"
kept = sum(measures["kept/" + u]["kept"] for u in units) / sum(measures["kept/" + u]["n"] for u in units)
mean = sum(measures["time/" + u]["mean_ms"] for u in units) / 9000
print("Sandtable", float(sys.argv[3]) / 1e6, sys.argv[2], measures["kept/" + report]["chance"], kept, measures["time/" + report]["mean_ms"] / 1000, mean)
PY
}
for round in 1 2 3 4 5; do
    ours $n
    /usr/bin/python3 "$here/peer.simpy.py" 2000
    "$out/simgrid" 400 2>/dev/null
    "$out/ns3" $n
    "$out/systemc" $n 2>/dev/null | grep '^SystemC [0-9]* *[0-9.]* [0-9]'
done >"$out/rows"
/usr/bin/python3 - "$out/rows" <<'PY'
import collections, statistics, sys
rows = collections.defaultdict(list)
for line in open(sys.argv[1]):
    words = line.split()
    rows[words[0]].append([float(w) for w in words[1:]])
ours = rows["Sandtable"]
base = statistics.median(r[0] / r[1] for r in ours)
print("peer            us per incident   Sandtable is faster by   kept report / deputy   mean report / deputy, s")
for name, values in rows.items():
    us = statistics.median(v[0] / v[1] for v in values) * 1e6
    ratio = statistics.median((v[0] / v[1]) / (o[0] / o[1]) for v, o in zip(values, ours))
    last = values[-1]
    n = sum(v[1] for v in values) if name == "SimPy" else last[1]
    kept = statistics.mean(v[2] for v in values), statistics.mean(v[3] for v in values)
    mean = statistics.mean(v[4] for v in values), statistics.mean(v[5] for v in values)
    print(f"{name:<14} {us:14.2f}    {'' if name == 'Sandtable' else f'x {ratio:.2f}':>20}   {kept[0]:.4f} / {kept[1]:.4f}        {mean[0]:.1f} / {mean[1]:.1f}")
    mine = ours[-1]
    for what, a, b, room in (("kept report", kept[0], mine[2], 4 * (0.19 / n) ** 0.5), ("kept deputy", kept[1], mine[3], 4 * (0.2 / n) ** 0.5), ("mean report", mean[0], mine[4], 4 * 160 / n**0.5), ("mean deputy", mean[1], mine[5], 4 * 100 / n**0.5)):
        if abs(a - b) > room + 1e-3 * abs(b) * (what[:4] == "mean"):
            sys.exit(f"{name}: {what} is {a}, Sandtable's is {b}: not the same model")
print("all give the same distributions")
PY
