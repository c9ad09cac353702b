#!/bin/sh
# The page of a study in a real browser: report.sh SANDTABLE FOLDER. FOLDER holds axe.min.js (./dev browser puts it there). No error in the console, no request, reachable by
# keyboard, no serious finding of axe-core, nothing wider than the window at desktop and phone size, and nothing cut on A4.
set -eu
sandtable=$1 folder=$2
command -v chromium >/dev/null || { echo "skipped: chromium is not installed"; exit 77; }
[ -s "$folder/axe.min.js" ] || { echo "skipped: $folder/axe.min.js is not there; ./dev browser fetches it"; exit 77; }
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
browse() { chromium --headless --no-sandbox --disable-gpu --user-data-dir="$work/profile" --host-resolver-rules="MAP * ~NOTFOUND" "$@" 2>>"$work/browser.log"; }
fail() { echo "FAILED: $*"; exit 1; }

"$sandtable" study arrears-at-night -n 300 --workers 2 --lang zh --html "$work/zh.html" --pictures "$work/pictures" >/dev/null
"$sandtable" study wage-arrears-city-hall -n 200 --workers 2 --tornado --vary plan/wage-arrears:tasks.first_judgement.takes='10..28 min usually 18' --lang en --html "$work/en.html" >/dev/null 2>&1
"$sandtable" study mass-incident-quiet -n 50 --workers 2 --lang en --html "$work/quiet.html" >/dev/null
for picture in "$work"/pictures/*.svg; do
    xmllint --noout --nonet "$picture" || fail "$picture is no XML"
done
for page in zh en quiet; do
    grep -Eq '(src|href)="[^d#]|url\(|@import' "$work/$page.html" && fail "$page.html names something outside itself"
    {
        sed 's#</body>.*##' "$work/$page.html"
        echo '<script>'; cat "$folder/axe.min.js"; echo '</script>'
        cat <<'JS'
<script>
const errors = [];
addEventListener('error', e => errors.push(e.message));
axe.run(document, {resultTypes: ['violations']}).then(found => {
    for (const d of document.querySelectorAll('details')) d.open = true;
    const reachable = [...document.querySelectorAll('summary, [tabindex="0"]')];
    const lost = reachable.filter(e => { e.focus(); return document.activeElement !== e; }).length;
    const bad = found.violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => v.id + ' ' + v.nodes[0].html.slice(0, 120));
    const verdict = document.createElement('pre');
    verdict.id = 'verdict';
    verdict.textContent = 'VERDICT errors=' + errors.length + ' requests=' + performance.getEntriesByType('resource').length + ' reachable=' + (reachable.length > 0) + ' lost=' + lost +
        ' serious=' + bad.length + ' wide=' + Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth) + ' charts=' + document.querySelectorAll('svg').length + ' ' + bad.join(' | ');
    document.body.append(verdict);
});
</script>
</body></html>
JS
    } >"$work/$page.test.html"
    for width in 1280 390; do
        verdict=$(browse --window-size=$width,900 --virtual-time-budget=30000 --dump-dom "file://$work/$page.test.html" | grep -o 'VERDICT errors=.*' | sed 's/<.*//' | tail -1)
        echo "$page at $width: $verdict"
        case $verdict in
            "VERDICT errors=0 requests=0 reachable=true lost=0 serious=0 wide=0 charts="[1-9]*) ;;
            *) fail "$page at $width" ;;
        esac
    done
    browse --no-pdf-header-footer --print-to-pdf="$work/$page.pdf" "file://$work/$page.html" >/dev/null
    [ -s "$work/$page.pdf" ] || fail "$page was not printed"
    if command -v pdftotext >/dev/null; then
        # the last cell of the widest table, whole
        digest=$(grep -o 'sha256:[0-9a-f]\{64\}' "$work/$page.html" | head -1)
        pdftotext -raw "$work/$page.pdf" - | tr -d '\n ' | grep -q "$digest" || fail "$page: a table is cut in print"
    fi
done
echo "the pages of three studies: fine in Chromium"
