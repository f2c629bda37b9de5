/** The one style sheet, inside every page. No fonts, no pictures: a page is one request. */
export const style = `
:root{color-scheme:light dark;--bg:light-dark(#f6f7f9,#101216);--card:light-dark(#fff,#181b21);
--line:light-dark(#e1e4ea,#2b2f38);--text:light-dark(#1b1f27,#e6e8ec);--soft:light-dark(#5d6675,#9aa3b2);
--link:light-dark(#1756c4,#7eb0ff);--code:light-dark(#f1f3f6,#12151a);
--green:light-dark(#18794e,#4cc38a);--red:light-dark(#c62a2f,#ff8589);--amber:light-dark(#9a5b00,#f1a10d);
--blue:light-dark(#1756c4,#7eb0ff);--grey:light-dark(#5d6675,#9aa3b2);
--added:light-dark(#e3f6ea,#12301f);--removed:light-dark(#fdeaea,#3a1719);
--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);
font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:4px}
body>header{border-bottom:1px solid var(--line);background:var(--card)}
body>header>div,main,body>footer{max-width:1080px;margin:0 auto;padding:0 20px}
body>header>div{display:flex;align-items:center;gap:10px;height:52px}
body>header a{color:var(--text);font-weight:650;font-size:16px;display:flex;align-items:center;gap:8px}
body>header i{width:14px;height:14px;border-radius:4px;background:linear-gradient(135deg,#4d7cfe,#7a4dfe)}
main{padding-top:26px;padding-bottom:40px}
body>footer{padding-bottom:32px;color:var(--soft);font-size:13px}
h1{font-size:24px;line-height:1.25;margin:0;letter-spacing:-.01em;overflow-wrap:anywhere}
h2{font-size:16px;margin:34px 0 10px;display:flex;gap:10px;align-items:baseline;flex-wrap:wrap}
h2 small,h3 small{font-weight:400;font-size:13px;color:var(--soft)}
h3{font-size:15px;margin:0;overflow-wrap:anywhere}
p{margin:6px 0}
code,pre{font-family:var(--mono);font-size:12.5px}
code,td,dd,bdi{unicode-bidi:isolate;overflow-wrap:anywhere}
pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}
.soft{color:var(--soft)}.small{font-size:13px}
.card>.top{margin-bottom:8px}
.top{display:flex;gap:14px;align-items:center;flex-wrap:wrap}
.sub{color:var(--soft);margin:6px 0 0}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:16px 18px;margin:10px 0}
.prose{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}
.box,.scroll{background:var(--code);border:1px solid var(--line);border-radius:8px;padding:10px 12px;margin-top:10px}
.scroll{padding:0;overflow:auto;max-height:640px}
.badge{display:inline-flex;align-items:center;gap:6px;border-radius:99px;padding:2px 10px 2px 8px;font-size:12.5px;
font-weight:600;white-space:nowrap;color:var(--tone);border:1px solid color-mix(in srgb,var(--tone) 35%,transparent);
background:color-mix(in srgb,var(--tone) 9%,transparent)}
.badge::before{content:"";width:7px;height:7px;border-radius:50%;background:var(--tone)}
.green{--tone:var(--green)}.red{--tone:var(--red)}.amber{--tone:var(--amber)}.blue{--tone:var(--blue)}.grey{--tone:var(--grey)}
.note{border-left:3px solid var(--tone);padding:10px 14px;background:var(--card);border-radius:0 8px 8px 0;margin:16px 0 0;white-space:pre-line;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:5px 18px;margin:0}
dt{color:var(--soft)}dd{margin:0;min-width:0}
.two{display:grid;grid-template-columns:1fr 1fr;gap:0 36px;margin-top:18px}
table{width:100%;border-collapse:collapse;background:var(--card);border:1px solid var(--line);border-radius:10px;overflow:hidden;border-spacing:0}
th{text-align:left;font-size:12.5px;font-weight:600;color:var(--soft);background:var(--code)}
th,td{padding:8px 12px;border-bottom:1px solid var(--line);vertical-align:top}
tr:last-child>td{border-bottom:0}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.tight{white-space:nowrap}
.runs td:first-child{width:1%}
ol.steps{list-style:none;margin:0;padding:0}
ol.steps li{position:relative;padding:3px 0 3px 24px}
ol.steps li::before{position:absolute;left:2px;color:var(--tone);content:"✓";font-weight:700}
ol.steps li.failed::before{content:"✗"}ol.steps li.active::before{content:"…"}
ol.steps li.done{--tone:var(--green)}ol.steps li.failed{--tone:var(--red)}ol.steps li.active{--tone:var(--blue)}
.diff{font:12.5px/1.5 var(--mono);display:block;min-width:max-content;white-space:pre;tab-size:4;unicode-bidi:plaintext}
.diff span{display:block;padding:0 12px;min-height:1.5em;unicode-bidi:isolate}
.diff .add{background:var(--added)}.diff .del{background:var(--removed)}.diff .hunk{color:var(--soft);background:var(--code);padding-top:3px;padding-bottom:3px}
.file{display:flex;gap:10px;align-items:baseline;flex-wrap:wrap;margin:14px 0 0}
.plus{color:var(--green)}.minus{color:var(--red)}
summary{cursor:pointer;font-size:14px;overflow-wrap:anywhere}
details[open]>summary{margin-bottom:6px}
.journal td:first-child{width:1%}.journal time,.journal .num{font-size:13px;color:var(--soft)}.journal pre{max-height:360px;overflow:auto;background:var(--code);border-radius:6px;padding:8px 10px}
form.login{max-width:380px;margin:12vh auto 0}
form.login input{width:100%;font:inherit;padding:9px 11px;border:1px solid var(--line);border-radius:8px;background:var(--bg);color:var(--text);margin:6px 0 12px}
form.login button{font:inherit;font-weight:600;padding:9px 16px;border:0;border-radius:8px;background:#2f6bed;color:#fff;cursor:pointer;width:100%}
.says{max-width:560px;margin:12vh auto 0;text-align:center}
@media (max-width:720px){
.two{grid-template-columns:1fr;gap:5px}dl{grid-template-columns:minmax(84px,max-content) 1fr}
.runs td[title]{display:inline-block;padding-right:0;font-size:13px}
h1{font-size:20px}
body>header>div,main,body>footer{padding-left:14px;padding-right:14px}
table,tbody,tr,td{display:block}thead{display:none}
td{border:0;padding:2px 14px}tr{border-bottom:1px solid var(--line);padding:10px 0}tr:last-child{border-bottom:0}
td.num{text-align:left}td[title]::before{content:attr(title) " ";color:var(--soft);font-size:12.5px}
.runs td:first-child,.journal td:first-child{width:auto}
}
`;
