"""The look of a report on paper: A4 on its side, dark on white, headings of tables again on each page.

Rule: colours are those of the screen (agent_ui/src/styles/main.css), and every ink keeps a contrast of 4.5 or more.
"""

from __future__ import annotations

STYLE = """
@page { size: A4 landscape; margin: 12mm 12mm 14mm; @bottom-right { content: counter(page) " / " counter(pages);
  font: 9px sans-serif; color: #4f5d6b; } }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #1c2733; font: 12px/1.5 "PingFang SC", "Microsoft YaHei",
  "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
main { max-width: 1120px; margin: 0 auto; padding: 8px; }
@media print { main { max-width: none; padding: 0; } }
h1 { margin: 0; font-size: 22px; }
h2 { margin: 14px 0 6px; padding-bottom: 3px; border-bottom: 2px solid #1f5fa6; font-size: 15px; break-after: avoid; }
h3 { margin: 0; color: #4f5d6b; font-size: 12px; font-weight: 600; }
p { margin: 2px 0; color: #4f5d6b; }
header p b { color: #1c2733; }
.cards { display: grid; grid-template-columns: repeat(4, 1fr); gap: 6px; }
.card { padding: 6px 8px; border: 1px solid #cfd7df; border-radius: 4px; break-inside: avoid; }
.card b { font-size: 19px; font-variant-numeric: tabular-nums; }
.card p { font-size: 10px; line-height: 1.4; }
figure { margin: 6px 0; break-inside: avoid; }
figcaption { font-weight: 600; }
svg { display: block; }
svg text { fill: #1c2733; font-size: 12px; }
.prose p { color: #1c2733; font-size: 13px; line-height: 1.7; text-indent: 2em; }
.passage { display: grid; grid-template-columns: 3fr 2fr; gap: 16px; align-items: start; }
.passage svg text { font-size: 17px; }
.map { max-width: 640px; }
.passage > div:only-child { grid-column: 1 / -1; }
table { width: 100%; margin: 6px 0 10px; border-collapse: collapse; font-variant-numeric: tabular-nums; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { padding: 3px 6px; border-bottom: 1px solid #cfd7df; text-align: right; vertical-align: top; }
th { font-weight: 600; }
thead th { background: #e8edf2; }
th:first-child, .meanings th, .meanings td { text-align: left; }
th.text, td.text { min-width: 11em; text-align: left; }
thead th { min-width: 3.5em; }
td small { display: block; color: #4f5d6b; font-size: 9px; }
.meanings { font-size: 11px; }
.meanings th { white-space: nowrap; }
"""
