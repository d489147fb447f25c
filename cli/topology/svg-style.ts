/**
 * The style sheet of a picture. It reaches nothing outside of it, and takes its colours from variables of the page that it is in:
 * `--topology-ink` (by default the colour of the text around), `--topology-paper` (the background of boxes), `--topology-soft` (bridges),
 * `--topology-wrong` and `--topology-foreign`. Printed in black and white, dashes and signs say the same.
 */
export const STYLE = [
    ".topology{color:var(--topology-ink,currentColor);font-family:system-ui,-apple-system,'Segoe UI','Noto Sans','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif}",
    "svg.topology:root{background:#fff;color:#1a1a1a}",
    ".topology rect{fill:var(--topology-paper,transparent);stroke:currentColor;stroke-width:1.2}",
    ".topology path{fill:none;stroke:currentColor;stroke-width:1.6}",
    ".topology text{fill:currentColor;text-anchor:middle;stroke:none}",
    ".topology .mono{font-family:ui-monospace,'Liberation Mono','DejaVu Sans Mono',Menlo,Consolas,monospace}",
    ".topology .bold{font-weight:700}",
    ".topology .kind{opacity:.75}",
    ".topology .cluster>rect{stroke-width:1;fill:none;opacity:.6}",
    ".topology [data-kind=bridge]>rect{fill:var(--topology-soft,rgba(128,128,128,.16));stroke-width:2}",
    ".topology [data-kind=namespace]>rect{stroke-width:2.4}",
    ".topology .cell rect{stroke-width:.8;fill:var(--topology-paper,transparent)}",
    ".topology .edge[data-kind=gateway] path,.topology .edge[data-kind=shares] path{stroke-width:1.1;stroke-dasharray:1.5 3.5;stroke-linecap:round}",
    ".topology .edge[data-kind=tunnel] path{stroke-width:4;opacity:.55}",
    ".topology .tunnel rect{stroke-width:2.4}",
    ".topology .missing>rect,.topology .missing>path,.topology [data-state=exited]>rect,.topology [data-state=stopped]>rect,.topology [data-state=created]>rect,.topology [data-state=dead]>rect{stroke-dasharray:6 4}",
    ".topology .wrong>rect,.topology .wrong>path{stroke:var(--topology-wrong,#b3001b);stroke-dasharray:6 4}",
    ".topology text.wrong{fill:var(--topology-wrong,#b3001b);font-weight:700}",
    ".topology .foreign>rect,.topology .foreign>path{stroke:var(--topology-foreign,#5b2a9d);stroke-dasharray:2 3}",
    ".topology text.foreign{fill:var(--topology-foreign,#5b2a9d);font-weight:700}",
].join("");
