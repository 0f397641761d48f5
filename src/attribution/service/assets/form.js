"use strict";
document.documentElement.classList.add("js");
const form = document.querySelector("form"), send = form.querySelector("[type=submit]");
const articles = [...form.querySelectorAll("fieldset")], add = document.getElementById("add");
document.querySelector(".problem")?.focus();

// All places for articles are in the page, so that whoever comes back to it finds in them what was there.
function fold() {
  const used = articles.map(article => [...article.elements].some(field => field.value));
  articles.forEach((article, i) => { article.hidden = i > Math.max(0, used.lastIndexOf(true)); });
  add.hidden = !articles.some(article => article.hidden);
}
add.addEventListener("click", () => {
  const next = articles.find(article => article.hidden);
  next.hidden = false;
  add.hidden = next === articles.at(-1);
  next.querySelector("textarea").focus();
});

function waiting(on) {
  send.setAttribute("aria-disabled", on); // a button that is disabled would lose the focus
  document.getElementById("busy").textContent = on ? "Reading the articles… the report takes its place here." : "";
}
form.addEventListener("submit", event => {
  if (send.getAttribute("aria-disabled") === "true") event.preventDefault(); else waiting(true);
});
fold();
window.addEventListener("pageshow", () => { waiting(false); fold(); });
