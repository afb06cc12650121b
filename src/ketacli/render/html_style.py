"""The style sheet of a page: light, dark and paper, from 400 pixels up."""

STYLE = """\
@page { margin: 15mm; }
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b1d20; --faint: #54595f; --line: #c9ced4; --shade: #f3f5f7;
  --link: #0a4f9c; --caution: #7a4a00; --dispute: #6b2f8a; --danger: #a01515;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181b; --ink: #e9ebed; --faint: #a9b0b7; --line: #454c53; --shade: #20252a;
    --link: #8fc1ff; --caution: #f3bd62; --dispute: #d6a8f2; --danger: #ff9a93;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.25rem 1rem 2rem; max-width: 74rem; background: var(--paper); color: var(--ink);
  font: 100%/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif;
}
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 0.25rem; }
h2, h3 {
  font-size: 1.125rem; line-height: 1.3; margin: 2rem 0 0.5rem; padding-bottom: 0.25rem;
  border-bottom: 1px solid var(--line);
}
h3 { font-size: 1rem; border: 0; margin: 1.25rem 0 0.25rem; padding: 0; }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; }
h1, h2, h3, p, li, dd, dt { overflow-wrap: anywhere; }
p { margin: 0.5rem 0; max-width: 60rem; }
a { color: var(--link); }
code { font-family: ui-monospace, "Liberation Mono", Consolas, monospace; font-size: 0.9em; }
.dim { color: var(--faint); }
.caution { color: var(--caution); }
.dispute { color: var(--dispute); }
.danger { color: var(--danger); font-weight: bold; }
.boxed { border: 2px solid var(--danger); padding: 0.5rem 0.75rem; }
.unseen {
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap;
}
.wide { overflow-x: auto; margin: 0.75rem 0; position: relative; }
.wide:focus-visible, a:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.9375rem; line-height: 1.4; }
th, td {
  text-align: left; vertical-align: top; padding: 0.3rem 0.75rem 0.3rem 0.25rem; border-bottom: 1px solid var(--line);
}
thead th, thead td { vertical-align: bottom; border-bottom: 2px solid var(--ink); }
th[scope="row"] { font-weight: normal; }
th[scope="rowgroup"] { padding-top: 0.75rem; background: var(--shade); }
th[scope="rowgroup"] .dim { font-weight: normal; }
.number { text-align: right; }
.long { min-width: 11rem; }
dl { margin: 0.75rem 0; display: grid; grid-template-columns: fit-content(15rem) minmax(0, 1fr); gap: 0.3rem 1rem; }
dt { grid-column: 1; font-weight: bold; }
dd { grid-column: 2; margin: 0; max-width: 60rem; }
ol, ul { padding-left: 2rem; max-width: 62rem; }
li { margin: 0.2rem 0; }
figure { margin: 1rem 0; }
summary { cursor: pointer; color: var(--link); padding: 0.25rem 0; }
svg { display: block; max-width: 100%; min-width: 58rem; height: auto; }
svg text { fill: var(--ink); }
svg [fill="#000000"] { fill: var(--ink); }
svg [stroke="#000000"] { stroke: var(--ink); }
svg [fill="#555555"] { fill: var(--faint); }
svg [stroke="#555555"] { stroke: var(--faint); }
svg [fill="#ffffff"] { fill: var(--paper); }
footer { margin-top: 2rem; border-top: 1px solid var(--line); color: var(--faint); }
@media (max-width: 40rem) {
  dl { display: block; }
  dd { margin: 0 0 0.5rem; }
  ol, ul { padding-left: 1.5rem; }
  .long { min-width: 9.5rem; }
}
@media print {
  :root {
    color-scheme: light;
    --paper: #ffffff; --ink: #000000; --faint: #444444; --line: #999999; --shade: #f0f0f0;
    --link: #000000; --caution: #000000; --dispute: #000000; --danger: #000000;
  }
  body { max-width: none; padding: 0; font-size: 9.5pt; line-height: 1.35; }
  table { font-size: 8pt; line-height: 1.25; }
  h3 + p, p:has(+ figure), p:has(+ .wide) { break-after: avoid; }
  h1, h2, h3, thead, th[scope="rowgroup"] { break-after: avoid; }
  tr, dd, li, figure, .boxed { break-inside: avoid; }
  .wide { overflow: visible; }
  .long { min-width: 0; }
  svg { min-width: 0; }
  details, nav { display: none; }
}
"""
