"use strict";
document.documentElement.classList.add("js");
const all = (query, root = document) => [...root.querySelectorAll(query)];
const bar = document.getElementById("lit");
const picks = all("[data-claim]");
let lit = [], at = -1, last = null;

// A claim has a button in its panel and one beside the articles; both show the same state.
function light(button) {
  const on = button !== null && button.getAttribute("aria-pressed") !== "true";
  for (const other of picks) {
    const same = on && other.dataset.claim === button.dataset.claim;
    other.setAttribute("aria-pressed", String(same));
    other.closest(".claim")?.classList.toggle("picked", same);
  }
  for (const s of lit) s.classList.remove("lit", "lit-supports", "lit-refutes", "lit-neutral");
  lit = []; at = -1;
  const count = { supports: 0, refutes: 0, neutral: 0 };
  if (on) for (const s of all("[data-claims]")) {
    const about = s.dataset.claims.trim().split(" ").map(pair => pair.split(":"));
    const found = about.find(([claim]) => claim === button.dataset.claim);
    if (!found) continue;
    count[found[1]] += 1;
    s.classList.add("lit", "lit-" + found[1]);
    lit.push(s);
  }
  const articles = new Set(lit.map(s => s.closest(".story"))).size;
  const plural = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;
  document.getElementById("lit-text").textContent = `${plural(lit.length, "sentence")} lit in ` +
    `${plural(articles, "article")}: ${count.supports} for, ${count.refutes} against` +
    (count.neutral ? `, ${count.neutral} on no side` : "");
  bar.hidden = !on;
  last = on ? button : null;
}

function go(step) {
  if (!lit.length) return;
  at = at < 0 && step < 0 ? lit.length - 1 : (at + step + lit.length) % lit.length;
  lit[at].scrollIntoView({ block: "center" });
  lit[at].focus({ preventScroll: true });
}

function putOut() {
  const button = last;
  light(null);
  button?.focus();
}

for (const button of picks) button.addEventListener("click", () => light(button));
for (const button of all("[data-go]", bar)) button.addEventListener("click", () => {
  const step = Number(button.dataset.go);
  if (step) go(step); else putOut();
});

document.addEventListener("keydown", event => {
  if (event.key !== "Escape") return;
  document.body.classList.add("quelled");
  if (last) putOut();
});
for (const kind of ["mouseover", "focusin"])
  document.addEventListener(kind, () => document.body.classList.remove("quelled"));

const form = document.querySelector(".filters");
function filter() {
  const types = new Set(all("[name=type]:checked", form).map(box => box.value));
  const source = form.elements.source.value, uncertain = form.elements.uncertain.checked;
  let shown = 0, total = 0;
  for (const mark of all(".at")) {
    const { type, source: who, prob } = mark.dataset;
    const keep = types.has(type) && (source === "*" || who === source) && (!uncertain || Number(prob) < Number(form.dataset.uncertain));
    mark.classList.toggle("off", !keep);
    if (mark.closest(".s")) { total += 1; shown += keep; }
  }
  for (const holder of all(".s.on")) holder.classList.toggle("off", !holder.querySelector(".at:not(.off)"));
  for (const text of all(".person li")) text.hidden = !text.querySelector(".at:not(.off)");
  for (const person of all(".person")) person.hidden = !person.querySelector(".at:not(.off)");
  document.getElementById("shown").textContent = `${shown} of ${total} attributions shown`;
}
form.addEventListener("change", filter);
form.addEventListener("reset", () => setTimeout(filter));
form.addEventListener("submit", event => event.preventDefault());
filter();
