"use strict";
// The page's behaviour. Whatever came from a recording is data: it reaches the document as text (textContent, attributes),
// never as markup. Only this script may run (Content-Security-Policy names its hash).

// ---- data: rows are arrays, as src/report/script_data.cpp writes them ---------------------------------------------------
const D = JSON.parse(document.getElementById("petze-data").textContent);
const ENDPOINTS = D.endpoints.map(([name, address, addresses, sent, received, opened, closed, flows, local, items, evidence, registry, holder, operator, verdict]) =>
  ({name, address, addresses, sent, received, opened, closed, flows, local, items, evidence, registry, holder, operator, verdict}));
const EVIDENCE = D.evidence.map(([item, endpoint, match, came, path, frames, capture, time, occurrences, value, encrypted, slice, flow, host, written], i) =>
  ({number: i + 1, item, endpoint, match, came, path, frames, capture, time: D.timeline.from + time, occurrences, value, encrypted, slice, flow, host, written}));
const FILES = D.files.map(([name, magic, size, came, endpoint, time, frame, stored, item]) =>
  ({name, magic, size, came, endpoint, time, frame, stored, item}));
const MATCHES = ["exact", "hashed", "similar", "partial", "pattern"];
const CARDS = 3, PAGE = 50, APPENDIX = 200;

// ---- small helpers ------------------------------------------------------------------------------------------------------
const root = document.documentElement;
const $ = (selector, from = document) => from.querySelector(selector);
const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  node.append(...children.filter(child => child !== null && child !== ""));
  return node;
}
const el = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
const sv = (tag, attributes = {}, ...children) => fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

