const LIGHT = `
  --page:#f6f7f9; --card:#ffffff; --raised:#f0f2f5; --line:#dfe3e8; --text:#171b21; --soft:#525b67;
  --ours:#0b63ce; --peer0:#b45309; --peer1:#0b7a65; --peer2:#9b3f86; --peer3:#6b6f12; --peer4:#b3372f; --aside:#7b8592;
  --good:#0a6b52; --good-back:#dff3ec; --bad:#a8281e; --bad-back:#fbe7e4; --calm-back:#eaedf1; --mark:#171b21;
  --shadow:0 1px 2px rgb(16 24 40 / .06);`;

const DARK = `
  --page:#0f1216; --card:#171b21; --raised:#1f252d; --line:#2e3640; --text:#eceff3; --soft:#a6b0bc;
  --ours:#5aa9ff; --peer0:#f0a04b; --peer1:#45c4a4; --peer2:#dd8fcb; --peer3:#c9cc5a; --peer4:#f08a80; --aside:#8a95a3;
  --good:#6fd6b6; --good-back:#123329; --bad:#ff9d92; --bad-back:#3d1c19; --calm-back:#262d36; --mark:#f5f7fa;
  --shadow:none;`;

/** The report's looks: light and dark, from 360 px wide to paper. Colours follow Okabe and Ito, darkened to 4.5:1 where they are text. */
export const STYLE = `
:root{color-scheme:light;${LIGHT}}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${DARK}}}
:root[data-theme=dark]{color-scheme:dark;${DARK}}
*{box-sizing:border-box}
html{scroll-padding-top:72px;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums}
a{color:var(--ours);text-underline-offset:3px;text-decoration-thickness:1px}
:focus-visible{outline:2px solid var(--ours);outline-offset:2px;border-radius:4px}
h1,h2,h3,h4,h5,p,dl,dd,ul,figure{margin:0;padding:0}
h1{font-size:20px;line-height:1.3;font-weight:650;letter-spacing:-.01em}
h2{font-size:17px;font-weight:650;letter-spacing:-.01em;margin-bottom:12px}
h3{font-size:17px;font-weight:650;letter-spacing:-.01em;overflow-wrap:anywhere}
h4{font-size:14px;font-weight:650;margin-bottom:8px;overflow-wrap:anywhere}
h5{font-size:13px;font-weight:600;color:var(--soft);margin-bottom:12px;overflow-wrap:anywhere}
main,.bar-inner{max-width:1280px;margin:0 auto;padding:0 24px}
main{padding-top:24px;padding-bottom:64px}
.top{position:sticky;top:0;z-index:2;background:var(--card);border-bottom:1px solid var(--line)}
.bar-inner{display:flex;flex-wrap:wrap;align-items:center;gap:8px 16px;min-height:56px;padding-top:8px;padding-bottom:8px}
.bar-inner .meta{color:var(--soft);font-size:13px;flex:1;min-width:12rem;overflow-wrap:anywhere}
.tools{display:flex;gap:8px;align-items:center}
.tools[hidden]{display:none}
input,button{font:inherit;font-size:14px;color:var(--text);background:var(--card);border:1px solid var(--line);border-radius:8px;padding:5px 12px;min-height:34px}
input{width:200px;min-width:0}
input::placeholder{color:var(--soft);opacity:1}
button{cursor:pointer}
button:hover{background:var(--raised)}
.closing{font-size:24px;font-weight:650;letter-spacing:-.015em;line-height:1.3;margin-bottom:20px}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(136px,1fr));gap:12px;margin-bottom:32px}
.tile{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px 16px;display:flex;flex-direction:column;justify-content:space-between;box-shadow:var(--shadow)}
.tile dt{font-size:13px;color:var(--soft);line-height:1.35}
.tile dd{font-size:26px;font-weight:650;letter-spacing:-.02em;line-height:1.3;margin-top:2px}
.tile.good dd{color:var(--good)} .tile.bad dd{color:var(--bad)}
.block{margin-bottom:32px}
.findings{list-style:none;background:var(--card);border:1px solid var(--line);border-radius:10px;box-shadow:var(--shadow)}
.findings li{display:grid;grid-template-columns:160px minmax(0,2fr) minmax(0,3fr);gap:4px 16px;padding:10px 16px;align-items:baseline}
.findings li+li{border-top:1px solid var(--line)}
.findings .tag{justify-self:start}
.series{font-weight:600;overflow-wrap:anywhere} .message{color:var(--soft);overflow-wrap:anywhere}
.tag{display:inline-block;font-size:12px;font-weight:600;line-height:18px;padding:1px 8px;border-radius:10px;white-space:nowrap}
.tag.good{color:var(--good);background:var(--good-back)}
.tag.bad{color:var(--bad);background:var(--bad-back)}
.tag.calm{color:var(--soft);background:var(--calm-back)}
.tag.open{color:var(--soft);box-shadow:inset 0 0 0 1px var(--line)}
summary{cursor:pointer;font-size:14px;font-weight:600;color:var(--soft);padding:4px 0;overflow-wrap:anywhere}
summary:hover{color:var(--text)}
.environment{margin-bottom:32px}
.facts{display:grid;grid-template-columns:96px minmax(0,1fr);gap:4px 16px;font-size:14px;padding-top:8px}
.facts dt{color:var(--soft)} .facts dd{overflow-wrap:anywhere}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:left;padding:7px 12px;border-bottom:1px solid var(--line);vertical-align:top}
tbody tr:last-child>*{border-bottom:0}
thead th{font-size:12px;font-weight:600;color:var(--soft);white-space:nowrap}
tbody th{font-weight:400}
.number{text-align:right;white-space:nowrap}
caption{text-align:left;font-size:13px;font-weight:600;color:var(--soft);padding:0 0 4px}
.overview{background:var(--card);border:1px solid var(--line);border-radius:10px;border-collapse:separate;border-spacing:0;min-width:760px;box-shadow:var(--shadow)}
.overview td{overflow-wrap:anywhere}
.overview td:first-child{min-width:150px} .overview td:nth-child(8){white-space:nowrap}
.overview td:nth-child(2){min-width:120px} .overview td:nth-child(3){min-width:110px} .overview td:nth-child(5){min-width:180px}
.overview tbody tr:hover{background:var(--raised)}
th[aria-sort]{padding:0}
th[aria-sort] button{border:0;background:none;font-size:12px;font-weight:600;color:inherit;padding:7px 12px;border-radius:8px;white-space:nowrap}
th[aria-sort] button::after{content:"↕";opacity:.45;padding-left:4px}
th[aria-sort=ascending] button::after{content:"↑";opacity:1} th[aria-sort=descending] button::after{content:"↓";opacity:1}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:20px 24px;margin-bottom:20px;box-shadow:var(--shadow)}
.card>header{display:flex;flex-wrap:wrap;align-items:center;gap:6px 10px}
.aside-text{font-size:13px;font-weight:400;color:var(--soft)}
.card>header .aside-text{margin-left:auto}
.notes{color:var(--soft);font-size:14px;margin-top:8px;overflow-wrap:anywhere;max-width:80ch}
.failure{margin:12px 0;padding:8px 12px;border-radius:8px;background:var(--bad-back);color:var(--bad);font-size:14px;white-space:pre-wrap;overflow-wrap:anywhere}
.case{margin-top:20px;padding-top:20px;border-top:1px solid var(--line)}
.case details{margin-top:12px}
.tables{display:flex;flex-wrap:wrap;gap:20px 48px;margin-top:20px}
.small{width:auto;min-width:min(100%,320px);font-size:13px}
.small th,.small td{padding:5px 16px 5px 0;min-width:0}
.small tbody th{min-width:150px}
.small td.number,.small th.number{padding-left:12px}
.panels{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:28px 40px}
.wide,.panels>.panel:only-child{grid-column:1/-1}
details .quantity{margin-top:12px}
.panel figcaption{display:flex;flex-wrap:wrap;gap:2px 14px;font-size:13px;color:var(--soft);margin-bottom:10px;overflow-wrap:anywhere}
.key{display:inline-flex;align-items:center;gap:6px}
.key i{display:inline-block;height:12px;border-left:2px solid var(--mark)}
.key .key-p99{border:0;width:2px;background:repeating-linear-gradient(var(--soft) 0 3px,transparent 3px 5px)}
.row{margin-bottom:12px}
.row-head{display:flex;justify-content:space-between;gap:4px 12px;align-items:baseline;font-size:14px;min-height:21px}
.row-foot{font-size:12px;color:var(--soft);line-height:20px;margin-top:2px}
.row-foot .tag{margin-right:4px}
.name{display:inline-flex;align-items:baseline;gap:8px;min-width:0}
.name>span{overflow-wrap:anywhere}
.name small{font-size:12px;color:var(--soft)}
.swatch{display:inline-block;flex:none;width:10px;height:10px;border-radius:3px;background:var(--c)}
.value{white-space:nowrap;font-size:13px;color:var(--soft)} .value b{color:var(--text);font-size:14px;font-weight:600} .value i{font-style:normal}
.ours{--c:var(--ours)} .aside{--c:var(--aside)} .peer0{--c:var(--peer0)} .peer1{--c:var(--peer1)} .peer2{--c:var(--peer2)} .peer3{--c:var(--peer3)} .peer4{--c:var(--peer4)}
svg{display:block;overflow:visible;width:100%}
.bar{height:20px} .strip{height:30px} .axis{height:20px}
.track{fill:var(--raised)} .fill{fill:var(--c);opacity:.62} .ours .fill{opacity:1}
.whisker{stroke:var(--mark);stroke-width:1.5}
.density{fill:var(--c);opacity:.5} .ours .density{opacity:.85}
.base{stroke:var(--line)} .median{stroke:var(--mark);stroke-width:2} .p99{stroke:var(--soft);stroke-width:1.5;stroke-dasharray:3 3}
.axis line{stroke:var(--soft)} .axis text,.change-label{font-size:11px;fill:var(--soft)}
.none{font-size:13px;color:var(--soft);font-style:italic}
.plot{display:grid;grid-template-columns:52px minmax(0,1fr);padding-top:8px}
.plot>.axis,.x-labels{grid-column:2}
.y-labels{position:relative;font-size:11px;color:var(--soft)}
.y-labels span{position:absolute;right:8px;transform:translateY(-50%);line-height:1;white-space:nowrap}
.x-labels{display:flex;justify-content:space-between;gap:12px;font-size:12px;color:var(--soft);padding-top:6px}
.grid{stroke:var(--line)}
.line,.model{fill:none;stroke:var(--c);stroke-width:2;vector-effect:non-scaling-stroke;stroke-linejoin:round}
.model{stroke-width:1.5;opacity:.8} .ours .model{stroke-width:2.5;opacity:1}
.dot{fill:var(--c);stroke:var(--card);stroke-width:1.5} .dot:hover{stroke:var(--mark)}
.change{stroke:var(--bad);stroke-width:1.5;stroke-dasharray:4 3} .change-label{fill:var(--bad);font-weight:600}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:4px 20px;font-size:13px;color:var(--soft);margin-top:8px;padding-left:52px}
.legend .swatch{margin-right:6px} .legend b{color:var(--text);font-weight:600;overflow-wrap:anywhere}
.tip{position:fixed;z-index:3;pointer-events:none;max-width:min(320px,90vw);background:var(--text);color:var(--page);font-size:12px;line-height:1.4;padding:5px 9px;border-radius:6px;overflow-wrap:anywhere}
.tip[hidden],[data-hidden]{display:none}
.empty{color:var(--soft);padding:24px 0}
footer{color:var(--soft);font-size:13px;padding-top:12px}
@media (max-width:820px){.panels{grid-template-columns:minmax(0,1fr)} .findings li{grid-template-columns:minmax(0,1fr)}}
@media (max-width:560px){main,.bar-inner{padding-left:16px;padding-right:16px} .card{padding:16px} .closing{font-size:20px} .tiles{grid-template-columns:repeat(2,minmax(0,1fr));gap:8px} .tile{padding:10px 12px} .tile dd{font-size:22px} .tools{width:100%} input{flex:1;width:auto} .row-head{flex-wrap:wrap} .plot{grid-template-columns:44px minmax(0,1fr)} .legend{padding-left:0} .facts{grid-template-columns:minmax(0,1fr);gap:0} .facts dd{margin-bottom:8px} .top{position:static}}
@media print{:root,:root[data-theme],:root:not([data-theme=light]){color-scheme:light;${LIGHT}} body{background:#fff;font-size:12px;-webkit-print-color-adjust:exact;print-color-adjust:exact} .top{position:static} .tools,.tip{display:none} .card,.tile,.findings,.overview{box-shadow:none} .row,.panel,.tile,.findings li,tr{break-inside:avoid} h3,h4,h5{break-after:avoid} .overview{min-width:0;font-size:10px} .overview td:nth-child(n),.overview th{min-width:0;padding:4px 6px} th[aria-sort] button{font-size:10px;padding:0} th[aria-sort] button::after{content:none} .scroll{overflow:visible}}
`;
