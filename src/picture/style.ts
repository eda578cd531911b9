/**
 * The style of a page with a picture: light and dark, narrow and wide, on a screen and on paper.
 */

export const STYLE = `
:root {
  --page: #fff; --text: #1b1f24; --soft: #57606a; --line: #d0d7de; --panel: #f6f8fa; --link: #0550ae;
  --default: #e9ecf0; --leaf: #ccd6e4; --class: #93dcc6; --bit: #9fc9f5; --conditional: #dcb8f0; --restricted: #ffd480;
  --sign: #1b1f24; --ring: #0550ae; --hit: #1b1f24; --gained: #116329; --lost: #b3261e; --both: #7d4e00;
}
@media (prefers-color-scheme: dark) { :root {
  --page: #0d1117; --text: #e6edf3; --soft: #9aa4af; --line: #373e47; --panel: #161b22; --link: #79b8ff;
  --default: #262c36; --leaf: #3a475a; --class: #136a54; --bit: #1c5a9e; --conditional: #6b3a8c; --restricted: #805a00;
  --sign: #f0f6fc; --ring: #79b8ff; --hit: #f0f6fc; --gained: #56d364; --lost: #ff8b80; --both: #e3b341;
} }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding: 4rem 0 1rem; }
body { margin: 0; padding: 0 1rem 3rem; background: var(--page); color: var(--text); font: 15px/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
h1 { font-size: 1.35rem; margin: 1rem 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .4rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 .2rem; }
h4 { font-size: .9rem; margin: .9rem 0 .2rem; color: var(--soft); }
p { margin: .3rem 0; max-width: 75ch; }
small { color: var(--soft); font-weight: normal; font-size: .82rem; }
code, kbd, .bits, .picture, .graph { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: .82rem; }
q { color: var(--soft); quotes: none; }
q::before { content: "because "; } q.plain::before { content: none; }
:focus-visible { outline: 2px solid var(--ring); outline-offset: 1px; }
ul.rules { margin: 0; padding: 0; list-style: none; }
ul.rules li { padding: .3rem 0; border-bottom: 1px solid var(--line); max-width: 68rem; }
.bits { font-weight: 600; } .bits a { text-decoration: none; } .bits a:hover { text-decoration: underline; }
.count { color: var(--soft); }
.summary { font-size: 1.05rem; font-weight: 600; }
.sign { display: inline-block; width: 1.2em; text-align: center; }
.gained-sign { color: var(--gained); } .lost-sign { color: var(--lost); } .both-sign { color: var(--both); } .internal-sign { color: var(--soft); }
.rules details { display: inline-block; vertical-align: top; max-width: calc(100% - 2em); }
.rules dl { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr); gap: .1rem .6rem; margin: .15rem 0 .3rem 1.4rem; }
.rules dt { color: var(--soft); font-size: .82rem; } .rules dd { margin: 0; font-size: .92rem; }

#side ul { list-style: none; margin: 0; padding: 0; }
#side h2 { margin: 0 0 .4rem; font-size: 1rem; }
#side .legend + h2 { margin-top: .9rem; }
#find { position: sticky; top: 0; z-index: 2; padding: .5rem 0; background: var(--page); }
#find label { display: block; font-size: .85rem; color: var(--soft); }
#search { width: 100%; font: inherit; padding: .35rem .5rem; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; }
#found { display: block; min-height: 1.3em; font-size: .85rem; color: var(--soft); }
#guide { margin-top: .4rem; }
.legend li { display: flex; align-items: center; gap: .5rem; font-size: .88rem; margin: .2rem 0; }
.legend .cell { width: 1.3rem; height: 1.3rem; flex: none; }
.legend b { margin-left: auto; font-variant-numeric: tabular-nums; }
.note, .keys { font-size: .85rem; color: var(--soft); }
nav { margin-top: 1rem; } nav li { font-size: .88rem; margin: .15rem 0; }

.picture { margin: .6rem 0; } .picture:empty { display: none; }
.row { display: grid; grid-template-columns: 11.5rem repeat(32, minmax(0, 1.45rem)); gap: 2px; margin-bottom: 2px; align-items: center; }
.row:nth-child(8n+1) { margin-bottom: 8px; }
.word { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: .74rem; }
.number { text-align: center; font-size: .65rem; color: var(--soft); }
.cell { display: block; height: 1.3rem; border-radius: 3px; text-align: center; line-height: 1.3rem; font-size: .74rem; color: var(--sign); background: var(--default); position: relative; cursor: pointer; user-select: none; }
.legend .cell, .number { cursor: default; }
.k-unnamed { background: none; border: 1px dashed var(--line); }
.nameless { opacity: .5; }
.k-leaf { background: var(--leaf); } .k-class { background: var(--class); } .k-bit { background: var(--bit); }
.k-conditional { background: var(--conditional); } .k-restricted { background: var(--restricted); }
.marked::after { content: ""; position: absolute; top: 0; right: 0; border: .22rem solid; border-color: var(--sign) var(--sign) transparent transparent; border-radius: 0 3px 0 0; }
.gained, .lost, .both, .internal { box-shadow: inset 0 0 0 2px currentColor; font-weight: 700; }
.gained { color: var(--gained); } .lost { color: var(--lost); } .both { color: var(--both); } .internal { color: var(--soft); }
.cell:hover { filter: brightness(.92); }
.cell:focus-visible, .open { outline: 2px solid var(--ring); outline-offset: 1px; z-index: 1; }
.searching .cell, .searching .rules li { opacity: .22; }
.searching .legend .cell, .searching .cell.hit, .searching .rules li.hit { opacity: 1; }
.searching .named { box-shadow: 0 0 0 2px var(--hit); }
.searching :is(.gained, .lost, .both, .internal).named { box-shadow: inset 0 0 0 2px currentColor, 0 0 0 2px var(--hit); }

#details { position: relative; padding: .8rem 1rem; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; }
#details-title { padding-right: 2rem; }
#details dl { margin: 0; } #details dt { font-size: .8rem; color: var(--soft); margin-top: .6rem; }
#details dd { margin: .1rem 0 .4rem; } #details code { display: block; white-space: pre-wrap; }
#details dd a { display: inline-block; margin-right: .6rem; font-size: .85rem; }
#close { position: absolute; top: .4rem; right: .4rem; width: 2rem; height: 2rem; font-size: 1.2rem; line-height: 1; color: inherit; background: none; border: 0; border-radius: 6px; cursor: pointer; }
#tip { position: absolute; z-index: 5; max-width: 24rem; padding: .35rem .6rem; font-size: .82rem; color: var(--page); background: var(--text); border-radius: 6px; pointer-events: none; }
#tip small { color: inherit; opacity: .75; }

.graph { overflow-x: auto; margin: .5rem 0; }
.graph svg { display: block; font-size: 12px; }
.graph rect { fill: var(--panel); stroke: var(--soft); } .graph .input rect { fill: var(--page); stroke-dasharray: 4 3; }
.graph text { fill: var(--text); } .graph path { fill: none; stroke: var(--soft); stroke-opacity: .55; }

@media (min-width: 1100px) {
  body { display: grid; grid-template-columns: minmax(0, 1fr) 21rem; column-gap: 2rem; max-width: 100rem; margin: auto; }
  header { grid-column: 1 / 3; } main { grid-column: 1; grid-row: 2; } main > section:first-of-type h2 { margin-top: 0; }
  #side { grid-column: 2; grid-row: 2; position: sticky; top: 0; max-height: 100vh; overflow: auto; align-self: start; padding: 0 3px 1rem; }
}
@media (max-width: 1099px) {
  #side { display: contents; }
  #details { position: fixed; z-index: 4; left: 0; right: 0; bottom: 0; max-height: 55vh; overflow: auto; border-radius: 12px 12px 0 0; box-shadow: 0 -4px 16px #0004; }
  .details-open { scroll-padding-bottom: 58vh; }
  .legend, nav ul { display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; } .legend b { margin-left: 0; }
}
@media (max-width: 760px) {
  .row { grid-template-columns: repeat(16, minmax(0, 1fr)); margin-bottom: 6px; }
  .word { grid-column: 1 / -1; } .corner { display: none; }
  .keys { display: none; }
  .rules dl { grid-template-columns: 1fr; margin-left: 0; }
}
@media print {
  :root { --page: #fff; --text: #000; --soft: #444; --line: #bbb; --panel: #fff; --link: #000; --sign: #000;
    --default: #e9ecf0; --leaf: #ccd6e4; --class: #93dcc6; --bit: #9fc9f5; --conditional: #dcb8f0; --restricted: #ffd480; }
  body { display: block; font-size: 10pt; padding: 0; } #side { display: block; position: static; max-height: none; }
  #find, #tip, #details, .keys, nav, summary { display: none !important; }
  .legend { columns: 2; } .cell { height: 1.05rem; line-height: 1.05rem; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .row { grid-template-columns: 9.5rem repeat(32, minmax(0, 1fr)); margin-bottom: 2px; } .word { grid-column: auto; } .corner { display: block; }
  .row, li, .legend { break-inside: avoid; } h2, h3, h4 { break-after: avoid; } a { text-decoration: none; }
  .graph { overflow: visible; } .graph svg { max-width: 100%; height: auto; }
  .searching .cell, .searching .rules li { opacity: 1; }
}
`;