// ---- language -----------------------------------------------------------------------------------------------------------
const say = (key, values = {}) => (D.texts[root.lang][key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const number = n => String(n).replace(/\B(?=(\d{3})+$)/g, root.lang === "de" ? "." : ",");
const count = (key, n, values = {}) => say(key + (n === 1 ? ".one" : ".other"), {...values, n: number(n)});
const tenths = n => String(Math.floor(n / 10)) + (root.lang === "de" ? "," : ".") + n % 10;
function bytes(n) {
  if (n < 1e6) return count("bytes", n);
  const unit = n < 1e9 ? 1e6 : 1e9;
  return tenths(Math.floor((Math.floor(n / (unit / 100)) + 5) / 10)) + (n < 1e9 ? " MB" : " GB");
}
const words = ([key, argument]) => say(key, {x: argument});

// ---- times: microseconds since 1970, on the clocks of D.zone ------------------------------------------------------------
function civil(time) {
  let seconds = D.offsets.length ? D.offsets[0][1] : 0;
  for (const [from, offset] of D.offsets) if (time >= from) seconds = offset;
  return new Date(Math.floor(time / 1000) + seconds * 1000);
}
const two = n => String(n).padStart(2, "0");
const clock = time => { const d = civil(time); return two(d.getUTCHours()) + ":" + two(d.getUTCMinutes()); };
const clockSeconds = time => clock(time) + ":" + two(civil(time).getUTCSeconds());
const day = time => { const d = civil(time); return say("date", {day: d.getUTCDate(), month: say("month." + (d.getUTCMonth() + 1)), year: d.getUTCFullYear()}); };
const moment = time => `${day(time)}, ${clockSeconds(time)}.${String(Math.floor(time) % 1e6).padStart(6, "0")} ${D.zone}`;

// ---- words of one piece of evidence -------------------------------------------------------------------------------------
const receiver = e => e.endpoint < 0 ? "" : ENDPOINTS[e.endpoint].name;
const path = e => e.path.map(step => words(D.steps[step])).join(" \u203a ");
function ranges(e, capture) {
  const out = [];
  for (let i = 0; i < e.frames.length; i += 3) if (e.frames[i] === capture) out.push([e.frames[i + 1], e.frames[i + 2]]);
  return out;
}
const frames = (e, capture = e.capture) => ranges(e, capture).map(([first, last]) => first === last ? first : `${first}\u2013${last}`).join(", ");
const wireshark = (e, capture) => ranges(e, capture).map(([first, last]) => first === last ? `frame.number == ${first}` : `(frame.number >= ${first} && frame.number <= ${last})`).join(" || ");
const conversation = e => {
  const [protocol, source, sourcePort, destination, destinationPort] = D.flows[e.flow], side = (address, port) => D.addresses[address] + (port < 0 ? "" : ":" + port);
  return `${protocol} ${side(source, sourcePort)} \u2192 ${side(destination, destinationPort)}`;
};
const capturesOf = e => [...new Set(e.frames.filter((_, i) => i % 3 === 0))];
const link = e => el("a", {class: "ev nb", href: "#e-" + e.number}, say("evidence.word") + "\u00a0" + e.number);
const came = e => e.came ? el("span", {class: "q"}, " " + say("card.came")) : null;

// ---- lists of which only a page stands in the document ------------------------------------------------------------------
class PagedList {
  constructor({body, prefix, rows, text, render, nothing}) {
    Object.assign(this, {body, rows, text, render, nothing, shown: PAGE, lower: new Map()});
    this.input = $(`#${prefix}q`); this.status = $(`#${prefix}n`); this.more = $(`#${prefix}more`);
    if (this.input) this.input.oninput = () => { this.shown = PAGE; this.update(); };
    this.more.onclick = () => { this.shown += PAGE; this.update(); };
  }
  matches() {
    const wanted = this.input ? this.input.value.trim().toLowerCase() : "";
    if (!wanted) return this.rows;
    if (!this.lower.has(root.lang)) this.lower.set(root.lang, this.rows.map(row => this.text(row).toLowerCase()));
    const texts = this.lower.get(root.lang);
    return this.rows.filter((_, i) => texts[i].includes(wanted));
  }
  update() {
    const hits = this.matches();
    this.body.replaceChildren(...(hits.length ? hits.slice(0, this.shown).map(this.render) : [this.nothing()]));
    if (this.status) this.status.textContent = say("script.shown", {hits: number(hits.length), all: number(this.rows.length), shown: number(Math.min(this.shown, hits.length))});
    this.more.hidden = hits.length <= this.shown;
    this.more.textContent = say("script.more");
  }
}
const emptyRow = columns => () => el("tr", {}, el("td", {colspan: columns}, say("script.no_match")));
const lists = [];
if ($("#etab")) lists.push(new PagedList({
  body: $("#etab tbody"), prefix: "e", rows: EVIDENCE, nothing: emptyRow(7),
  text: e => [words(D.items[e.item]), D.items[e.item][2], receiver(e), D.hosts[e.host], say("match." + MATCHES[e.match]), path(e), frames(e), e.number].join(" "),
  render: e => el("tr", {}, el("td", {}, link(e)), el("th", {scope: "row"}, words(D.items[e.item]), came(e)), el("td", {}, receiver(e)), el("td", {}, say("match." + MATCHES[e.match])),
    el("td", {}, path(e)), el("td", {class: "mono"}, frames(e)), el("td", {class: "n"}, number(e.occurrences), el("span", {class: "unit"}, " " + say("findings.times"))))}));
if ($("#ftab")) lists.push(new PagedList({
  body: $("#ftab tbody"), prefix: "f", rows: FILES, nothing: emptyRow(7),
  text: f => [f.name, words(f.magic), f.endpoint, f.item ? words(f.item) : ""].join(" "),
  render: f => el("tr", {}, el("th", {scope: "row"}, f.name || say("files.unnamed"), ...(f.item ? [el("br"), el("span", {class: "q"}, words(f.item))] : [])), el("td", {}, words(f.magic)),
    el("td", {class: "n"}, bytes(f.size)), el("td", {}, say(f.came ? "files.from" : "files.to") + " " + f.endpoint), el("td", {}, clockSeconds(f.time)), el("td", {class: "mono"}, String(f.frame)),
    el("td", {}, f.stored.startsWith("evidence/") ? el("a", {class: "ev", href: f.stored}, say("files.open")) : ""))}));
// Those that stand in the document say more than a row made here does.
const WRITTEN = new Map($$("#rows > details").map((row, i) => [ENDPOINTS[CARDS + i], row]));
if (ENDPOINTS.length > CARDS + PAGE) lists.push(new PagedList({
  body: $("#rows"), prefix: "r", rows: ENDPOINTS.slice(CARDS), nothing: () => el("p", {}, say("script.no_match")),
  text: r => [r.name, r.address, ...[r.registry, r.holder, r.operator].map(who => D.who[who] ?? "")].join(" "),
  render: r => {
    if (WRITTEN.has(r)) return WRITTEN.get(r);
    const three = r.local ? [] : ["registry", "holder", "operator"].flatMap(of => [el("dt", {}, say("who." + of)), el("dd", {}, D.who[r[of]] ?? say("who." + of + ".unknown"))]);
    const verdict = r.verdict ? say("verdict." + r.verdict) : "";
    const more = r.addresses > 1 ? ", " + count("addresses.more", r.addresses - 1) : "", items = r.items ? count("card.items", r.items) : say("card.nothing");
    return el("details", {class: "row"}, el("summary", {}, el("span", {}, el("b", {}, r.name), el("br"), el("span", {class: "addr mono q"}, r.address + more)), el("span", {}, verdict),
      el("span", {class: "q"}, r.local ? say("card.local") : items), el("span", {class: "n"}, say("row.sent", {x: bytes(r.sent)}))),
      el("div", {class: "body"}, r.evidence ? el("p", {}, link(EVIDENCE[r.evidence - 1])) : null, el("dl", {class: "kv"}, ...three,
        el("dt", {}, say("card.bytes")), el("dd", {}, say("card.bytes.value", {sent: bytes(r.sent), received: bytes(r.received), connections: count("in_connections", r.flows)})),
        el("dt", {}, say("card.opened")), el("dd", {}, say("card.opened.value", {opened: bytes(r.opened), closed: bytes(r.closed)})))));
  }}));

// ---- evidence, layer by layer -------------------------------------------------------------------------------------------
function facts(pairs) {
  return el("dl", {class: "kv"}, ...pairs.filter(([, value]) => value).flatMap(([key, value, mono]) => [el("dt", {}, say(key)), el("dd", mono ? {class: "mono"} : {}, value)]));
}
function layer(title, raw) { return el("li", {}, el("p", {class: "said"}, title), raw ? el("code", {class: "mono"}, raw) : null); }
// The bytes as they stood in their layer; "*3" stands for three that are masked.
const shownBytes = ([, , , bytes]) => (D.bytes[bytes] || "").split(" ").flatMap(one => one[0] === "*" ? Array(Number(one.slice(1))).fill("\u2022\u2022") : one ? [one] : []);
let asHex = false;
function asText(bytes) {
  return bytes.map(byte => { const code = parseInt(byte, 16); return isNaN(code) ? "\u2022" : code >= 32 && code < 127 ? String.fromCharCode(code) : "."; }).join("");
}
function hexRows(offset, bytes) {
  const rows = [];
  for (let i = 0; i < bytes.length; i += 8) {
    const row = bytes.slice(i, i + 8);
    rows.push((offset + i).toString(16).padStart(6, "0") + "  " + row.join(" ").padEnd(23) + "  " + asText(row));
  }
  return rows.join("\n");
}
function bytesThere(place) {
  const [, offset, length] = place, bytes = shownBytes(place), shown = asHex ? hexRows(offset, bytes) : asText(bytes) + (bytes.length < length ? "\u2026" : "");
  return [el("p", {class: "small"}, count("drawer.written", length, {offset: number(offset)})),
    bytes.length ? el("pre", {class: asHex ? "hex" : null, tabindex: "0", role: "group", "aria-label": say("drawer.bytes")}, el("mark", {}, shown)) : null];
}
function layers(e) {
  const outermost = capturesOf(e).map(c => say("drawer.packets", {frames: frames(e, c), capture: D.captures[c] ?? ""}));
  const all = [layer(outermost.join("; "), conversation(e)), ...e.path.map(step => layer(words(D.steps[step]), D.steps[step][2]))];
  all.push(el("li", {}, el("p", {class: "said"}, say("drawer.the_value")), el("pre", {tabindex: "0", role: "group", "aria-label": say("drawer.value")}, el("mark", {}, D.values[e.value]))));
  if (e.written.length) fill(all[e.written[0]], {}, bytesThere(e.written));
  return el("ol", {class: "layers"}, ...all);
}
function wiresharkPart(e, heading) {
  const parts = [el(heading, {class: "h"}, say("drawer.wireshark"))];
  for (const c of capturesOf(e)) parts.push(el("p", {class: "small"}, say("drawer.wireshark.how", {capture: D.captures[c] ?? ""})), el("pre", {tabindex: "0", role: "group", "aria-label": say("drawer.wireshark")}, wireshark(e, c)));
  if (D.slices[e.slice]) parts.push(el("p", {class: "small"}, say("drawer.slice") + " ", el("a", {href: D.slices[e.slice], class: "mono"}, D.slices[e.slice])));
  return parts;
}
function evidence(e, heading, below) {
  const [, , raw] = D.items[e.item], title = {};
  if (heading === "h2") Object.assign(title, {id: "dt", tabindex: "-1"});
  return [el(heading, title, say("drawer.title", {number: e.number, item: words(D.items[e.item])})),
    el("p", {class: "small measure"}, say(e.came ? "drawer.came" : "drawer.sent", {receiver: receiver(e), times: count("times", e.occurrences)})),
    facts([["drawer.value", D.values[e.value], true], ["drawer.item", raw, true], ["drawer.match", say("match." + MATCHES[e.match])], ["drawer.time", moment(e.time)], ["drawer.host", D.hosts[e.host]],
      ["drawer.flow", conversation(e), true], ["drawer.transport", say(e.encrypted ? "drawer.encrypted" : "drawer.clear")], ["drawer.frames", frames(e), true]]),
    el(below, {class: "h"}, say("drawer.layers")), layers(e), ...wiresharkPart(e, below)];
}
const drawer = $("#drawer");
let back = null, open = 0;
function showEvidence(n) {
  const e = EVIDENCE[n - 1];
  if (!e) return;
  open = n;
  $("#dbody").replaceChildren(...evidence(e, "h2", "h3"));
  $("#dpos").textContent = say("drawer.position", {number: number(n), all: number(EVIDENCE.length)});
  $("#dhex").hidden = !e.written.length || !shownBytes(e.written).length;
  $("#dprev").disabled = n === 1;
  $("#dnext").disabled = n === EVIDENCE.length;
  if (!drawer.open) { back = document.activeElement; drawer.showModal(); }
  drawer.scrollTop = 0;
  $("#dt").focus({preventScroll: true});
}
function route() {
  const wanted = /^#e-(\d+)$/.exec(location.hash);
  if (wanted) showEvidence(Number(wanted[1])); else if (drawer.open) drawer.close();
}
function step(by) { history.replaceState(null, "", "#e-" + (open + by)); showEvidence(open + by); }
addEventListener("hashchange", route);
drawer.addEventListener("close", () => {
  if (/^#e-/.test(location.hash)) history.replaceState(null, "", location.pathname + location.search);
  if (back && back.isConnected) back.focus({preventScroll: true});
});
drawer.addEventListener("click", event => { if (event.target === drawer) drawer.close(); });
$("#dclose").onclick = () => drawer.close();
$("#dhex").onclick = () => {
  asHex = !asHex;
  $("#dhex").setAttribute("aria-pressed", asHex);
  $(".layers", drawer).replaceWith(layers(EVIDENCE[open - 1]));
};
$("#dprev").onclick = () => step(-1);
$("#dnext").onclick = () => step(1);
document.addEventListener("click", event => {
  const a = event.target.closest('a[href^="#e-"]');
  if (a && location.hash === a.getAttribute("href")) { event.preventDefault(); route(); }
});

// ---- timeline -----------------------------------------------------------------------------------------------------------
const T = D.timeline, WHOLE = T.to - T.from, LEAST = Math.min(WHOLE, Math.max(WHOLE / 64, 1e6));
let from = T.from, to = T.to, printing = false;
const laneOf = new Map(T.lanes.map((lane, i) => [lane.endpoint, i]));
const others = T.lanes.findIndex(lane => lane.endpoint < 0);
const MARKS = EVIDENCE.map(e => ({e, lane: laneOf.get(e.endpoint) ?? others})).filter(mark => mark.lane >= 0).sort((a, b) => a.e.time - b.e.time);
const laneName = lane => lane.endpoint < 0 ? say("time.others") : ENDPOINTS[lane.endpoint].name;
function binned(bins) {                                   // sums of what lies in view, at most one per 5 px
  const width = WHOLE / T.count;
  return T.lanes.map(lane => {
    const out = new Float64Array(bins);
    for (let i = 0; i < lane.bins.length; i += 2) {
      const middle = T.from + (lane.bins[i] + .5) * width;
      if (middle >= from && middle < to) out[Math.min(bins - 1, Math.floor((middle - from) / (to - from) * bins))] += lane.bins[i + 1];
    }
    return out;
  });
}
function axisStep(pixels) {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 2592000];
  return (steps.find(s => (to - from) / (s * 1e6) <= pixels / 80) ?? 31536000) * 1e6;
}
const svText = (x, y, text, attributes = {}) => sv("text", {x, y, ...attributes}, text);
function shorten(text, pixels) { const most = Math.max(8, Math.floor(pixels / 7)); return text.length <= most ? text : text.slice(0, most - 1) + "\u2026"; }
function triangle(group, x, y) {
  const ids = [...new Set(group.map(mark => mark.e.number))], named = ids.slice(0, 5).map(number).join(", ");
  const numbers = ids.length > 5 ? say("script.marks_more", {numbers: named, n: number(ids.length - 5)}) : named;
  const label = say("script.mark", {time: clockSeconds(group[0].e.time) + " " + D.zone, receiver: laneName(T.lanes[group[0].lane]), numbers});
  return sv("a", {href: "#e-" + ids[0], "aria-label": label}, sv("title", {}, label), sv("rect", {class: "ring", x: x - 12, y: y - 14, width: 24, height: 24}), sv("path", {class: "tri", d: `M${x} ${y}l-5-9h10z`}));
}
function bars(values, most, left, width, base, height) {
  let d = "";
  values.forEach((value, i) => {
    if (!value) return;
    const h = Math.max(2, Math.sqrt(value / most) * height), x = left + i * width;
    d += `M${x.toFixed(1)} ${base}v-${h.toFixed(1)}h${Math.max(1.5, width - 1.2).toFixed(1)}v${h.toFixed(1)}z`;
  });
  return sv("path", {class: "bars", d});
}
function axis(svg, x, left, w, h) {
  const step = axisStep(w - left), shift = D.offsets.length ? D.offsets[0][1] * 1e6 : 0, days = WHOLE > 86400e6;
  const label = t => days && step >= 86400e6 ? day(t) : step < 60e6 ? clockSeconds(t) : clock(t);
  for (let t = Math.ceil((from + shift) / step) * step - shift; t <= to; t += step) {
    const at = x(t);
    svg.append(sv("line", {class: "axis", x1: at, x2: at, y1: h - 34, y2: h - 28}), svText(at, h - 10, label(t), {class: "t2", "text-anchor": at > w - 30 ? "end" : at < left + 30 ? "start" : "middle"}));
  }
}
function figTime() {
  const box = $("#fig-time");
  if (!box) return;
  const w = printing ? 660 : Math.max(280, box.clientWidth), narrow = w < 620, left = narrow ? 0 : 190, lane = narrow ? 76 : 50, top = 24, h = top + T.lanes.length * lane + 28;
  const x = t => left + (t - from) / (to - from) * (w - left), bins = Math.max(20, Math.round((w - left) / 5)), lanes = binned(bins);
  const most = Math.max(1, ...lanes.map(values => values.reduce((a, b) => Math.max(a, b), 0)));
  const svg = sv("svg", {viewBox: `0 0 ${w} ${h}`, width: w, height: h, role: "group", "aria-label": say("script.timeline")});
  let said = false;
  for (const [begin, end, what] of T.activities) {
    if (end < from || begin > to) continue;
    const a = Math.max(left, x(begin)), z = Math.min(w, x(end));
    svg.append(sv("rect", {class: "band", x: a, y: top, width: Math.max(3, z - a), height: h - top - 28}, sv("title", {}, what || say("time.phone_in_use"))));
    if (!said) svg.append(svText(Math.min(a, w - 130), 14, say("time.phone_in_use"), {class: "t2"}));
    said = true;
  }
  T.lanes.forEach((row, i) => {
    const base = top + (i + 1) * lane - 8, mark = narrow ? base - 28 : base - lane + 24, groups = new Map();
    svg.append(sv("line", {class: "base", x1: 0, x2: w, y1: base + .5, y2: base + .5}));
    svg.append(sv("text", {class: "tb", x: 0, y: narrow ? base - 50 : base - 14}, sv("title", {}, laneName(row)), shorten(laneName(row), narrow ? w : left - 8)));
    svg.append(bars(lanes[i], most, left, (w - left) / bins, base, narrow ? 24 : 30));
    for (const m of MARKS) if (m.lane === i && m.e.time >= from && m.e.time <= to) { const k = Math.round(x(m.e.time) / 26); if (!groups.has(k)) groups.set(k, []); groups.get(k).push(m); }
    for (const group of groups.values()) svg.append(triangle(group, Math.max(left + 7, Math.min(w - 7, x(group[0].e.time))), mark));
  });
  axis(svg, x, left, w, h);
  box.replaceChildren(svg);
  const sameDay = day(from) === day(to), short = to - from < 120e6, at = short ? clockSeconds : clock;
  $("#tnow").textContent = sameDay ? `${at(from)}\u2013${at(to)} ${D.zone}` : `${day(from)}, ${at(from)} \u2013 ${day(to)}, ${at(to)} ${D.zone}`;
  const all = to - from >= WHOLE;
  for (const b of $$("[data-z]")) b.disabled = {in: to - from <= LEAST * 1.01, out: all, all, left: from <= T.from, right: to >= T.to}[b.dataset.z];
}
function zoom(how) {
  const span = to - from, middle = (from + to) / 2;
  const wanted = Math.min(WHOLE, Math.max(LEAST, {in: span / 2, out: span * 2, all: WHOLE}[how] ?? span));
  const centre = middle + ({left: -span / 2, right: span / 2}[how] ?? 0);
  from = Math.max(T.from, Math.min(T.to - wanted, centre - wanted / 2));
  to = from + wanted;
  figTime();
}
for (const b of $$("[data-z]")) b.onclick = () => { zoom(b.dataset.z); if (b.disabled) ($("[data-z]:not([disabled])") || b).focus(); };

// ---- byte budget --------------------------------------------------------------------------------------------------------
const STATES = ["proven", "possible", "excluded", "not_searched"];
const BUDGET = D.budget, written = node => node ? [...node.childNodes] : [];
const budgetRows = $$("#sizes tbody tr").map(row => ({row, cell: row.lastElementChild, children: written(row.lastElementChild), state: row.className}));
const SUM = written($("#bsays")), SUM_LINE = written($("#room"));   // as the page brought them, of all receivers together
const stateMark = (state, seen) => el("span", {class: "v p-" + state}, sv("svg", {class: "mk", "aria-hidden": "true"}, sv("use", {href: "#b-" + state})), el("span", seen ? {} : {class: "vh"}, say("proof." + state)));
function figBudget() {
  const select = $("#breceiver");
  if (!select) return;
  if (!select.options.length) select.append(...["", ...BUDGET.receivers.map((_, i) => ENDPOINTS[i].name)].map((name, i) => el("option", {value: i - 1}, name)));
  select.options[0].textContent = say("budget.all");
  $("#bpick").hidden = false;
  const chosen = Number(select.value);
  const [most, states] = chosen < 0 ? [BUDGET.max, ""] : BUDGET.receivers[chosen];
  $("#sizes").style.setProperty("--room", (most <= 1 ? 0 : Math.min(1, Math.log10(most) / BUDGET.decades) * 100) + "%");
  if (chosen < 0) {
    $("#bsays").replaceChildren(...SUM);
    $("#room").replaceChildren(...SUM_LINE);
    for (const {row, cell, children, state} of budgetRows) { cell.replaceChildren(...children); row.className = state; }
    return;
  }
  $("#bsays").textContent = say("budget.receiver", {receiver: ENDPOINTS[chosen].name, x: say(most ? "card.budget.value" : "card.budget.none", {bytes: bytes(most)})});
  $("#room").textContent = say("budget.room", {bytes: bytes(most)});
  budgetRows.forEach(({row, cell}, i) => { const state = STATES[states[i]]; row.className = "p-" + state; cell.replaceChildren(stateMark(state, true)); });
}
if ($("#breceiver")) $("#breceiver").onchange = figBudget;
if ($("#btab")) lists.push(new PagedList({
  body: $("#btab tbody"), prefix: "b", rows: BUDGET.receivers.map((row, i) => [i, ...row]), nothing: () => "", text: () => "",
  render: ([i, most, states]) => el("tr", {}, el("th", {scope: "row"}, ENDPOINTS[i].name), el("td", {class: "n"}, number(ENDPOINTS[i].sent)), el("td", {class: "n"}, number(most)),
    ...[...states].map(state => el("td", {}, stateMark(STATES[state], false))))}));

// ---- page ---------------------------------------------------------------------------------------------------------------
function setLanguage(language) {
  root.lang = language;
  for (const b of $$("button[data-lang]")) b.setAttribute("aria-pressed", b.dataset.lang === language);
  for (const node of $$("[aria-label][data-en]")) node.setAttribute("aria-label", node.dataset[language]);
  document.title = $("title").dataset[language];
  for (const list of lists) list.update();
  if (drawer.open) showEvidence(open);
  figBudget();
  figTime();
}
function setLook(look) {
  root.dataset.theme = look;
  for (const b of $$("button[data-look]")) b.setAttribute("aria-pressed", b.dataset.look === look);
}
for (const b of $$("button[data-lang]")) b.onclick = () => setLanguage(b.dataset.lang);
for (const b of $$("button[data-look]")) b.onclick = () => setLook(b.dataset.look);
$("#print").onclick = () => print();
let opened = [];
addEventListener("beforeprint", () => {
  printing = true;
  opened = $$("details:not([open])");
  for (const d of opened) d.open = true;
  figTime();
  if (!EVIDENCE.length) return;
  const rest = EVIDENCE.length - APPENDIX;
  $("#appendix").replaceChildren(el("h2", {}, say("script.appendix")), ...EVIDENCE.slice(0, APPENDIX).map(e => el("div", {class: "sub"}, ...evidence(e, "h3", "h4"))), rest > 0 ? el("p", {class: "sub"}, say("script.appendix_rest", {n: number(rest)})) : "");
});
addEventListener("afterprint", () => {
  printing = false;
  for (const d of opened) d.open = false;
  $("#appendix").replaceChildren();
  figTime();
});
let lastWidth = innerWidth;
addEventListener("resize", () => { if (innerWidth !== lastWidth && !printing) { lastWidth = innerWidth; figTime(); } });
const inView = new IntersectionObserver(entries => {
  for (const entry of entries) if (entry.isIntersecting) for (const a of $$(".toc a")) a.getAttribute("href") === "#" + entry.target.id ? a.setAttribute("aria-current", "true") : a.removeAttribute("aria-current");
}, {rootMargin: "-20% 0px -70% 0px"});
for (const section of $$("main section[id]")) inView.observe(section);
const asked = new URLSearchParams(location.search);
setLook(["light", "dark"].includes(asked.get("look")) ? asked.get("look") : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
setLanguage(["en", "de"].includes(asked.get("lang")) ? asked.get("lang") : D.lang);
route();
